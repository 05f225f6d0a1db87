"""Whether the same themes would have been found among slightly different texts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, unit_rows
from .grouping import group_afresh
from .space import ThemeSpace
from .tree import ThemeTree

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

_HALF = 1_500


class Stability(NamedTuple):
    """What `bootstrap_stability` measures of k themes.

    themes (k,) and merged (k, k): the stability of each theme, and of each two as though they were one;
    apart (k, k): in how many rounds two themes came back as different groups; agreement: the ARI.
    """

    themes: NDArray[np.float64]
    agreement: float
    merged: NDArray[np.float64]
    apart: NDArray[np.int64]


def bootstrap_stability(
    points: Matrix, labels: Labels, method: str = "kmeans", n_rounds: int = 10, random_state: int = 0
) -> Stability:
    """How well each theme, each pair of themes and the whole come back from bootstrap samples.

    points (n, d) unit rows, labels (n,) in 0 … k - 1. Each round draws n points with replacement, groups the
    different ones among them anew, and takes for each theme the largest Jaccard index with a new group; the
    mean over rounds is Hennig's clusterwise stability (2007, Comput. Stat. Data Anal. 52): above .75 a theme
    is firm, below .6 it should not be trusted. The ARI is the mean over rounds. ValueError for bad counts.
    """
    check_count("n_rounds", n_rounds)
    n_themes = int(labels.max()) + 1
    generator = np.random.default_rng(random_state)
    rounds = []
    for _ in range(n_rounds):
        drawn = np.unique(generator.integers(0, len(points), len(points)))
        again = group_afresh(points[drawn], n_themes, method, random_state)
        shared = _overlaps(labels[drawn], again, n_themes)
        best = (shared / np.maximum(_together(shared), 1)).argmax(axis=1)
        rounds.append((_best_jaccards(shared), _rand_index(shared), _as_one(shared), best[:, None] != best))
    themes, agreements, merged, apart = zip(*rounds, strict=True)
    return Stability(
        np.mean(themes, axis=0), float(np.mean(agreements)), np.mean(merged, axis=0), np.sum(apart, axis=0)
    )


def _as_one(shared: NDArray[np.int64]) -> NDArray[np.float64]:
    """Largest Jaccard index (k, k) of every two themes taken as one with a new group."""
    k = len(shared)
    return np.array([_best_jaccards(shared[one] + shared, shared.sum(axis=0)) for one in range(k)])


def _overlaps(labels: Labels, other: Labels, n_themes: int) -> NDArray[np.int64]:
    shared = np.zeros((n_themes, int(other.max()) + 1), dtype=np.int64)
    np.add.at(shared, (labels, other), 1)
    return shared


def _best_jaccards(shared: NDArray[np.int64], sizes: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
    return (shared / np.maximum(_together(shared, sizes), 1)).max(axis=1)


def _together(shared: NDArray[np.int64], sizes: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Size of the union of each theme with each new group; `sizes` of the groups when rows overlap."""
    return shared.sum(axis=1, keepdims=True) + (shared.sum(axis=0) if sizes is None else sizes) - shared


def _rand_index(shared: NDArray[np.int64]) -> float:
    """Adjusted Rand index from the table of overlaps (Hubert and Arabie 1985, J. Classif. 2)."""
    pairs = [float((count * (count - 1) // 2).sum()) for count in
             (shared, shared.sum(axis=1), shared.sum(axis=0), np.array([shared.sum()]))]  # fmt: skip
    expected = pairs[1] * pairs[2] / max(pairs[3], 1)
    most = (pairs[1] + pairs[2]) / 2
    return 1.0 if most == expected else (pairs[0] - expected) / (most - expected)


def split_half_curve(points: Matrix, numbers: list[int], random_state: int = 0) -> list[tuple[int, float]]:
    """Agreement of themes learned from two halves, for each number of themes: [(number, ARI)].

    Two disjoint samples of at most 1,500 of the points (n, d) each grow a tree; both trees' themes are given
    to all sampled points by the nearest centre and compared (Lange et al. 2004, Neural Computation 16). What
    one half shows and the other does not is not in the data. [] for fewer than eight points.
    """
    order = np.random.default_rng(random_state).permutation(len(points))[: 2 * _HALF]
    if len(order) < 8:
        return []
    halves = [points[np.sort(half)] for half in np.array_split(order, 2)]
    both = np.vstack(halves)
    trees = [ThemeTree(150, random_state).fit(ThemeSpace().smooth(half)) for half in halves]
    curve = []
    for number in numbers:
        one, other = (_by_nearest(both, half, tree, number) for half, tree in zip(halves, trees, strict=True))
        curve.append((number, _rand_index(_overlaps(one, other, number))))
    return curve


def _by_nearest(points: Matrix, learned: Matrix, tree: ThemeTree, number: int) -> Labels:
    labels = tree.cut(number)[tree.micro_]
    members = np.zeros((int(labels.max()) + 1, len(learned)), dtype=np.float32)
    members[labels, np.arange(len(learned))] = 1
    return (points @ unit_rows(members @ learned).T).argmax(axis=1)
