"""Copies rewritten so far that no two of them are alike, found by the letter they all come from."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .plain import plain_words
from .shingles import Shingles

Indices = NDArray[np.intp]
Bools = NDArray[np.bool_]

_HOT = 5  # texts a triple must recur in
_LEAST_HOT, _LEAST_HOT_SHARE = 4, 0.12  # triples of a text that must recur
_SUPPORT, _WORD_SUPPORT = 0.15, 0.4  # share of the copies that have a triple, a word, of the letter
_SHORTEST = 8  # triples and words of a letter, and words of a copy
_TRIPLES, _WORDS, _OWN_WORDS = 0.1, 0.5, 0.4
_LOOKED_AT, _READ = 200, 50  # copies whose triples, and whose words, tell the letter
_ROUNDS = 2
_MOST_TRIED = 1_000  # triples from which a letter is looked for


def join_rewrites(texts: Sequence[str], shingles: Shingles, roots: Indices, min_size: int) -> Indices:
    """Families (n,), a number each: those of `roots` (n,) with the copies of their letters added.

    When every copy swaps three words in ten, two of them share a sixteenth of their triples, but each has a
    third of the letter's, so that a triple of the letter recurs in a third of the copies. First the letter of
    each family of `min_size`, the largest first, takes up single texts and smaller families half of which are
    its copies. Then letters are looked for among the texts left of which at least four triples, and 12 %,
    recur in five of them (the core of the graph of texts and triples: Seidman 1983, Social Networks 5): from
    the triple most of them share, to the triples that 15 % of those texts have.

    A text is a copy when it has at least two, and a tenth, of the triples and half of the words of the letter
    (or these shares of its own, when it is the shorter), and two fifths of its words are the letter's. The
    words of a letter are those in two fifths of its copies.
    """
    copies = _Copies(texts, shingles)
    _, family, sizes = np.unique(roots, return_inverse=True, return_counts=True)
    name, free = np.arange(len(sizes)), np.ones(len(sizes), dtype=bool)
    for number in np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes >= min_size)]:
        if free[number]:
            free[number] = False
            taken = copies.of_letter(np.flatnonzero(family == number), free[family])
            counts = np.bincount(family[taken], minlength=len(sizes))
            joining = 2 * counts >= sizes
            name[joining], free[joining] = number, False
    joined = name[family]
    for members in copies.hidden(free[family], min_size):
        joined[members] = joined[members[0]]
    return joined


class _Copies:
    """Looks up the texts that have the triples of a letter."""

    def __init__(self, texts: Sequence[str], shingles: Shingles) -> None:
        self.texts, self.shingles = texts, shingles
        self.sizes = np.diff(shingles.starts)
        order = np.argsort(shingles.values, kind="stable")
        self.values = shingles.values[order]
        self.owner = np.repeat(np.arange(len(shingles), dtype=np.int32), self.sizes)[order]
        self.words: dict[int, Indices] = {}
        self.numbers: dict[str, int] = {}  # of words

    def of_letter(self, members: Indices, allowed: Bools) -> Indices:
        """Those of the `allowed` texts (n,) that are copies of the letter the members come from."""
        letter = self._triples(members)
        if len(letter) < _SHORTEST or not allowed.any():
            return members[:0]
        least = np.maximum(2, _TRIPLES * np.minimum(self.sizes, len(letter)))
        likely = np.flatnonzero(allowed & (self._common(letter) >= least))
        if not len(likely):
            return likely
        return likely[self._say(likely, self._words(members))]

    def hidden(self, loose: Bools, min_size: int) -> Iterator[Indices]:
        """The copies of each letter that `min_size` or more of the loose texts (n,) come from."""
        left, (owner, triple) = loose.copy(), self._core(loose)
        untried = np.ones(int(triple.max(initial=-1)) + 1, dtype=bool)
        counts = np.bincount(triple, minlength=len(untried))
        for _ in range(_MOST_TRIED):
            if counts.max(initial=0) < _HOT:
                return
            most = counts.argmax()
            members = owner[triple == most]
            untried[most], counts[most] = False, 0
            for _ in range(_ROUNDS):
                members = self.of_letter(members, left) if len(members) else members
            if len(members) >= min_size:
                left[members] = False
                yield members
                owner, triple = owner[left[owner]], triple[left[owner]]
                counts = np.bincount(triple, minlength=len(untried)) * untried

    def _core(self, loose: Bools) -> tuple[Indices, Indices]:
        """Owner and number of each triple left once texts and triples with too few of the other are gone."""
        among = loose[self.owner]
        owner, values = self.owner[among].astype(np.intp), self.values[among]
        triple = np.cumsum(np.concatenate([[0], values[1:] != values[:-1]])) if len(values) else owner
        least = np.maximum(_LEAST_HOT, _LEAST_HOT_SHARE * self.sizes)
        before = -1
        while len(owner) != before:
            before = len(owner)
            kept = np.bincount(triple, minlength=1)[triple] >= _HOT
            owner, triple = owner[kept], triple[kept]
            kept = (np.bincount(owner, minlength=len(least)) >= least)[owner]
            owner, triple = owner[kept], triple[kept]
        return owner, np.unique(triple, return_inverse=True)[1]

    def _triples(self, members: Indices) -> NDArray[np.uint64]:
        looked_at = _spread(members, _LOOKED_AT)
        of_members = np.concatenate([self.shingles.of(i) for i in looked_at.tolist()])
        values, counts = np.unique(of_members, return_counts=True)
        return values[counts >= max(2, _SUPPORT * len(looked_at))]

    def _words(self, members: Indices) -> Indices:
        """The words of the letter the members come from, by number."""
        read = _spread(members, _READ)
        words, counts = np.unique(np.concatenate([self._said(i) for i in read.tolist()]), return_counts=True)
        return words[counts >= _WORD_SUPPORT * len(read)]

    def _said(self, number: int) -> Indices:
        """The different words of a text by number, read once: a thousand letters may be looked for in it."""
        if number not in self.words:
            words = set(plain_words(self.texts[number]))
            numbers = [self.numbers.setdefault(word, len(self.numbers)) for word in words]
            self.words[number] = np.array(numbers, dtype=np.int32)
        return self.words[number]

    def _say(self, likely: Indices, letter: Indices) -> Bools:
        """Which of these texts (m,) say enough of the words of a letter, and little else."""
        said = [self._said(i) for i in likely.tolist()]
        own = np.array([len(words) for words in said])
        belongs = np.zeros(len(self.numbers), dtype=bool)
        belongs[letter] = True
        common = np.add.reduceat(belongs[np.concatenate(said)], np.cumsum(own) - own, dtype=np.intp)
        shorter = np.minimum(own, len(letter))
        return (shorter >= _SHORTEST) & (common >= np.maximum(_WORDS * shorter, _OWN_WORDS * own))

    def _common(self, letter: NDArray[np.uint64]) -> Indices:
        """How many of the triples each text has (n,)."""
        starts = np.searchsorted(self.values, letter, side="left")
        ends = np.searchsorted(self.values, letter, side="right")
        having = [self.owner[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.bincount(np.concatenate(having), minlength=len(self.sizes))


def _spread(members: Indices, most: int) -> Indices:
    """At most `most` of the members, evenly spaced."""
    return members[np.unique(np.linspace(0, len(members) - 1, min(most, len(members))).astype(np.intp))]
