"""Latent semantic analysis of words and spelling: vectors in any language, learned from the texts alone."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts, unit_rows
from .spelling import Speller
from .threads import one_thread

_SPELLING_SHARE = 0.7
_MOST_WORDS = 60_000
_MOST_REMEMBERED = 200_000
_TOO_COMMON = 0.3  # share of the texts above which a word tells nothing
# Scripts without spaces make "words" of whole sentences, which are cut.
_WORD = re.compile(r"\w{1,40}")
_LONGEST_WORD = 40
_SPACED = {sign: " " for sign in range(128) if not _WORD.fullmatch(chr(sign))}
_OVERSAMPLED, _ROUNDS = 10, 4  # of the randomised singular vectors
_NOTHING = 1e-10  # of the largest squared singular value, below which there is only rounding
_ROWS = 500  # texts whose features are spelt out at a time


class LatentSemanticEmbedder:
    """Word LSA in which words of like spelling are alike.

    A word is f(w) = idf(w) · [sqrt(.7) s(w), sqrt(.3) e(w)], with s(w) the unit TF-IDF vector of its 3- to
    5-letter sequences and e(w) the axis of its own; a text is the unit sum of its words, each at 1 + log of
    its count; texts are projected on their first `n_components` singular vectors (Deerwester et al. 1990,
    JASIS 41(6); subword sums as in Bojanowski et al. 2017, TACL 5; randomised SVD of Halko et al. 2011, SIAM
    Review 53(2)). As a text is a sum over words, a word is projected once, and a text costs a look-up a word.

    Learned: `words_` {word: row}, `rows_` (words, d) float32, d at most `n_components`; words met later are
    placed by their spelling.
    """

    def __init__(self, n_components: int = 128, max_fit: int = 20_000, random_state: int = 0) -> None:
        self.n_components = n_components
        self.max_fit = max_fit
        self.random_state = random_state

    @one_thread
    def fit(self, texts: Sequence[str]) -> Self:
        """Learn words and their places from at most `max_fit` of the texts. ValueError without texts."""
        found = check_texts(texts, minimum=1)
        check_count("n_components", self.n_components)
        if len(found) > self.max_fit:
            chosen = np.random.default_rng(self.random_state).choice(len(found), self.max_fit, replace=False)
            found = [found[i] for i in np.sort(chosen)]
        words_of = [_words(text) for text in found]
        counts = Counter(chain.from_iterable(map(set, words_of)))
        self.words_ = {word: row for row, (word, _) in enumerate(_most_frequent(counts))}
        self._rarity = _rarity(np.array([counts[word] for word in self.words_], dtype=float), len(found))
        self._unknown = float(np.log(1 + len(found)) + 1)
        self._speller = Speller().fit(list(self.words_))
        known = [[word for word in words if word in self.words_] for words in words_of]
        self._place(self._counted(known, self.words_), [counts[word] > 1 for word in self.words_])
        return self

    def _place(self, counted: Any, repeated: list[bool]) -> None:
        """Learn the singular vectors of counted words (n, words) and put every word in its place."""
        from scipy.sparse import diags, hstack

        own = diags(np.sqrt(1 - _SPELLING_SHARE) * np.array(repeated, dtype=np.float32))
        spelt = self._speller.transform(list(self.words_)) * np.float32(np.sqrt(_SPELLING_SHARE))
        features = (diags(self._rarity) @ hstack([spelt, own])).tocsr().astype(np.float32)
        basis = self._basis(_to_unit_texts(counted, features), features)
        self._spelling_basis = basis[: spelt.shape[1]]
        self.rows_ = np.asarray(features @ basis, dtype=np.float32)

    def _basis(self, counted: Any, features: Any) -> NDArray[np.float32]:
        """The first right singular vectors (features, d) of X = counted @ features, which is never formed.

        Subspace iteration on X X' from a random start, then the singular vectors of X' Q (Halko et al. 2011,
        algorithm 4.4). Both factors are far sparser than their product, whose rows hold every sequence of
        every word of a text.
        """
        n_components = min(self.n_components, len(self.words_), *counted.shape, features.shape[1])
        if not features.nnz:
            return np.zeros((features.shape[1], 0), dtype=np.float32)
        width = min(n_components + _OVERSAMPLED, counted.shape[0])
        start = np.random.default_rng(self.random_state).normal(size=(counted.shape[0], width))
        axes = start.astype(np.float32)
        for _ in range(_ROUNDS):
            axes = _left_singular(counted @ (features @ (features.T @ (counted.T @ axes))))
        return np.ascontiguousarray(_left_singular(features.T @ (counted.T @ axes))[:, :n_components])

    @staticmethod
    def _counted(words_of: list[list[str]], row_of: dict[str, int]) -> Any:
        """1 + log of how often each text has each word: sparse (n, words)."""
        from scipy.sparse import csr_matrix

        ends = np.cumsum([0, *map(len, words_of)])
        columns = np.fromiter(map(row_of.__getitem__, chain.from_iterable(words_of)), np.int32, ends[-1])
        counted = csr_matrix(
            (np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(words_of), len(row_of))
        )
        counted.sum_duplicates()
        counted.data = 1 + np.log(counted.data)
        return counted

    def fit_transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`fit`, then `transform` of the same texts."""
        return self.fit(texts).transform(texts)

    @one_thread
    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, n_components), rows of length 1; short corpora leave the last columns at zero."""
        words_of = [_words(text) for text in check_texts(texts)]
        row_of, rows = self._with_new(set(chain.from_iterable(words_of)))
        vectors = np.zeros((len(words_of), self.n_components), dtype=np.float32)
        vectors[:, : rows.shape[1]] = self._counted(words_of, row_of) @ rows
        return unit_rows(vectors)

    def _with_new(self, words: set[str]) -> tuple[dict[str, int], NDArray[np.float32]]:
        """Words and their rows, those of new words by spelling; remembered while there is room."""
        new = sorted(words.difference(self.words_))
        if not new:
            return self.words_, self.rows_
        spelt = self._speller.transform(new) @ self._spelling_basis
        rows = np.vstack([self.rows_, np.sqrt(_SPELLING_SHARE) * self._unknown * spelt], dtype=np.float32)
        row_of = {**self.words_, **{word: row for row, word in enumerate(new, start=len(self.rows_))}}
        if len(rows) <= _MOST_REMEMBERED:
            self.words_, self.rows_ = row_of, rows
        return row_of, rows


def _most_frequent(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]


def _rarity(texts_with: NDArray[np.float64], n_texts: int) -> NDArray[np.float64]:
    """Inverse document frequency, log((1 + n) / (1 + df)) + 1, and 0 for words in most texts."""
    rarity = np.log((1 + n_texts) / (1 + texts_with)) + 1
    common = texts_with > max(_TOO_COMMON * n_texts, 1)
    return rarity if common.all() else np.where(common, 0.0, rarity)


def _words(text: str) -> list[str]:
    """Runs of word characters in small letters, of at most 40."""
    text = text.lower()
    if not text.isascii():
        return _WORD.findall(text)
    words = text.translate(_SPACED).split()
    if len(text) > _LONGEST_WORD and max(map(len, words), default=0) > _LONGEST_WORD:
        return _WORD.findall(text)
    return words


def _left_singular(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Left singular vectors (n, at most m) of a tall matrix (n, m), the largest first, by its Gram matrix."""
    tall = matrix.astype(np.float64)
    squares, turns = np.linalg.eigh(tall.T @ tall)
    there = squares > _NOTHING * max(squares[-1], _NOTHING)
    return np.asarray(tall @ (turns[:, there] / np.sqrt(squares[there]))[:, ::-1], dtype=np.float32)


def _to_unit_texts(counted: Any, features: Any) -> Any:
    """Counted words (n, words) scaled so that each row of counted @ features has length 1, or is 0."""
    from scipy.sparse import diags

    squares = [
        np.asarray((counted[start : start + _ROWS] @ features).power(2).sum(axis=1)).ravel()
        for start in range(0, counted.shape[0], _ROWS)
    ]
    lengths = np.sqrt(np.concatenate(squares))
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return (diags(scale.astype(np.float32)) @ counted).tocsr()
