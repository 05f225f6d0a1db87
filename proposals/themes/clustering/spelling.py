"""Words as sets of short letter sequences, so that words of like spelling are alike."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Rows = NDArray[np.intp]

_SHORTEST, _LONGEST = 3, 5
_MOST = 60_000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Speller:
    """Unit TF-IDF of the 3- to 5-letter sequences of words, the space before and after a word among them.

    A sequence is known by a 64-bit polynomial of its characters, so that all sequences of all words are found
    by a few array operations; that two of a million share one has probability 3e-8. Kept are the 60,000 most
    frequent of those at least two words have (one, when there are no such). idf = log((1 + n) / (1 + df)) + 1
    for n words, df of which have the sequence.

    Learned: `keys_` (sequences,) ascending, `rarity_` (sequences,) float32.
    """

    def fit(self, words: Sequence[str]) -> Self:
        """Learn the sequences of different words; none of no word."""
        rows, keys = _sequences(words)
        found, columns = np.unique(keys, return_inverse=True)
        counts = np.bincount(columns, minlength=len(found))
        once_a_word = np.unique(columns * len(words) + rows) // max(len(words), 1)
        words_with = np.bincount(once_a_word, minlength=len(found))
        enough = np.flatnonzero(words_with >= (2 if (words_with > 1).any() else 1))
        kept = np.sort(enough[np.argsort(-counts[enough], kind="stable")[:_MOST]])
        self.keys_ = found[kept]
        self.rarity_ = (np.log((1 + len(words)) / (1 + words_with[kept])) + 1).astype(np.float32)
        return self

    def transform(self, words: Sequence[str]) -> Any:
        """Sparse float32 (words, sequences), rows of length 1, or 0 for a word without a known sequence."""
        from scipy.sparse import csr_matrix, diags
        from sklearn.preprocessing import normalize

        shape = (len(words), len(self.keys_))
        rows, keys = _sequences(words)
        if not len(self.keys_) or not len(keys):
            return csr_matrix(shape, dtype=np.float32)
        columns = np.minimum(np.searchsorted(self.keys_, keys), len(self.keys_) - 1)
        known = self.keys_[columns] == keys
        ones = np.ones(np.count_nonzero(known), dtype=np.float32)
        counted = csr_matrix((ones, (rows[known], columns[known])), shape=shape)
        return normalize(counted @ diags(self.rarity_), copy=False)


def _sequences(words: Sequence[str]) -> tuple[Rows, Keys]:
    """Row of the word and key of the sequence, for each sequence of each word."""
    letters = np.frombuffer("".join(f" {word} " for word in words).encode("utf-32-le"), dtype=np.uint32)
    lengths = np.fromiter(map(len, words), dtype=np.intp, count=len(words)) + 2
    owner = np.repeat(np.arange(len(words)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(letters))  # letters to the word's end
    ahead = np.append(letters, np.zeros(_LONGEST - 1, dtype=np.uint32)).astype(np.uint64)
    keys, rows, found = letters.astype(np.uint64), [], []
    for length in range(2, _LONGEST + 1):
        keys = keys * _MULTIPLIER + ahead[length - 1 : length - 1 + len(letters)]
        if length >= _SHORTEST:
            whole = left >= length
            rows.append(owner[whole])
            found.append(keys[whole] + np.uint64(length))
    return np.concatenate(rows), np.concatenate(found)
