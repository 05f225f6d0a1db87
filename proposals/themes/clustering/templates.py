"""What the copies of a campaign have in common, what each person added, and when they came."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .bursts import Burst, arrival_burst
from .chains import longest_chain
from .checks import check_count, check_texts
from .plain import is_sign, placed_words
from .shingles import Shingles, triples

Span = tuple[int, int]
Bools = NDArray[np.bool_]

_COMPARED = 500
_SHARED_BY = 1 / 4
_BETWEEN = " … "


@dataclass(frozen=True, slots=True)
class CampaignText:
    """One campaign's words; every span is (start, end) in characters of a text as it was given.

    exemplar: index of the member nearest to what all share; spans: the parts of it that are the template;
    template: those parts, verbatim, " … " between them; added: for each member the spans that are its own;
    burst: the shortest time in which half of them came, None without times.
    """

    exemplar: int
    spans: list[Span]
    template: str
    added: list[list[Span]]
    burst: Burst | None


def describe_campaign(
    texts: Sequence[str], times: ArrayLike | None = None, min_words: int = 3
) -> CampaignText:
    """The template of the texts of one family, and the words each adds to it.

    A word triple is shared when a quarter of the members have it, and two at least (of 500 members, evenly
    spaced, of a larger family). The exemplar is the member with the largest Jaccard to the shared triples;
    its words in a shared triple are the template. Each member is aligned with it by the longest chain of
    shared triples in the same order (Hunt and Szymanski 1977, CACM 20). A stretch of its words outside that
    chain is its own when `min_words` or more of them are no words of the template, so that swapped words are
    left out. Compared blind to case, accents, look-alike letters and invisible signs; spans are of the text
    as written, with the punctuation around the words.

    times (n,): arrival of each text, seconds or datetime64. Raises ValueError for no text, for times that are
    not one finite moment a text, and for min_words below 1. Texts with nothing in common have template "".
    """
    found = check_texts(texts, minimum=1)
    check_count("min_words", min_words)
    burst = None if times is None else arrival_burst(times, len(found))
    exemplar, shared = _shared(found)
    letter = _Placed(found[exemplar])
    template = np.isin(letter.triples, shared)
    spans = letter.spans(_covering(np.flatnonzero(template), letter))
    own = _Own(letter, template, min_words)
    words = _BETWEEN.join(found[exemplar][start:end] for start, end in spans)
    return CampaignText(exemplar, spans, words, [own.spans(text) for text in found], burst)


class _Placed:
    """A text's words, their places, and the triples that start at each."""

    def __init__(self, text: str) -> None:
        self.text = text
        placed = placed_words(text)
        self.words = [word for word, _start, _end in placed]
        self.places = [(start, end) for _word, start, end in placed]
        self.triples = triples(self.words)

    def spans(self, wanted: Bools) -> list[Span]:
        """The characters of each stretch of words that are wanted (words,)."""
        return [self.characters(first, last) for first, last in _stretches(wanted)]

    def characters(self, first: int, last: int) -> Span:
        """The characters of a stretch of words with the punctuation that belongs to it."""
        start, end = self.places[first][0], self.places[last - 1][1]
        before = self.places[first - 1][1] if first else 0
        after = self.places[last][0] if last < len(self.places) else len(self.text)
        while start > before and _opens(self.text[start - 1]):
            start -= 1
        while end < after and not self.text[end].isspace() and not _opens(self.text[end]):
            end += 1
        return start, end


class _Own:
    """Finds what a member adds to the template; equal members are looked at once."""

    def __init__(self, letter: _Placed, template: Bools, min_words: int) -> None:
        self.min_words = min_words
        self.places: dict[int, list[int]] = {}
        for i in np.flatnonzero(template).tolist():
            self.places.setdefault(int(letter.triples[i]), []).append(i)
        covered = _covering(np.flatnonzero(template), letter)
        self.known = {letter.words[i] for i in np.flatnonzero(covered)}
        self.seen: dict[str, list[Span]] = {}

    def spans(self, text: str) -> list[Span]:
        if text not in self.seen:
            self.seen[text] = self._spans(_Placed(text))
        return self.seen[text]

    def _spans(self, member: _Placed) -> list[Span]:
        chain = longest_chain([self.places.get(triple, ()) for triple in member.triples.tolist()])
        outside = ~_covering(np.array(chain, dtype=np.intp), member)
        return [
            member.characters(first, last)
            for first, last in _stretches(outside)
            if self._new(member.words[first:last]) >= self.min_words
        ]

    def _new(self, words: Sequence[str]) -> int:
        return sum(word not in self.known or is_sign(word) for word in words)


def _covering(starts: NDArray[np.intp], text: _Placed) -> Bools:
    """Which words stand in one of the triples that start there."""
    covered = np.zeros(len(text.words), dtype=bool)
    for offset in range(3):
        covered[starts + offset] = True
    return covered


def _stretches(wanted: Bools) -> Iterator[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wanted, [False]])))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _opens(sign: str) -> bool:
    return sign in "\"'¿¡" or unicodedata.category(sign) in ("Ps", "Pi")


def _shared(texts: list[str]) -> tuple[int, NDArray[np.uint64]]:
    """The exemplar's index and the shared triples, ascending."""
    compared = np.unique(np.linspace(0, len(texts) - 1, min(_COMPARED, len(texts))).astype(int))
    shingles = Shingles([texts[i] for i in compared])
    values, counts = np.unique(shingles.values, return_counts=True)
    shared = values[counts >= max(_SHARED_BY * len(compared), min(2, len(compared)))]
    sizes = np.diff(shingles.starts)
    owner = np.repeat(np.arange(len(compared)), sizes)
    common = np.bincount(owner[np.isin(shingles.values, shared)], minlength=len(compared))
    jaccard = common / np.maximum(sizes + len(shared) - common, 1)
    return int(compared[jaccard.argmax()]), shared
