"""The arithmetic behind every drawn figure: whole percentages, bar segments, interval positions."""

from math import ceil
from typing import NamedTuple

GAP = 0.4  # per cent of the bar left open between two segments


class Segment(NamedTuple):
    """A piece of a stacked bar; x and width in per cent of the bar."""

    fill: str
    x: float
    width: float


def whole_percentages(counts):
    """Shares of each count as whole numbers that add up to 100, by the largest remainder.

    Ties go to the earlier count, so the same counts always print the same shares. All zero gives all zero.
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    floors = [count * 100 // total for count in counts]
    remainders = [count * 100 % total for count in counts]
    order = sorted(range(len(counts)), key=lambda i: -remainders[i])
    for i in order[: 100 - sum(floors)]:
        floors[i] += 1
    return floors


def segments(parts, mirrored=False):
    """Lay (fill, count) parts side by side; nothing for zero; mirrored starts at the other end."""
    drawn = [(fill, count) for fill, count in parts if count > 0]
    total = sum(count for _, count in drawn)
    room = 100 - GAP * (len(drawn) - 1)
    laid, x = [], 0.0
    for fill, count in drawn:
        width = room * count / total
        laid.append(Segment(fill, round(100 - x - width if mirrored else x, 2), round(width, 2)))
        x += width + GAP
    return laid


def axis_end(highs):
    """The end of a shared axis from 0: the highest value, rounded up to the next 10."""
    return max(10, ceil(max(highs, default=0) / 10) * 10)


def axis_ticks(end):
    """Ticks from 0 to the end, which is one of them, in at most five equal steps."""
    step = next(step for step in (5, 10, 20, 30, 35) if end % step == 0 and end / step <= 5)
    return list(range(0, end + 1, step))


def on_axis(value, end, mirrored=False):
    """Where a value stands on an axis from 0 to end, in per cent of its length."""
    place = min(max(value, 0), end) / end * 100
    return round(100 - place if mirrored else place, 2)
