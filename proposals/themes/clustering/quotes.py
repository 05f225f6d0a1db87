"""Verbatim texts that show what a theme is about."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NEAR_COPY = 0.9


def central_quotes(
    vectors: NDArray[np.float32],
    labels: NDArray[np.integer],
    n_quotes: int = 5,
    texts: Sequence[str] | None = None,
) -> list[list[int]]:
    """Per theme, the indices of the `n_quotes` texts nearest to the theme's centre, near-copies left out.

    vectors (n, d) with rows of length 1, labels (n,) in 0 … k - 1 (-1 = in no theme). The centre is the mean
    of the members. A text whose cosine to one already chosen is above .9, or that has its very words (when
    `texts` are given), is passed over, so that a campaign fills one place only.
    """
    n_themes = int(labels.max(initial=-1)) + 1
    return [_nearest(vectors, np.flatnonzero(labels == theme), n_quotes, texts) for theme in range(n_themes)]


def _nearest(
    vectors: NDArray[np.float32], members: NDArray[np.intp], n_quotes: int, texts: Sequence[str] | None
) -> list[int]:
    if not len(members):
        return []
    closeness = vectors[members] @ vectors[members].mean(axis=0)
    chosen: list[int] = []
    for i in members[np.argsort(-closeness, kind="stable")]:
        if len(chosen) == n_quotes:
            break
        if not any(vectors[i] @ vectors[j] > _NEAR_COPY or _same_words(texts, i, j) for j in chosen):
            chosen.append(int(i))
    return chosen


def _same_words(texts: Sequence[str] | None, one: int, other: int) -> bool:
    return texts is not None and texts[one].casefold().split() == texts[other].casefold().split()
