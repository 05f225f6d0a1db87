"""The least and the most that each held back cell can be, worked out in whole numbers by a solver.

Narrowing (`suppression`) is exact where the sums of a theme make a tree. Sub-themes close circles: in every
part the sub-theme is in its theme. There a reader can know more than narrowing finds, so the solver has the
last word.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def pinned(bounds, sums, held):
    """The held back cells that can be one number only; bounds: {key: [least, most]} of every cell."""
    rows = [row for each in sums for row in _rows(each, bounds, held)]
    found = set()
    for keys in _components(held, rows):
        mine = [row for row in rows if keys & row[0].keys()]
        found |= {key for key in keys if _is_pinned(key, sorted(keys, key=str), mine, bounds)}
    return found


def _rows(each, bounds, held):
    """({held cell: factor}, low, high) of one sum; what is printed is a number."""
    whole = {} if isinstance(each.whole, int) else {each.whole: -1}
    fixed = each.whole if isinstance(each.whole, int) else 0
    if whole and each.whole not in bounds:
        return
    if each.overlap or each.rest:
        for part in each.parts:
            yield _row({part: 1, **whole}, -np.inf, fixed, bounds, held)
    if not each.rest:
        high = np.inf if each.overlap else fixed
        yield _row({**dict.fromkeys(each.parts, 1), **whole}, fixed, high, bounds, held)


def _row(terms, low, high, bounds, held):
    known = sum(factor * bounds[key][0] for key, factor in terms.items() if key not in held)
    return {key: factor for key, factor in terms.items() if key in held}, low - known, high - known


def _components(held, rows):
    """Sets of held cells that no printed number parts from one another."""
    group = {key: {key} for key in held}
    for terms, _low, _high in rows:
        together = set().union(*(group[key] for key in terms)) if terms else set()
        for key in together:
            group[key] = together
    return {id(keys): keys for keys in group.values()}.values()


def _is_pinned(key, keys, rows, bounds):
    place = {each: n for n, each in enumerate(keys)}
    matrix = np.zeros((max(len(rows), 1), len(keys)))
    for n, (terms, _low, _high) in enumerate(rows):
        for each, factor in terms.items():
            matrix[n, place[each]] = factor
    limits = np.array([row[1:] for row in rows] or [(-np.inf, np.inf)])
    box = Bounds(*np.array([bounds[each] for each in keys], dtype=float).T)
    aim = np.zeros(len(keys))
    aim[place[key]] = 1
    ends = [
        milp(
            sign * aim,
            integrality=np.ones(len(keys)),
            bounds=box,
            constraints=LinearConstraint(matrix, *limits.T),
        )
        for sign in (1, -1)
    ]
    return all(each.success for each in ends) and round(ends[0].fun) == round(-ends[1].fun)
