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
_LEAST = 3  # texts of a theme that must use it
_PIECE = re.compile(r"[^.,;:!?()\[\]\"“”„«»\n…]+")


def propose_labels(texts: Sequence[str], labels: NDArray[np.integer], n_themes: int) -> list[str]:
    """A label for each theme, as some of its texts write it; "" for a theme without words.

    Candidates are phrases of two to four words between marks, neither beginning nor ending with a function
    word, used by at least three of the theme's texts, and single keywords. They are ranked by the log-odds
    z-score of how many texts use them (`log_odds`), a phrase at the square root of its length in words more
    than a word; the spelling shown is the most frequent one. labels (n,) from 0, -1 = in no theme;
    ValueError for others.
    """
    found = check_texts(texts)
    labels = check_themes(labels, len(found), n_themes)
    left_out = frozenset().union(*map(stop_words, languages_of(found) or ("en",)))
    counts, spellings = _phrases(found, labels, n_themes, left_out)
    keywords = theme_keywords(found, labels, n_themes, 3)
    least = [min(_LEAST, max(1, int((labels == theme).sum()) // 10)) for theme in range(n_themes)]
    kept = sorted({phrase for theme, counter in enumerate(counts) for phrase, n in counter.items()
                   if n >= max(least[theme], 2) or phrase in keywords[theme]})  # fmt: skip
    table = np.array([[counter[phrase] for phrase in kept] for counter in counts], dtype=float)
    table = table.reshape(n_themes, len(kept))
    scores = log_odds(table) if n_themes > 1 and kept else table
    scores = scores * np.sqrt([len(phrase.split()) for phrase in kept])
    labelled = []
    for used, score in zip(table, scores, strict=True):
        best = max(np.flatnonzero(used), key=score.__getitem__, default=None)
        labelled.append("" if best is None else spellings[kept[best]].most_common(1)[0][0])
    return labelled


def _phrases(
    texts: list[str], labels: NDArray[np.integer], n_themes: int, left_out: frozenset[str]
) -> tuple[list[Counter[str]], dict[str, Counter[str]]]:
    """Number of texts by theme and phrase (in small letters), and how each phrase is written."""
    counts = [Counter[str]() for _ in range(n_themes)]
    spellings: dict[str, Counter[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        if label < 0:
            continue
        written = {phrase.lower(): phrase for phrase in _phrases_of(text, left_out)}
        counts[label].update(written.keys())
        for phrase, spelling in written.items():
            spellings.setdefault(phrase, Counter())[spelling] += 1
    return counts, spellings


def _phrases_of(text: str, left_out: frozenset[str]) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        words = [(match.start(), match.end()) for match in re.finditer(r"\S+", piece)]
        whole = [next(words_of(piece[start:end]), "") for start, end in words]
        tells = [bool(word) and word not in left_out for word in whole]
        for first in range(len(words)):
            for last in range(first, min(first + _LONGEST, len(words))):
                if tells[first] and tells[last]:
                    yield piece[words[first][0] : words[last][1]]
