"""Campaigns: near-copies of one text, sent by many."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts
from .rewrites import join_rewrites
from .shingles import Shingles

_N_BANDS, _ROWS = 40, 2
_JACCARD, _CONTAINMENT = 0.3, 0.6
_SHORT, _JACCARD_WHEN_SHORT = 8, 0.6  # triples; short texts share a few by chance
_GREETED, _FEWEST_COMMON = 0.75, 5
_COMPARED = 8  # families of one band's bucket a text is compared with


def find_campaigns(texts: Sequence[str], min_size: int = 5) -> NDArray[np.int64]:
    """Family of each text (n,): 0 for the largest family of near-copies, -1 for texts in none of `min_size`
    or more.

    Texts are sets of word triples, blind to case, accents, look-alike letters and invisible signs. MinHash in
    40 bands of 2 rows proposes pairs (Broder 1997, "On the resemblance and containment of documents"; a pair
    of Jaccard .3 is missed with probability .02); the exact sets verify each: Jaccard >= .3, or containment
    of the shorter >= .6; when the shorter has fewer than 8 triples, Jaccard >= .6, or five common triples
    that are >= .75 of it (a short letter between greeting lines). Families are unions of verified pairs.
    Copies rewritten so far that no two are alike, about twenty of them or more, are then found by the letter
    they share (`join_rewrites`). A text of fewer than four words is in no family. The same texts give the
    same families; nothing is drawn at random. One band's keys are held at a time, 8 bytes a text, and 20
    bytes a triple.

    Raises ValueError unless texts are strings and min_size a whole number of at least 2.
    """
    found = check_texts(texts)
    check_count("min_size", min_size, minimum=2)
    shingles = Shingles(found)
    families = _Families(len(found))
    for keys in _band_keys(shingles):
        for bucket in _buckets(keys):
            _join_bucket(bucket, shingles, families)
    return _numbered(join_rewrites(found, shingles, families.roots(), min_size), min_size)


class _Families:
    """Disjoint sets with path halving; the lowest index is the root."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        i, j = self.find(i), self.find(j)
        self.parent[max(i, j)] = min(i, j)

    def roots(self) -> NDArray[np.int64]:
        return np.array([self.find(i) for i in range(len(self.parent))], dtype=np.int64)


def _band_keys(shingles: Shingles) -> Iterator[NDArray[np.uint64]]:
    """One key a text (n,) and band: its least hashes, mixed. Texts without shingles have key 0."""
    filled = np.flatnonzero(np.diff(shingles.starts))
    if not len(filled):
        return
    multipliers = np.random.default_rng(0).integers(
        1, 2**63, size=_N_BANDS * _ROWS, dtype=np.uint64
    ) | np.uint64(1)
    for band in range(_N_BANDS):
        keys = np.zeros(len(shingles), dtype=np.uint64)
        for row in range(_ROWS):
            hashes = (shingles.values ^ multipliers[-1 - band]) * multipliers[band * _ROWS + row]
            hashes ^= hashes >> np.uint64(32)
            least = np.minimum.reduceat(hashes * multipliers[band], shingles.starts[filled])
            keys[filled] = keys[filled] * np.uint64(0x9E3779B97F4A7C15) + least
        yield keys


def _buckets(keys: NDArray[np.uint64]) -> Iterator[list[int]]:
    """Indices of texts that share a key, where at least two do; ascending."""
    order = np.argsort(keys, kind="stable")
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(keys[order])) + 1, [len(keys)]])
    shared = np.flatnonzero((np.diff(bounds) > 1) & (keys[order[bounds[:-1]]] > 0))
    for start, end in zip(bounds[shared], bounds[shared + 1], strict=True):
        yield order[start:end].tolist()


def _join_bucket(bucket: list[int], shingles: Shingles, families: _Families) -> None:
    """Join each text to the first family of the bucket it verifies with; one member speaks for each."""
    speakers: dict[int, int] = {}
    for i in bucket:
        if families.find(i) in speakers:
            continue
        for speaker in list(speakers.values())[-_COMPARED:]:
            if _verified(shingles, speaker, i):
                families.join(speaker, i)
        speakers = {families.find(speaker): speaker for speaker in [*speakers.values(), i]}


def _verified(shingles: Shingles, i: int, j: int) -> bool:
    jaccard, containment = shingles.overlap(i, j)
    shorter = min(len(shingles.of(i)), len(shingles.of(j)))
    if shorter < _SHORT:
        greeted = containment >= _GREETED and round(containment * shorter) >= _FEWEST_COMMON
        return jaccard >= _JACCARD_WHEN_SHORT or greeted
    return jaccard >= _JACCARD or containment >= _CONTAINMENT


def _numbered(roots: NDArray[np.int64], min_size: int) -> NDArray[np.int64]:
    found, which, counts = np.unique(roots, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    numbers = np.full(len(found), -1, dtype=np.int64)
    kept = order[counts[order] >= min_size]
    numbers[kept] = np.arange(len(kept))
    return numbers[which.reshape(-1)]
