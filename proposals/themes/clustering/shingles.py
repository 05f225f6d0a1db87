"""Texts as sets of word triples, the measure of who copied whom."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .plain import plain_words

_SHINGLE = 3
_AT_ONCE = 1 << 20  # characters


class Shingles:
    """Sets of hashed word triples of n texts, in one flat array.

    Learned on construction: `values` (total,) uint64, sorted and different within a text; `starts` (n + 1,):
    text i has values[starts[i]:starts[i + 1]]. A text of fewer than four words has none: "I agree" copies
    nobody.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        found = [_shingles(part) for part in _parts(texts)]
        self.starts = np.cumsum([0, *chain.from_iterable(sizes for _values, sizes in found)])
        self.values = np.concatenate([*(values for values, _sizes in found), np.zeros(0, dtype=np.uint64)])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, i: int) -> NDArray[np.uint64]:
        """The shingles of text i, ascending."""
        return self.values[self.starts[i] : self.starts[i + 1]]

    def overlap(self, i: int, j: int) -> tuple[float, float]:
        """Exact Jaccard |A ∩ B| / |A ∪ B| and containment |A ∩ B| / min(|A|, |B|) of two texts' sets."""
        one, other = self.of(i), self.of(j)
        if not len(one) or not len(other):
            return 0.0, 0.0
        shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
        places = np.searchsorted(longer, shorter)
        places[places == len(longer)] = 0
        common = int(np.count_nonzero(longer[places] == shorter))
        return common / (len(one) + len(other) - common), common / len(shorter)


def triples(words: Sequence[str]) -> NDArray[np.uint64]:
    """The hash of each three words that follow one another, (max(len(words) - 2, 0),)."""
    return _mixed(np.fromiter(map(_hashed, words), dtype=np.uint64, count=len(words)))


@lru_cache(maxsize=1 << 17)
def _hashed(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    n = max(len(words) - _SHINGLE + 1, 0)
    mixed = words[:n].copy()
    for offset in range(1, _SHINGLE):
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed += words[offset : n + offset]
    return mixed


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in order, in pieces of about a million characters: words are held for one piece at a time."""
    start = held = 0
    for end, text in enumerate(texts, start=1):
        held += len(text)
        if held >= _AT_ONCE or end == len(texts):
            yield texts[start:end]
            start, held = end, 0


def _shingles(texts: Sequence[str]) -> tuple[NDArray[np.uint64], list[int]]:
    """The shingles of all texts one after the other, and how many each has."""
    words = [plain_words(text) for text in texts]
    sizes = np.array([len(found) for found in words])
    owner = np.repeat(np.arange(len(texts)), sizes)
    found = triples(list(chain.from_iterable(words)))
    first, last = owner[: len(found)], owner[_SHINGLE - 1 :]
    kept = (first == last) & (sizes[first] > _SHINGLE)
    first, found = first[kept], found[kept]
    order = np.lexsort((found, first))
    first, found = first[order], found[order]
    new = np.ones(len(found), dtype=bool)
    new[1:] = (found[1:] != found[:-1]) | (first[1:] != first[:-1])
    return found[new], np.bincount(first[new], minlength=len(texts)).tolist()
