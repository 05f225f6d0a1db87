"""Where the opinion groups lie, as one may draw and read it: an ellipse and a table row for each."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

WIDTH, HEIGHT, MARGIN = 100, 50, 2
SPREADS = 1.5  # standard deviations from the middle of a group to the edge of its ellipse
UNIT = 10_000
AXES = (("x", "width"), ("y", "height"))
STEADY = ((8_500, _("firm")), (7_500, _("fair")), (6_000, _("loose")))
RARE = _("rare")


@dataclass
class Drawn:
    """A group on the map: cx, cy, rx, ry in units of the drawing; across and up as they were computed; again:
    per cent of it that come out again.
    """

    letter: str
    people: int
    holds: str
    again: int
    across: float
    up: float
    cx: float
    cy: float
    rx: float
    ry: float


def opinion_map(groups):
    """The groups of a bundle as drawn, with one scale for both axes; [] when their places are not known."""
    if not groups or any(group.get("stability") is None for group in groups):
        return []
    sides = [_sides([group["place"] for group in groups], *axis) for axis in AXES]
    room = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    scale = min(size / max(high - low, 1) for size, (low, high) in zip(room, sides, strict=True))
    return [_drawn(group, scale, *(sum(side) / 2 for side in sides)) for group in groups]


def _sides(places, middle, spread):
    """How far the ellipses reach on one axis."""
    reach = [(place[middle], SPREADS * place[spread]) for place in places]
    return min(at - half for at, half in reach), max(at + half for at, half in reach)


def _drawn(group, scale, across, up):
    place = group["place"]
    return Drawn(
        group["letter"],
        group["people"],
        next((word for least, word in STEADY if group["stability"] >= least), RARE),
        round(group["stability"] * 100 / UNIT),
        place["x"] / UNIT,
        place["y"] / UNIT,
        round(WIDTH / 2 + (place["x"] - across) * scale, 2),
        round(HEIGHT / 2 - (place["y"] - up) * scale, 2),
        round(max(SPREADS * place["width"] * scale, 1), 2),
        round(max(SPREADS * place["height"] * scale, 1), 2),
    )
