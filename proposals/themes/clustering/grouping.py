"""Two ways to cut points into themes: by k-means over diffusion coordinates, or by a tree."""

import numpy as np
from numpy.typing import NDArray

from .diffusion import diffusion_coordinates
from .space import ThemeSpace
from .tree import ThemeTree, k_means, n_distinct

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

METHODS = ("kmeans", "tree")
_N_STARTS = 10
# Fewer points make a graph with too few paths; of more themes the leading eigenvectors tell only the large.
_LEAST_DIFFUSED, _MOST_DIFFUSED = 400, 64


def group(
    points: Matrix, smoothed: Matrix, tree: ThemeTree, n_themes: int, method: str, random_state: int
) -> Labels:
    """Labels (n,) of points (n, d) cut into `n_themes`, or as many as there are different points.

    `smoothed` are the points drawn towards their neighbours (`ThemeSpace.smooth`) and `tree` was grown on
    them. From 400 points on and up to 64 themes k-means works on diffusion coordinates, otherwise on the
    smoothed points.
    """
    n_themes = min(n_themes, n_distinct(smoothed, n_themes))
    if method == "tree":
        tree.deepen(smoothed, 2 * n_themes)
        return tree.cut(n_themes)[tree.micro_]
    if len(points) >= _LEAST_DIFFUSED and 1 < n_themes <= _MOST_DIFFUSED:
        smoothed = diffusion_coordinates(points, n_themes)
    return k_means(smoothed, n_themes, _N_STARTS, random_state)[1]


def group_afresh(points: Matrix, n_themes: int, method: str, random_state: int) -> Labels:
    """`group` of points alone, as though they were all there is."""
    smoothed = ThemeSpace().smooth(points)
    tree = ThemeTree(random_state=random_state)
    if method == "tree":
        tree.fit(smoothed)
    return group(points, smoothed, tree, n_themes, method, random_state)
