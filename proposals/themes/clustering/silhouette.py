"""How well points sit in their own cluster."""

import numpy as np
from numpy.typing import NDArray


def silhouettes(distances: NDArray[np.floating], labels: NDArray[np.integer]) -> NDArray[np.float64]:
    """Silhouette of each point (n,), between -1 and 1, from all distances (n, n) and labels (n,) of 0 … k -
    1.

    s = (b - a) / max(a, b), with a the mean distance to the point's own cluster without itself and b the
    least mean distance to another (Rousseeuw 1987, J. Comput. Appl. Math. 20). 0 in a cluster of one, and
    without a second.
    """
    n_clusters = int(labels.max()) + 1
    members = np.zeros((len(labels), n_clusters), dtype=distances.dtype)
    members[np.arange(len(labels)), labels] = 1
    counts = members.sum(axis=0)
    if np.count_nonzero(counts) < 2:
        return np.zeros(len(labels))
    sums = distances @ members
    own = sums[members > 0] / np.maximum(counts[labels] - 1, 1)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)
    means[members > 0] = np.inf
    other = means.min(axis=1)
    largest = np.maximum(own, other)
    separated = (counts[labels] > 1) & (largest > 0)
    return np.divide(other - own, largest, out=np.zeros(len(labels)), where=separated)
