"""Which texts people should code next, so that the coder learns most from the fewest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count, check_texts, check_vectors
from .embedding import SentenceEmbedder
from .threads import one_thread

Vectors = NDArray[np.float32]

_MOST = 4_000
_NEIGHBOURS = 20


@one_thread
def next_to_code(
    texts: Sequence[str],
    coded: ArrayLike = (),
    n: int = 20,
    *,
    vectors: ArrayLike | None = None,
    random_state: int = 0,
) -> NDArray[np.intp]:
    """Indices (n,) of the texts to code next, the most telling first; fewer when fewer are left.

    coded: indices of the texts coded so far. The texts fall into as many clusters as will then be coded; from
    each cluster without a coded text, largest first, comes the one nearest to its 20 nearest in the cluster:
    typical texts of parts not looked at yet, never outliers (Hacohen, Dekel and Weinshall 2022, ICML, "Active
    learning on a budget: opposite strategies suit high and low budgets"). Of more than 4,000 texts not coded,
    4,000 are drawn. `vectors` (len(texts), d) spare embedding them.

    For teaching `ThemeCoder` only: an estimate of shares needs texts drawn at random. Raises ValueError for
    no text, n below 1, and indices that are not of the texts.
    """
    found = check_texts(texts, minimum=1)
    check_count("n", n)
    done = _check_indices(coded, len(found))
    if vectors is None:
        vectors = SentenceEmbedder(random_state=random_state).fit_transform(found)
    embedded = check_vectors(vectors, len(found))
    left = np.setdiff1d(np.arange(len(found)), done)
    if len(left) > _MOST:
        left = np.sort(np.random.default_rng(random_state).choice(left, _MOST, replace=False))
    if len(left) <= n:
        return left
    return _typical(embedded, left, done, n, random_state)


def _check_indices(coded: ArrayLike, n_texts: int) -> NDArray[np.intp]:
    found = np.asarray(coded)
    if not found.size:
        return np.zeros(0, dtype=np.intp)
    if found.ndim != 1 or not np.issubdtype(found.dtype, np.integer):
        raise ValueError("coded must be the indices of the coded texts")
    if found.min() < 0 or found.max() >= n_texts:
        raise ValueError("coded must name texts that exist")
    return np.unique(found).astype(np.intp)


def _typical(
    vectors: Vectors, left: NDArray[np.intp], done: NDArray[np.intp], n: int, random_state: int
) -> NDArray[np.intp]:
    """One typical text a cluster without a coded one; where clusters run out, the next typical ones."""
    from sklearn.cluster import KMeans

    pool = np.concatenate([left, done])
    n_distinct = len({row.tobytes() for row in vectors[pool]})
    n_clusters = min(n_distinct, n + len(done))
    model = KMeans(n_clusters, n_init=1, max_iter=50, random_state=random_state).fit(vectors[pool])
    labels = model.labels_[: len(left)]
    seen = np.isin(np.arange(n_clusters), model.labels_[len(left) :])
    rank = np.empty(len(left), dtype=np.intp)
    for cluster in range(n_clusters):
        members = np.flatnonzero(labels == cluster)
        rank[members[np.argsort(-_density(vectors[left[members]]), kind="stable")]] = np.arange(len(members))
    sizes = np.bincount(labels, minlength=n_clusters)
    order = np.lexsort((left, -sizes[labels], rank + seen[labels]))
    return left[order[:n]]


def _density(vectors: Vectors) -> NDArray[np.floating]:
    """Mean cosine of each to its 20 nearest among them."""
    if not len(vectors):
        return np.zeros(0)
    nearest = min(_NEIGHBOURS, len(vectors))
    return np.partition(vectors @ vectors.T, len(vectors) - nearest, axis=1)[:, -nearest:].mean(axis=1)
