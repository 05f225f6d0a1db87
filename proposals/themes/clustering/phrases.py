"""A readable proposal for a theme's label: a phrase its texts use, word for word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .checks import check_texts, check_themes
from .keywords import log_odds, theme_keywords, words_of
from .language import languages_of
from .stop_words import stop_words

_LONGEST = 4  # words of a phrase
_KEYWORDS = 3  # of a theme, that may be its label by themselves
_LEAST = 3  # texts of a theme that must use it
_LANGUAGES_TOLD_BY = 1_000  # texts, evenly spaced
_BETWEEN_BLANKS = re.compile(r"\S+")
_PIECE = re.compile(r"[^.,;:!?()\[\]\"“”„«»\n…]+")


def propose_labels(
    texts: Sequence[str],
    labels: NDArray[np.integer],
    n_themes: int,
    keywords: Sequence[Sequence[str]] | None = None,
) -> list[str]:
    """A label for each theme, as some of its texts write it; "" for a theme without words.

    Candidates are phrases of two to four words between marks, neither beginning nor ending with a function
    word, used by at least three of the theme's texts, and single keywords. They are ranked by the log-odds
    z-score of how many texts use them (`log_odds`), a phrase at the square root of its length in words more
    than a word; the spelling shown is the most frequent one. labels (n,) from 0, -1 = in no theme; `keywords`
    of each theme, best first, where `theme_keywords` gave them already. ValueError for other labels, and for
    keywords of another number of themes.
    """
    found = check_texts(texts)
    labels = check_themes(labels, len(found), n_themes)
    languages = languages_of(found[:: max(1, len(found) // _LANGUAGES_TOLD_BY)]) or ("en",)
    counts, spellings = _phrases(found, labels, n_themes, frozenset().union(*map(stop_words, languages)))
    keywords = theme_keywords(found, labels, n_themes, _KEYWORDS) if keywords is None else keywords
    if len(keywords) != n_themes:
        raise ValueError(f"keywords must be of {n_themes} themes, got {len(keywords)}")
    single = [frozenset(words[:_KEYWORDS]) for words in keywords]
    least = [min(_LEAST, max(1, int((labels == theme).sum()) // 10)) for theme in range(n_themes)]
    kept = sorted({phrase for theme, counter in enumerate(counts) for phrase, n in counter.items()
                   if n >= max(least[theme], 2) or phrase in single[theme]})  # fmt: skip
    table = _table(counts, kept)
    scores = log_odds(table) if n_themes > 1 and kept else table
    scores = scores * np.sqrt([len(phrase.split()) for phrase in kept])
    best = [max(np.flatnonzero(used), key=score.__getitem__, default=None)
            for used, score in zip(table, scores, strict=True)]  # fmt: skip
    chosen = [None if column is None else kept[column] for column in best]
    written = _most_often(spellings, frozenset(filter(None, chosen)))
    return ["" if phrase is None else written[phrase] for phrase in chosen]


def _table(counts: list[Counter[str]], kept: list[str]) -> NDArray[np.float64]:
    """Number of texts by theme and kept phrase (themes, phrases)."""
    column = {phrase: i for i, phrase in enumerate(kept)}
    table = np.zeros((len(counts), len(kept)))
    for row, counter in zip(table, counts, strict=True):
        there = [phrase for phrase in counter if phrase in column]
        row[[column[phrase] for phrase in there]] = [counter[phrase] for phrase in there]
    return table


def _most_often(spellings: Counter[str], phrases: frozenset[str]) -> dict[str, str]:
    """How each of these phrases is written most often; of equals, as it was met first."""
    best: dict[str, str] = {}
    for spelling, n in spellings.items():
        phrase = spelling.lower()
        if phrase in phrases and n > spellings[best.get(phrase, "")]:
            best[phrase] = spelling
    return best


class _Tells(dict[str, bool]):
    """Whether what stands between blanks is a word that tells something, found once."""

    def __init__(self, left_out: frozenset[str]) -> None:
        self.left_out = left_out

    def __missing__(self, written: str) -> bool:
        word = next(words_of(written), "")
        self[written] = bool(word) and word not in self.left_out
        return self[written]


def _phrases(
    texts: list[str], labels: NDArray[np.integer], n_themes: int, left_out: frozenset[str]
) -> tuple[list[Counter[str]], Counter[str]]:
    """Number of texts by theme and phrase (in small letters), and of each way to write one."""
    counts, spellings, tells = [Counter[str]() for _ in range(n_themes)], Counter[str](), _Tells(left_out)
    for text, label in zip(texts, labels, strict=True):
        if label >= 0:
            written = {phrase.lower(): phrase for phrase in _phrases_of(text, tells)}
            counts[label].update(written.keys())
            spellings.update(written.values())
    return counts, spellings


def _phrases_of(text: str, tells: _Tells) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        ends = [(match.start(), match.end(), tells[match[0]]) for match in _BETWEEN_BLANKS.finditer(piece)]
        for first, (start, _, tells_first) in enumerate(ends):
            if tells_first:
                for _, end, tells_last in ends[first : first + _LONGEST]:
                    if tells_last:
                        yield piece[start:end]
