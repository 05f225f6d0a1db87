"""WCAG contrast of two colours."""

TEXT, MARK = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for controls and marks


def channels(colour):
    """Red, green, blue from 0 to 255 of #rgb or #rrggbb."""
    digits = colour.strip().lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) != 6:
        raise ValueError(f"not a colour: {colour}")
    return tuple(int(digits[i : i + 2], 16) for i in (0, 2, 4))


def mix(colour, share, base):
    """What color-mix(in srgb, colour share, base) gives, as #rrggbb."""
    blended = (
        round(a * share + b * (1 - share)) for a, b in zip(channels(colour), channels(base), strict=True)
    )
    return "#" + "".join(f"{value:02x}" for value in blended)


def _luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [value / 255 for value in channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front, back):
    """The ratio of two colours, from 1 to 21."""
    bright, dim = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
