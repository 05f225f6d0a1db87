"""Two ways to cut points into themes: by k-means over diffusion coordinates, or by a tree."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .diffusion import diffusion_coordinates
from .space import ThemeSpace, neighbours
from .tree import ThemeTree, k_means, n_distinct

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

METHODS = ("kmeans", "tree")
N_NEIGHBOURS = 22  # that a point is joined to; smoothing takes the nearest fifteen of them
_N_STARTS = 10
# Fewer points make a graph with too few paths; of more themes the leading eigenvectors tell only the large.
_LEAST_DIFFUSED, _MOST_DIFFUSED = 400, 64


@dataclass(frozen=True, slots=True)
class Prepared:
    """Points (n, d) of length 1, the `nearest` (n, k) of each, the points `smoothed` (n, d) over them."""

    points: Matrix
    nearest: NDArray[np.intp]
    smoothed: Matrix


def prepare(points: Matrix) -> Prepared:
    """What both methods start from; the neighbours are looked for once."""
    nearest = neighbours(points, N_NEIGHBOURS)
    return Prepared(points, nearest, ThemeSpace().smooth(points, nearest))


def group(prepared: Prepared, tree: ThemeTree, n_themes: int, method: str, random_state: int) -> Labels:
    """Labels (n,) of n points cut into `n_themes`, or as many as there are different points.

    `tree` was grown on the smoothed points. From 400 points on and up to 64 themes k-means works on diffusion
    coordinates, otherwise on the smoothed points.
    """
    coordinates = prepared.smoothed
    n_themes = min(n_themes, n_distinct(coordinates, n_themes))
    if method == "tree":
        tree.deepen(coordinates, 2 * n_themes)
        return tree.cut(n_themes)[tree.micro_]
    if len(coordinates) >= _LEAST_DIFFUSED and 1 < n_themes <= _MOST_DIFFUSED:
        coordinates = diffusion_coordinates(prepared.points, prepared.nearest, n_themes)
    return k_means(coordinates, n_themes, _N_STARTS, random_state)[1]


def group_afresh(points: Matrix, n_themes: int, method: str, random_state: int) -> Labels:
    """`group` of points alone, as though they were all there is."""
    prepared, tree = prepare(points), ThemeTree(random_state=random_state)
    if method == "tree":
        tree.fit(prepared.smoothed)
    return group(prepared, tree, n_themes, method, random_state)
