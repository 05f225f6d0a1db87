"""Words that tell themes apart, shown whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .checks import check_texts
from .encoder import load_encoder
from .language import languages_of, script_of
from .stop_words import stop_words

_WORD = re.compile(r"[^\W\d_](?:[\w+#]|['’\-](?=\w))*")
_UNSPACED = frozenset(("CJK", "HIRAGANA", "KATAKANA", "THAI"))
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nb": "norwegian",
    "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip


def words_of(text: str) -> Iterator[str]:
    """Lower-case words of two characters or more; in scripts without spaces, the encoder's pieces."""
    if script_of(text) in _UNSPACED:
        pieces = load_encoder()._tokenizer.encode(text, out_type=str)
        yield from (word for piece in pieces if len(word := piece.strip("▁")) > 1 and word.isalpha())
    else:
        yield from (word for word in _WORD.findall(text.lower()) if len(word) > 1)


def theme_keywords(
    texts: Sequence[str], labels: NDArray[np.integer], n_themes: int, n_keywords: int = 10
) -> list[list[str]]:
    """The `n_keywords` words of each theme with the highest class TF-IDF, best first; labels (n,) from 0.

    weight(w, c) = tf(w, c) · log(1 + A / tf(w)), with tf(w, c) the share of the theme's words that are w,
    tf(w) how often w occurs and A the words per theme (Grootendorst 2022, arXiv 2203.05794). A word counts
    once a text, so that one long letter is not a theme's voice. Function words of the languages found are
    left out; of words with one stem only the most frequent is shown, in full.
    """
    found = check_texts(texts)
    languages = languages_of(found[:: max(1, len(found) // 1_000)]) or ("en",)
    left_out = frozenset().union(*map(stop_words, languages))
    words, counts = _count(found, labels, n_themes, left_out)
    if not words:
        return [[] for _ in range(n_themes)]
    per_theme = counts.sum(axis=1, keepdims=True)
    weights = counts / np.maximum(per_theme, 1) * np.log1p(counts.sum() / n_themes / counts.sum(axis=0))
    stem = _stemmer(languages[0])
    return [_best(words, weights[theme], counts.sum(axis=0), n_keywords, stem) for theme in range(n_themes)]


def _count(
    texts: list[str], labels: NDArray[np.integer], n_themes: int, left_out: frozenset[str]
) -> tuple[list[str], NDArray[np.float64]]:
    """Words of two texts or more (of one, when there are few texts), and their number of texts by theme."""
    by_theme = [Counter[str]() for _ in range(n_themes)]
    for text, label in zip(texts, labels, strict=True):
        by_theme[label].update(set(words_of(text)) - left_out)
    total: Counter[str] = sum(by_theme, Counter())
    least = 2 if len(texts) > 50 else 1
    words = sorted(word for word, count in total.items() if count >= least)
    return words, np.array([[counter[word] for word in words] for counter in by_theme], dtype=np.float64)


def _stemmer(language: str) -> Any:
    if language not in _STEMMERS:
        return lambda word: word
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[language]).stemWord


def _best(
    words: list[str], weights: NDArray[np.float64], frequency: NDArray[np.float64], n_keywords: int, stem: Any
) -> list[str]:
    order = np.lexsort((frequency, weights))[::-1]
    chosen: dict[str, str] = {}
    for i in order:
        if weights[i] <= 0 or len(chosen) == n_keywords:
            break
        chosen.setdefault(stem(words[i]), words[i])
    return list(chosen.values())
