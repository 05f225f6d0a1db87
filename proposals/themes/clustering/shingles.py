"""Texts as sets of word triples, the measure of who copied whom."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# Letters of other alphabets that look Latin: swapping them in must not hide a copy.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝѵвкмнтοαινρτυχκενοϲɑɡ",
    "aeopcyxijsdhlqwvbkmhtoaivptuxkevocag",
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# A word, or one sign of a script that is written without spaces.
_TOKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_SHINGLE = 3


class Shingles:
    """Sets of hashed word triples of n texts, in one flat array.

    Learned on construction: `values` (total,) uint64, sorted and different within a text; `starts` (n + 1,):
    text i has values[starts[i]:starts[i + 1]]. A text of fewer than four words has none: "I agree" copies
    nobody.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        sets = [_shingles(text) for text in texts]
        self.starts = np.cumsum([0] + [len(found) for found in sets])
        self.values = np.concatenate([*sets, np.zeros(0, dtype=np.uint64)])

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


def plain_words(text: str) -> Iterator[str]:
    """The words of a text without case, accents' encoding, invisible signs and look-alike letters."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().translate(_LOOKALIKES)
    return iter(_TOKEN.findall(folded))


def _shingles(text: str) -> NDArray[np.uint64]:
    hashed = np.fromiter(
        (crc32(word.encode("utf-8", "replace")) for word in plain_words(text)), dtype=np.uint64
    )
    if len(hashed) <= _SHINGLE:
        return np.zeros(0, dtype=np.uint64)
    mixed = hashed[: len(hashed) - _SHINGLE + 1].copy()
    for offset in range(1, _SHINGLE):
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed += hashed[offset : len(hashed) - _SHINGLE + 1 + offset]
    return np.unique(mixed)
