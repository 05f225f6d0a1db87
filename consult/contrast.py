"""WCAG contrast of two colours, and the pairs every brand must keep."""

from typing import NamedTuple

TEXT, MARK = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for controls and marks
LIGHT_PAPER, LIGHT_CANVAS, DARK_PAPER, DARK_CANVAS = "#ffffff", "#f6f5f2", "#1c1920", "#141216"
DARK_ON_ACTION, DARK_BAR_BASE = "#25102a", "#0d0b0f"
BAR_SHARE_IN_DARK = 0.62


class FailingPair(NamedTuple):
    """Two colours of a brand that stand too close to each other."""

    front: str
    back: str
    measured: float
    needed: float


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


def failing_pairs(surface, on_surface, action, action_dark, signal):
    """The pairs in which a site's own colours cannot be read; empty when the brand may be used."""
    dark_bar = mix(surface, BAR_SHARE_IN_DARK, DARK_BAR_BASE)
    dark_tint = mix(action_dark, 0.14, DARK_PAPER)
    pairs = [
        (on_surface, surface, TEXT),
        (on_surface, dark_bar, TEXT),
        (signal, surface, MARK),
        (signal, dark_bar, MARK),
        *((action, back, TEXT) for back in (LIGHT_PAPER, LIGHT_CANVAS, mix(action, 0.08, LIGHT_PAPER))),
        *((action_dark, back, TEXT) for back in (DARK_PAPER, DARK_CANVAS, dark_tint)),
        (LIGHT_PAPER, action, TEXT),
        (DARK_ON_ACTION, action_dark, TEXT),
    ]
    return [
        FailingPair(front, back, round(contrast(front, back), 2), needed)
        for front, back, needed in pairs
        if contrast(front, back) < needed
    ]
