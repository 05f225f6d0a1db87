"""Which cells of a family of tables are not printed, so that nobody works out a small one by subtraction.

A reader knows every printed cell, the least number that is printed, the whole of each sum, and what a held
back cell says of itself: "under" lies from 1 to below the least number, "hidden" is not below it. The bounds
that follow are found by narrowing each sum's parts by one another until nothing moves. The sums of one theme
make a tree, for which that narrowing is exact (bounds consistency of sums on a Berge-acyclic network:
Bessiere 2006, "Constraint propagation", section 3). While a cell's bounds meet, one more is held back: the
smallest that helps.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from .exact_bounds import pinned

UNDER, HIDDEN = "under", "hidden"
ROUNDS = 50


@dataclass(frozen=True)
class Sum:
    """whole = the sum of the parts; less where they `overlap`, any more where there is an unknown `rest`.

    `whole` is the key of a cell, or a number that everybody knows.
    """

    whole: Hashable
    parts: tuple
    overlap: bool = False
    rest: bool = False


@dataclass
class Cells:
    """Counts by key, what a reader knows each is at most, and the sums between them."""

    counts: dict
    most: dict
    sums: list[Sum] = field(default_factory=list)


def suppress(families, primary, threshold, *, secondary=True):
    """{key: "under" | "hidden"}: the primary cells, and those that protect them in every family.

    families: [Cells] with the same keys. primary: {key: "under" | "hidden"}. With `secondary` off the
    primary ones stand alone: for the test that shows what that gives away.
    """
    held = dict(primary)
    while secondary:
        given_away = {key for cells in families for key in recovered(cells, held, threshold)}
        given_away = given_away or {key for cells in families for key in _pinned(cells, held, threshold)}
        chosen = _cheapest(families[0], held, given_away, threshold)
        if chosen is None:
            break
        held[chosen] = HIDDEN
    return held


def _pinned(cells, held, threshold):
    """The same by a solver, where sums lie within one another and narrowing alone may miss some."""
    if not any(each.rest for each in cells.sums):
        return set()
    return pinned(narrowed(cells, held, threshold), cells.sums, {key for key in held if key in cells.counts})


def recovered(cells, held, threshold):
    """Keys of held back cells whose number follows from what is printed."""
    bounds = narrowed(cells, held, threshold)
    return {key for key in held if key in bounds and bounds[key][0] == bounds[key][1]}


def narrowed(cells, held, threshold):
    """{key: [least, most]} of every cell as a reader can know it."""
    bounds = {key: _first_bounds(cells, key, held.get(key), threshold) for key in cells.counts}
    for _round in range(ROUNDS):
        before = {key: tuple(each) for key, each in bounds.items()}
        for each in cells.sums:
            _narrow(each, bounds)
        if before == {key: tuple(each) for key, each in bounds.items()}:
            break
    return bounds


def _first_bounds(cells, key, held, threshold):
    n, most = cells.counts[key], cells.most[key]
    if held is None:
        return [n, n]
    if held == UNDER and n < threshold:
        return [1, min(most, threshold - 1)]
    return [threshold if held == HIDDEN and n >= threshold else 1, most]


def _narrow(each, bounds):
    """Narrow the parts and the whole of one sum by one another."""
    whole = bounds.get(each.whole) if not isinstance(each.whole, int) else [each.whole, each.whole]
    if whole is None:
        return
    parts = [bounds[key] for key in each.parts]
    least, most = sum(low for low, _high in parts), sum(high for _low, high in parts)
    for part in parts:
        others_least, others_most = least - part[0], most - part[1]
        above = whole[1] if each.overlap or each.rest else whole[1] - others_least
        below = 0 if each.rest else whole[0] - others_most
        _tighten(part, below, above)
    if isinstance(each.whole, int):
        return
    greatest = max((low for low, _high in parts), default=0)
    _tighten(whole, greatest if each.overlap or each.rest else least, whole[1] if each.rest else most)


def _tighten(bounds, low, high):
    """Never past one another: counts that do not fit together tell a reader nothing."""
    low, high = max(bounds[0], low), min(bounds[1], high)
    if low <= high:
        bounds[:] = [low, high]


def _cheapest(cells, held, given_away, threshold):
    """The smallest printed cell in a sum with one that is given away, parts before wholes; or None.

    Where all of those are held back already, one in the sums around these is looked for, and so on outwards.
    """
    wholes = {each.whole for each in cells.sums if not isinstance(each.whole, int)}
    near, before = set(given_away), set()
    while near != before:
        before = set(near)
        near |= _beside(cells, before)
        options = [key for key in near if key not in held and cells.counts[key] >= threshold]
        if given_away and options:
            return min(options, key=lambda key: (key in wholes, cells.counts[key], str(key)))
    return None


def _beside(cells, keys):
    """The cells of every sum that holds one of these."""
    sums = [(each.whole, *each.parts) for each in cells.sums]
    return {key for terms in sums if keys.intersection(terms) for key in terms if key in cells.counts}
