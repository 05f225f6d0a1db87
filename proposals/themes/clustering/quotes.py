"""Verbatim passages that show what a theme is about, and where people in it differ."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts, check_themes, check_vectors

_NEAR_COPY = 0.9


@dataclass(frozen=True)
class Quote:
    """`texts[index][start:end]`, word for word; `contrasting` when it stands for what the centre does not."""

    index: int
    start: int
    end: int
    contrasting: bool = False


def central_quotes(
    vectors: NDArray[np.float32],
    labels: NDArray[np.integer],
    n_quotes: int = 5,
    texts: Sequence[str] | None = None,
) -> list[list[int]]:
    """Per theme, the indices of the `n_quotes` texts nearest to the theme's centre, near-copies left out.

    vectors (n, d) with rows of length 1, labels (n,) in 0 … k - 1 (-1 = in no theme). The centre is the mean
    of the members. A text whose cosine to one already chosen is above .9, or that has its very words (when
    `texts` are given), is passed over, so that a campaign fills one place only. Raises
    ValueError for vectors that are not finite, for lengths that differ, and for n_quotes below 0.
    """
    labels = check_themes(labels, len(labels))
    vectors = check_vectors(vectors, len(labels))
    check_count("n_quotes", n_quotes, minimum=0)
    if texts is not None and len(check_texts(texts)) != len(labels):
        raise ValueError(f"texts must be {len(labels)}, one a label, got {len(texts)}")
    n_themes = int(labels.max(initial=-1)) + 1
    return [_nearest(vectors, np.flatnonzero(labels == theme), n_quotes, texts) for theme in range(n_themes)]


def theme_quotes(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    labels: NDArray[np.integer],
    n_central: int = 5,
    n_contrasting: int = 2,
    stances: Sequence[Hashable] | None = None,
) -> list[list[Quote]]:
    """Per theme, `central_quotes` and then up to `n_contrasting` that differ most from those chosen.

    With `stances` (n,), what each writer was for or against (None = unknown), a stance that members hold and
    no chosen quote has comes first, by its text nearest the centre: dissent is quoted even where the vectors
    do not see it. Then comes, one at a time, the text whose greatest cosine to those chosen is least. Offsets
    are in characters and leave out white space at the ends; a blank text is never quoted. ValueError when the
    lengths differ.
    """
    found = check_texts(texts)
    if not len(found) == len(vectors) == len(labels) == len(found if stances is None else stances):
        raise ValueError("texts, vectors, labels and stances must be equally many")
    check_count("n_contrasting", n_contrasting, minimum=0)
    labels, vectors = check_themes(labels, len(found)), check_vectors(vectors, len(found))
    quotable = np.where([bool(text.strip()) for text in found], labels, -1)
    quoted = []
    for theme, central in enumerate(central_quotes(vectors, quotable, n_central, found)):
        members = np.flatnonzero(quotable == theme)
        others = _contrasting(found, vectors, members, central, n_contrasting, stances)
        quoted.append([_quote(found, i, False) for i in central] + [_quote(found, i, True) for i in others])
    return quoted


def _nearest(
    vectors: NDArray[np.float32], members: NDArray[np.intp], n_quotes: int, texts: Sequence[str] | None
) -> list[int]:
    chosen: list[int] = []
    for i in _by_closeness(vectors, members):
        if len(chosen) == n_quotes:
            break
        if not _copies(texts, vectors, i, chosen):
            chosen.append(int(i))
    return chosen


def _by_closeness(vectors: NDArray[np.float32], members: NDArray[np.intp]) -> NDArray[np.intp]:
    if not len(members):
        return members
    closeness = vectors[members] @ vectors[members].mean(axis=0)
    return members[np.argsort(-closeness, kind="stable")]


def _contrasting(
    texts: list[str],
    vectors: NDArray[np.float32],
    members: NDArray[np.intp],
    central: list[int],
    wanted: int,
    stances: Sequence[Hashable] | None,
) -> list[int]:
    chosen: list[int] = []
    rest = [int(i) for i in _by_closeness(vectors, members) if i not in central]
    while rest and central and len(chosen) < wanted:
        shown = [*central, *chosen]
        heard = {None, *(stances[i] for i in shown)} if stances is not None else set()
        unheard = [i for i in rest if stances is not None and stances[i] not in heard]
        nearest_shown = (vectors[rest] @ vectors[shown].T).max(axis=1)
        candidate = unheard[0] if unheard else rest[int(nearest_shown.argmin())]
        rest.remove(candidate)
        if unheard or not _copies(texts, vectors, candidate, shown):
            chosen.append(candidate)
    return chosen


def _copies(texts: Sequence[str] | None, vectors: NDArray[np.float32], i: int, chosen: list[int]) -> bool:
    return any(vectors[i] @ vectors[j] > _NEAR_COPY or _same_words(texts, i, j) for j in chosen)


def _same_words(texts: Sequence[str] | None, one: int, other: int) -> bool:
    return texts is not None and texts[one].casefold().split() == texts[other].casefold().split()


def _quote(texts: list[str], i: int, contrasting: bool) -> Quote:
    text = texts[i]
    return Quote(i, len(text) - len(text.lstrip()), len(text.rstrip()), contrasting)
