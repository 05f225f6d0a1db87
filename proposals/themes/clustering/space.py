"""The space themes are looked for in: few dimensions, each text moved towards the texts most like it."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from .checks import unit_rows

Matrix = NDArray[np.float32]
Indices = NDArray[np.intp]
_CHUNK = 250
_ROWS = 4_000
_ENOUGH = 1_400  # points from which on a theme has all the neighbours asked for
_HAND = 32


class ThemeSpace:
    """Principal components at unit length, then smoothing over neighbours.

    Z0 = unit rows of PCA(vectors); Z(i+1) = unit(mean of the n_neighbors rows of Zi with the largest cosine,
    the point itself among them). Averaging over neighbours is one step of diffusion on the neighbour graph
    (graph convolution without weights: Wu et al. 2019, ICML, "Simplifying Graph Convolutional Networks"); it
    draws the texts of one theme together whatever its density. Only the search for themes uses smoothed
    points: what is compared with a frozen centre afterwards is Z0, which needs no neighbours.

    With fewer than 1,400 texts there are fewer neighbours, sqrt(n) / 2.5: fifteen would be more than a theme
    has.

    Learned: `mean_` (d,), `components_` (n_components, d).
    """

    def __init__(self, n_components: int = 64, n_neighbors: int = 15, n_smoothings: int = 2) -> None:
        self.n_components = n_components
        self.n_neighbors = n_neighbors
        self.n_smoothings = n_smoothings

    def fit(self, vectors: Matrix) -> Self:
        """Eigenvectors of the covariance of vectors (n, d): no random start, so no seed."""
        self.mean_ = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
        scatter = np.zeros((vectors.shape[1], vectors.shape[1]), dtype=np.float32)
        for start in range(0, len(vectors), _ROWS):  # no second copy of all vectors
            centred = vectors[start : start + _ROWS] - self.mean_
            scatter += centred.T @ centred
        _, axes = np.linalg.eigh(scatter)
        self.components_ = np.ascontiguousarray(axes[:, ::-1][:, : self.n_components].T, dtype=np.float32)
        return self

    def transform(self, vectors: Matrix) -> Matrix:
        """Points Z0 (m, n_components) of vectors (m, d), rows of length 1."""
        return unit_rows((vectors - self.mean_) @ self.components_.T)

    def smooth(self, points: Matrix, nearest: Indices | None = None) -> Matrix:
        """The points (n, n_components) drawn towards their neighbours. O(n²) time, O(n) memory.

        `nearest` (n, k), as `neighbours` gives it for as many or more, spares looking for the first ones.
        """
        count = n_nearest(self.n_neighbors, len(points))
        for _ in range(self.n_smoothings):
            nearest = neighbours(points, self.n_neighbors) if nearest is None else nearest[:, :count]
            smoothed = np.empty_like(points)
            for start in range(0, len(points), _CHUNK):
                chunk = slice(start, start + _CHUNK)
                smoothed[chunk] = points[nearest[chunk]].mean(axis=1)
            points, nearest = unit_rows(smoothed), None
        return points


def n_nearest(count: int, n_points: int) -> int:
    """How many neighbours a point has: `count` from 1,400 points on, shrinking with sqrt(n) below."""
    return max(1, min(count, round(count * np.sqrt(n_points / _ENOUGH))))


def neighbours(points: Matrix, count: int) -> Indices:
    """Indices (n, k) of the nearest of each point (n, d), the nearest first, itself among them.

    k is `n_nearest(count, n)`. O(n²) time, O(n) memory.
    """
    count = n_nearest(count, len(points))
    starts = range(0, len(points), _CHUNK)
    return np.vstack([nearest_rows(points[start : start + _CHUNK], points, count) for start in starts])


def nearest_rows(points: Matrix, among: Matrix, count: int) -> Indices:
    """Indices (m, count), nearest first, of the rows of `among` (n, d) nearest by cosine to `points` (m, d).

    Columns are dealt into n / 32 hands. The `count` largest of a row lie in the `count` hands with the
    largest maxima, so only those are partitioned: exact, and several times quicker than partitioning the
    whole row.
    """
    n_hands = -(-len(among) // _HAND)
    cosines = np.empty((len(points), n_hands * _HAND), dtype=np.float32)
    cosines[:, len(among) :] = -np.inf
    np.matmul(points, among.T, out=cosines[:, : len(among)])
    maxima = cosines.reshape(len(points), _HAND, n_hands).max(axis=1)
    hands = _largest(maxima, min(count, n_hands))
    columns = (hands[:, :, None] + n_hands * np.arange(_HAND)).reshape(len(points), -1)
    kept = cosines.ravel()[columns + cosines.shape[1] * np.arange(len(points))[:, None]]
    best = _largest(kept, count)
    order = np.argsort(-np.take_along_axis(kept, best, axis=1), axis=1, kind="stable")
    return np.take_along_axis(columns, np.take_along_axis(best, order, axis=1), axis=1)


def _largest(values: NDArray[np.float32], count: int) -> Indices:
    return np.argpartition(values, values.shape[1] - count, axis=1)[:, values.shape[1] - count :]
