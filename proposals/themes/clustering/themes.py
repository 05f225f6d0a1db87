"""Themes: texts that say similar things, found without being told what to look for."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import count
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count, check_fitted, check_texts, check_vectors, unit_rows
from .embedding import SentenceEmbedder
from .grouping import METHODS, group, prepare
from .keywords import theme_keywords
from .matching import match_themes
from .quotes import central_quotes
from .space import ThemeSpace
from .stability import Stability, bootstrap_stability, split_half_curve
from .suggestion import silhouette_curve, suggest_number
from .threads import one_thread
from .tree import ThemeTree

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]

_CLEAR = 0.2  # margin from which on a second theme has nothing to say
_LOOSE = 0.1  # share of a theme's texts that fit it badly
_BOOTSTRAPPED = 5_000


class ThemeClusterer:
    """Themes of texts by k-means or by a Ward tree over smoothed sentence vectors.

    Vectors (`SentenceEmbedder`) are reduced and smoothed (`ThemeSpace`), then grouped: "kmeans" suits themes
    of like size, "tree" (`ThemeTree`) uneven ones and can be cut again at any number. At most `max_fit` texts
    are fitted; the rest, and whatever `predict` is given later, goes to the nearest frozen centre, so labels
    given once never move. Every text gets a theme; `unsure_` marks those that lie between two.

    Parameters: `n_themes` (None = the suggested number), `method`, `random_state` (same seed, same machine:
    same bytes), `max_fit`, `chunk_size` texts at a time, `unsure_below` (margin), `n_keywords`, `embedder`.
    Learned, n texts and k themes, the largest theme first:
      labels_ (n,), confidence_ (n,) in [0, 1], unsure_ (n,) bool, secondary_ (n,) the next nearest theme
      where the margin is below .2 (-1 = none), n_themes_ = k, theme_ids_ (k,) the names that last over
      re-fits, suggested_n_themes_, silhouette_curve_ [(number, silhouette)], split_half_curve_ [(number,
      ARI)], keywords_ k lists, points_ (n, 64) unit rows, centers_ (k, 64), vector_centers_ (k, d), fitted_
      (indices of the texts fitted), embedder_.

    Confidence is the margin 1 - d1 / d2, with d1 the distance to the centre of the text's own theme and d2 to
    the nearest other. With margins below .05 about one text in four was in the right theme, above .2 nineteen
    in twenty (docs/algorithms.md).
    """

    def __init__(
        self,
        n_themes: int | None = None,
        method: str = "kmeans",
        random_state: int = 0,
        *,
        max_fit: int = 20_000,
        chunk_size: int = 2_000,
        unsure_below: float = 0.05,
        n_keywords: int = 10,
        embedder: SentenceEmbedder | None = None,
    ) -> None:
        self.n_themes = n_themes
        self.method = method
        self.random_state = random_state
        self.max_fit = max_fit
        self.chunk_size = chunk_size
        self.unsure_below = unsure_below
        self.n_keywords = n_keywords
        self.embedder = embedder

    @one_thread
    def fit(
        self, texts: Sequence[str], vectors: ArrayLike | None = None, earlier: "ThemeClusterer | None" = None
    ) -> Self:
        """Find the themes of n texts; `vectors` (n, d), rows of length 1, spare embedding them again.

        With an `earlier` model, a theme that holds mostly the same texts as one of its keeps that one's id.
        With fewer different texts than themes asked for, there are as many themes as different texts.
        Raises ValueError for no text, anything that is not a string, or bad parameters.
        """
        self._check_parameters()
        found = check_texts(texts, minimum=1)
        embedded = self._fit_vectors(found, vectors)
        self.fitted_ = _even_sample(len(found), self.max_fit, self.random_state)
        self._space = ThemeSpace().fit(embedded[self.fitted_])
        self.points_ = self._to_points(embedded)
        self._freeze(found, self._group(self.points_[self.fitted_]))
        self._describe_vectors(embedded[self.fitted_])
        self.theme_ids_ = self._ids(earlier)
        self.keywords_ = theme_keywords(found, self.labels_, self.n_themes_, self.n_keywords)
        return self

    @one_thread
    def predict(self, texts: Sequence[str], vectors: ArrayLike | None = None) -> Labels:
        """Themes (m,) of texts: those fitted keep theirs, others go to the nearest frozen centre.

        Raises ValueError before `fit`, and for vectors that are not finite or not one a text.
        """
        check_fitted(self, "labels_")
        found = check_texts(texts)
        if not found:
            return np.zeros(0, dtype=np.int64)
        embedded = self.embedder_.transform(found) if vectors is None else check_vectors(vectors, len(found))
        return self._assign(found, self._to_points(embedded))

    @one_thread
    def cut(self, n_themes: int) -> Labels:
        """Labels (n,) of the tree cut into `n_themes`, the largest first; fewer when it has fewer leaves.

        Cuts are nested: each theme of k + 1 lies within one of k. With method "tree", `cut(n_themes_)` is
        `labels_`. Raises ValueError unless `n_themes` is a whole number of at least 1.
        """
        check_fitted(self, "labels_")
        check_count("n_themes", n_themes)
        theme_of_leaf = self._tree.cut(n_themes)
        return _largest_first(theme_of_leaf[self._tree.micro_])[theme_of_leaf][self._leaves()]

    @one_thread
    def leaves(self) -> Labels:
        """Leaf (n,) of the tree on which each text grew, in 0 … n_leaves_ - 1; ValueError before `fit`."""
        check_fitted(self, "labels_")
        return self._leaves()

    @property
    def merges_(self) -> list[list[int]]:
        """The tree as pairs of nodes, nearest first, for `cut_merges`: with `leaves` it gives every cut."""
        return [[int(one), int(other)] for one, other in self._tree.linkage_[:, :2]]

    @property
    def n_leaves_(self) -> int:
        return len(self._tree.centers_)

    def quotes(self, n_quotes: int = 5, texts: Sequence[str] | None = None) -> list[list[int]]:
        """Indices of each theme's `n_quotes` most central texts, near-copies and unsure texts left out.

        ValueError before `fit`.
        """
        check_fitted(self, "labels_")
        return central_quotes(self.points_, np.where(self.unsure_, -1, self.labels_), n_quotes, texts)

    @one_thread
    def stability(self, n_rounds: int = 10) -> Stability:
        """`bootstrap_stability` of the themes and of the whole, on at most 5,000 of the fitted texts.

        ValueError before `fit`, and for n_rounds below 1.
        """
        check_fitted(self, "labels_")
        chosen = self.fitted_[_even_sample(len(self.fitted_), _BOOTSTRAPPED, self.random_state)]
        labels = self.labels_[chosen]
        return bootstrap_stability(self.points_[chosen], labels, self.method, n_rounds, self.random_state)

    def _group(self, points: Matrix) -> Labels:
        """Labels (n,) of the fitted points, the largest theme first, and the curves the number rests on."""
        prepared = prepare(points)
        self._tree = ThemeTree(random_state=self.random_state).fit(prepared.smoothed)
        self.silhouette_curve_ = silhouette_curve(points, self._tree, self.random_state)
        numbers = [number for number, _ in self.silhouette_curve_]
        self.split_half_curve_ = split_half_curve(points, numbers, self.random_state)
        self.suggested_n_themes_ = suggest_number(self.silhouette_curve_)
        n_themes = self.n_themes or self.suggested_n_themes_
        labels = group(prepared, self._tree, n_themes, self.method, self.random_state)
        return _largest_first(labels)[labels]

    def _describe_vectors(self, vectors: Matrix) -> None:
        """Learn where each theme lies among the fitted vectors, and below which cosine a text fits badly."""
        labels = self.labels_[self.fitted_]
        self.vector_centers_ = _centers(vectors, labels, self.n_themes_)
        closeness = np.einsum("ij,ij->i", vectors, self.vector_centers_[labels])
        self.loose_below_ = np.array(
            [np.quantile(closeness[labels == theme], _LOOSE) for theme in range(self.n_themes_)]
        )

    def _ids(self, earlier: "ThemeClusterer | None") -> Labels:
        if earlier is None:
            return np.arange(self.n_themes_)
        matches = match_themes(earlier._members(), self._members())
        new = count(int(earlier.theme_ids_.max()) + 1)
        return np.array([next(new) if match is None else earlier.theme_ids_[match] for match in matches])

    def _members(self) -> list[set[bytes]]:
        members: list[set[bytes]] = [set() for _ in range(self.n_themes_)]
        for digest, theme in self._known.items():
            members[theme].add(digest)
        return members

    def _check_parameters(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}, got {self.method!r}")
        if self.n_themes is not None:
            check_count("n_themes", self.n_themes)
        for name in ("max_fit", "chunk_size", "n_keywords"):
            check_count(name, getattr(self, name))
        if not 0 <= self.unsure_below <= 1:
            raise ValueError(f"unsure_below must lie between 0 and 1, got {self.unsure_below!r}")

    def _fit_vectors(self, texts: list[str], vectors: ArrayLike | None) -> Matrix:
        self.embedder_ = self.embedder or SentenceEmbedder(random_state=self.random_state)
        return self.embedder_.fit_transform(texts) if vectors is None else check_vectors(vectors, len(texts))

    def _to_points(self, vectors: Matrix) -> Matrix:
        chunks = range(0, len(vectors), self.chunk_size)
        return np.concatenate(
            [self._space.transform(vectors[start : start + self.chunk_size]) for start in chunks]
        )

    def _freeze(self, texts: list[str], labels: Labels) -> None:
        """Learn the centres and what each text gets from them."""
        self.n_themes_ = int(labels.max()) + 1
        self.centers_ = _centers(self.points_[self.fitted_], labels, self.n_themes_)
        self._known = {_digest(texts[i]): label for i, label in zip(self.fitted_, labels, strict=True)}
        self.labels_ = self._assign(texts, self.points_)
        self.confidence_, seconds = self._margins()
        self.secondary_ = np.where(self.confidence_ < _CLEAR, seconds, -1)
        self.unsure_ = self.confidence_ < self.unsure_below

    def _assign(self, texts: list[str], points: Matrix) -> Labels:
        nearest = np.concatenate([(chunk @ self.centers_.T).argmax(axis=1) for chunk in self._chunks(points)])
        known = [self._known.get(_digest(text), theme) for text, theme in zip(texts, nearest, strict=True)]
        return np.array(known, dtype=np.int64)

    def _margins(self) -> tuple[NDArray[np.float32], Labels]:
        """Margin (n,) of each text, and the theme (n,) it would be in otherwise."""
        if self.n_themes_ == 1:
            return np.ones(len(self.points_), dtype=np.float32), np.full(len(self.points_), -1)
        found = [_margin(chunk @ self.centers_.T, own) for chunk, own in
                 zip(self._chunks(self.points_), self._chunks(self.labels_), strict=True)]  # fmt: skip
        margins, seconds = zip(*found, strict=True)
        return np.concatenate(margins), np.concatenate(seconds)

    def _chunks(self, rows: NDArray) -> Iterator[NDArray]:
        return (rows[start : start + self.chunk_size] for start in range(0, len(rows), self.chunk_size))

    def _leaves(self) -> Labels:
        """Leaf of the tree (n,) of each text: the fitted where they grew, others at the nearest centre.

        With method "tree" others stay within their theme, so that cutting never contradicts `labels_`.
        """
        centers = _centers(self.points_[self.fitted_], self._tree.micro_, len(self._tree.centers_))
        leaves = np.empty(len(self.points_), dtype=np.int64)
        theme_of_leaf = self.labels_[self.fitted_][np.unique(self._tree.micro_, return_index=True)[1]]
        for start in range(0, len(leaves), self.chunk_size):
            cosines = self.points_[start : start + self.chunk_size] @ centers.T
            if self.method == "tree":
                cosines[self.labels_[start : start + self.chunk_size, None] != theme_of_leaf] = -np.inf
            leaves[start : start + self.chunk_size] = cosines.argmax(axis=1)
        leaves[self.fitted_] = self._tree.micro_
        return leaves


def _even_sample(n: int, size: int, random_state: int) -> NDArray[np.intp]:
    """`size` of the indices 0 … n - 1 without repeats, ascending; all of them when there are no more."""
    if n <= size:
        return np.arange(n)
    return np.sort(np.random.default_rng(random_state).choice(n, size, replace=False))


def _largest_first(labels: Labels) -> Labels:
    """New name of each label, 0 for the most frequent; the lower first among equals."""
    counts = np.bincount(labels)
    names = np.empty(len(counts), dtype=np.int64)
    names[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return names


def _centers(points: Matrix, labels: Labels, count: int) -> Matrix:
    """Unit mean (count, d) of the points of each label; the even unit row where a label has none."""
    order = np.argsort(labels, kind="stable")
    present, firsts = np.unique(labels[order], return_index=True)
    sums = np.zeros((count, points.shape[1]))
    for label, members in zip(present, np.split(order, firsts[1:]), strict=True):
        sums[label] = points[members].sum(axis=0, dtype=np.float64)
    return unit_rows(sums)


def _margin(cosines: Matrix, own: Labels) -> tuple[NDArray[np.float32], Labels]:
    rows = np.arange(len(own))
    distances = np.sqrt(np.maximum(2 - 2 * cosines, 0))
    to_own = distances[rows, own]
    distances[rows, own] = np.inf
    margins = np.clip(1 - to_own / np.maximum(distances.min(axis=1), 1e-12), 0, 1).astype(np.float32)
    return margins, distances.argmin(axis=1)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
