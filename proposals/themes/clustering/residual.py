"""New themes among later texts that fit none of the frozen ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count, check_fitted, check_texts, check_vectors, unit_rows
from .themes import ThemeClusterer
from .threads import one_thread

Labels = NDArray[np.int64]

_APART = 0.15  # margin by which the texts of a new theme must lie nearer to its centre than to any old one


@one_thread
def propose_themes(
    model: ThemeClusterer, texts: Sequence[str], vectors: ArrayLike | None = None, least: int = 10
) -> Labels:
    """Labels (m,) of new themes, from `model.n_themes_` on, proposed for later texts; -1 for those that fit.

    A text fits badly when it lies further from its nearest centre than nine in ten of the texts fitted
    there. Those are grouped by themselves, into the number they suggest; a group becomes a proposal when it
    has `least` texts that lie, by the mean margin 1 - d_new / d_old, clearly nearer to its own centre than to
    any frozen one. Nothing already assigned moves. `vectors` as in `ThemeClusterer.predict`; ValueError as
    there, and for `least` below 2.
    """
    check_fitted(model, "vector_centers_")
    check_count("least", least, minimum=2)
    found = check_texts(texts)
    proposed = np.full(len(found), -1, dtype=np.int64)
    if not found:
        return proposed
    embedded = model.embedder_.transform(found) if vectors is None else check_vectors(vectors, len(found))
    badly = np.flatnonzero(_fits_badly(model, embedded))
    if len(badly) < least:
        return proposed
    fresh = ThemeClusterer(random_state=model.random_state, n_keywords=1)
    groups = fresh.fit([found[i] for i in badly], embedded[badly]).labels_
    number = model.n_themes_
    for group in range(int(groups.max()) + 1):
        members = badly[groups == group]
        if len(members) >= least and _margin_to_old(model, embedded[members]) >= _APART:
            proposed[members], number = number, number + 1
    return proposed


def _fits_badly(model: ThemeClusterer, vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    cosines = vectors @ model.vector_centers_.T
    nearest = cosines.argmax(axis=1)
    return cosines[np.arange(len(vectors)), nearest] < model.loose_below_[nearest]


def _margin_to_old(model: ThemeClusterer, vectors: NDArray[np.float32]) -> float:
    center = unit_rows(vectors.mean(axis=0, keepdims=True))
    new = np.sqrt(np.maximum(2 - 2 * vectors @ center.T, 0))[:, 0]
    old = np.sqrt(np.maximum(2 - 2 * (vectors @ model.vector_centers_.T).max(axis=1), 1e-12))
    return float(np.mean(1 - new / old))
