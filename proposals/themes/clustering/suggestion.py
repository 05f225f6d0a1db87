"""A number of themes to start from: never a decision."""

import math

import numpy as np
from numpy.typing import NDArray

from .silhouette import silhouettes
from .tree import ThemeTree

_SAMPLE = 1_500
_TOLERANCE = 0.95
_FEW, _CLEARLY = 5, 1.5
_GRID = (2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20, 22, 25, 30, 35, 40, 50, 60, 80, 100, 120, 150, 180, 200, 250)


def silhouette_curve(
    points: NDArray[np.float32], tree: ThemeTree, random_state: int = 0
) -> list[tuple[int, float]]:
    """Mean silhouette of cuts of the tree into 2, 3, … sqrt(n / 2) themes: [(number, silhouette)].

    The bound is the rule of thumb of Mardia, Kent and Bibby (Multivariate Analysis, 1979): with more themes
    than that, one is too small to read as one, and small sets of texts on everything would fall to pieces.
    `points` (n, d) are the unsmoothed unit rows the tree was grown on: smoothing makes any fine cut look
    clean, and its silhouette rises without end. Measured on at most 1,500 points. [] when nothing can be cut.
    """
    size = min(len(points), _SAMPLE)
    chosen = np.sort(np.random.default_rng(random_state).choice(len(points), size, replace=False))
    distances = 1 - points[chosen] @ points[chosen].T
    most = min(len(tree.centers_) - 1, max(2, round(math.sqrt(len(points) / 2))))
    curve = []
    for number in (number for number in _GRID if number <= most):
        labels = np.unique(tree.cut(number)[tree.micro_[chosen]], return_inverse=True)[1]
        curve.append((number, float(silhouettes(distances, labels).mean())))
    return curve


def suggest_number(curve: list[tuple[int, float]]) -> int:
    """The largest number whose silhouette is within a twentieth of the best; 1 without a curve.

    The largest, since two themes are merged with one decision and one theme is split with many. Two to four
    are suggested only where their silhouette is half as much again as that of any more: where nothing stands
    out, the broadest split always looks a little cleaner and tells a reader least.
    """
    few, more = ([at for at in curve if (at[0] >= _FEW) == side] for side in (False, True))
    if more and max(value for _, value in more) * _CLEARLY >= max((value for _, value in few), default=0.0):
        curve = more
    best = max((value for _, value in curve), default=0.0)
    return (
        max((number for number, value in curve if value >= _TOLERANCE * best), default=1) if best > 0 else 1
    )
