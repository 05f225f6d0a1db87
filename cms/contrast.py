"""Contrast between colours, by the formulas of WCAG 2.2."""

TEXT = 4.5
MARK = 3.0


def contrast(one, other):
    """The ratio of two colours (#rrggbb), from 1 to 21: (lighter + .05) / (darker + .05)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """Relative luminance of an sRGB colour, from 0 to 1."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour, share, ground):
    """`share` (0 to 1) of a colour in a ground, as CSS color-mix in sRGB gives it."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(top * share + below * (1 - share)):02x}" for top, below in pairs)


def _channels(colour):
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
