"""Coordinates in which texts that many short steps between neighbours connect lie close together."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .checks import unit_rows

Matrix = NDArray[np.float32]

_CHUNK = 1_000
_STEPS = 4
_DENSE = 3  # times as many points as eigenvectors, up to which all are taken
_LONELY = 0.1  # of the mean degree, added to each, so that a text far from all does not rule an axis


def diffusion_coordinates(points: Matrix, nearest: NDArray[np.intp], n_components: int) -> Matrix:
    """Diffusion coordinates (n, m) of unit points (n, d), rows of length 1; m at most `n_components`.

    With A the larger of cosine (i, j) and (j, i) over the `nearest` (n, k) (`space.neighbours`), and D its
    degrees plus a tenth of their mean (Chaudhuri, Chung and Tsiatas 2012, COLT; Qin and Rohe 2013, NeurIPS),
    the coordinates are v · λ⁴ for the leading eigenpairs of D^-1/2 A D^-1/2: four steps of a walk over the
    graph (Coifman and Lafon 2006, Appl. Comput. Harmon. Anal. 21), rows scaled as by Ng, Jordan and Weiss
    (2001, NIPS). No random start, so no seed.
    """
    from scipy.sparse import diags

    adjacency = _graph(points, nearest)
    degrees = np.asarray(adjacency.sum(axis=1)).ravel()
    scale = diags(1 / np.sqrt(np.maximum(degrees + _LONELY * degrees.mean(), 1e-12)))
    values, axes = _leading(scale @ adjacency @ scale, min(n_components, len(points)))
    return unit_rows(axes * np.maximum(values, 0) ** _STEPS)


def _graph(points: Matrix, nearest: NDArray[np.intp]) -> Any:
    from scipy.sparse import csr_matrix

    n, k = nearest.shape
    cosines = np.empty((n, k))
    for start in range(0, n, _CHUNK):
        chunk = slice(start, start + _CHUNK)
        cosines[chunk] = np.einsum("ij,ikj->ik", points[chunk], points[nearest[chunk]])
    cosines[nearest == np.arange(n)[:, None]] = 0
    ends = k * np.arange(n + 1)
    one_way = csr_matrix((np.maximum(cosines, 0).ravel(), nearest.ravel(), ends), shape=(n, n))
    return one_way.maximum(one_way.T)


def _leading(matrix: Any, count: int) -> tuple[NDArray, NDArray]:
    from scipy.sparse.linalg import eigsh

    if matrix.shape[0] <= _DENSE * count:
        values, axes = np.linalg.eigh(matrix.toarray())
        return values[-count:], axes[:, -count:]
    return eigsh(matrix, count, which="LA", v0=np.ones(matrix.shape[0]), tol=1e-4)
