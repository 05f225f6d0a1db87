"""A tree of small clusters, whose cuts give every number of themes."""

import warnings
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

_START_SAMPLE = 5_000


class ThemeTree:
    """About 300 micro-clusters by k-means, joined two at a time by Ward's rule (Ward 1963, JASA 58).

    Each micro-cluster counts once whatever its size: themes of very uneven size keep their own branch, where
    weights by size would cut the largest into pieces. A cut into k themes is a refinement of the cut into k -
    1, so going up one merges exactly two themes and going down one splits exactly one.

    Learned: `centers_` (m, d), `linkage_` (m - 1, 4) as in scipy, `micro_` (n,) micro-cluster of each fitted
    point.
    """

    def __init__(self, n_micro: int = 300, random_state: int = 0) -> None:
        self.n_micro = n_micro
        self.random_state = random_state

    def fit(self, points: Matrix) -> Self:
        """Grow the tree over points (n, d), of which at least one."""
        from scipy.cluster.hierarchy import linkage

        n_micro = min(self.n_micro, n_distinct(points, self.n_micro))
        self.centers_, self.micro_ = k_means(points, n_micro, n_init=1, random_state=self.random_state)
        self.linkage_ = linkage(self.centers_.astype(np.float64), "ward") if n_micro > 1 else np.zeros((0, 4))
        return self

    def cut(self, n_themes: int) -> Labels:
        """Theme of each micro-cluster (m,), in 0 … min(n_themes, m) - 1."""
        n_micro = len(self.centers_)
        joined = np.arange(2 * n_micro - 1)  # the theme each node of the tree ends in, itself at first
        for step in range(n_micro - 2, -1, -1):  # from the root down
            if step < n_micro - n_themes:
                joined[self.linkage_[step, :2].astype(np.intp)] = joined[n_micro + step]
        return np.unique(joined[:n_micro], return_inverse=True)[1].astype(np.int64)

    def deepen(self, points: Matrix, n_micro: int) -> None:
        """Grow again with `n_micro` leaves when the tree has too few to cut into half as many themes."""
        if len(self.centers_) < n_micro and self.n_micro < n_micro:
            self.n_micro = n_micro
            self.fit(points)


def k_means(points: Matrix, n_clusters: int, n_init: int, random_state: int) -> tuple[Matrix, Labels]:
    """Centres (k, d) and labels (n,) in 0 … k - 1 of the best of `n_init` k-means runs (Lloyd, k-means++
    starts).

    Above 5,000 points the runs compete on a sample and the best goes on over all points. k can be less than
    `n_clusters`: a cluster that ends empty is dropped.
    """
    if len(points) > _START_SAMPLE:
        chosen = np.random.default_rng(random_state).choice(len(points), _START_SAMPLE, replace=False)
        starts, _ = _lloyd(points[np.sort(chosen)], n_clusters, n_init, "k-means++", random_state)
        centers, labels = _lloyd(points, len(starts), 1, starts, random_state)
    else:
        centers, labels = _lloyd(points, n_clusters, n_init, "k-means++", random_state)
    kept, labels = np.unique(labels, return_inverse=True)
    return centers[kept], labels.astype(np.int64)


def _lloyd(
    points: Matrix, n_clusters: int, n_init: int, init: Any, random_state: int
) -> tuple[Matrix, Labels]:
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # fewer different points than clusters: one is dropped
        model = KMeans(n_clusters, init=init, n_init=n_init, random_state=random_state).fit(points)
    return np.asarray(model.cluster_centers_, dtype=np.float32), model.labels_


def n_distinct(points: Matrix, enough: int) -> int:
    """Number of points that differ at five decimals, or at least `enough`."""
    head = np.unique(np.round(points[: 4 * enough], 5), axis=0)
    return len(head) if len(head) >= enough else len(np.unique(np.round(points, 5), axis=0))
