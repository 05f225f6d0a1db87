"""Words that tell themes apart, shown whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts, check_themes
from .encoder import load_encoder
from .language import guess_language, languages_of, script_of
from .stop_words import CONTRACTIONS, stop_words

WEIGHTINGS = ("class_tf_idf", "log_odds")
_WORD = re.compile(r"[^\W\d_](?:[\w+#]|['’\-](?=\w))*")
# What is written together with a word it does not belong to: l'école, dell'acqua; the baker's.
_ELIDED = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|dell?|nell|sull|dall|all|un|quell|quest)'(?=\w\w)"
)
_LONGEST = 60  # letters of what may be shown as a word
_UNSPACED = frozenset(("CJK", "HIRAGANA", "KATAKANA", "THAI"))
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nb": "norwegian",
    "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip


def words_of(text: str) -> Iterator[str]:
    """Lower-case words of two characters or more, without elided articles and the English possessive.

    In scripts without spaces, the encoder's pieces.
    """
    yield from filter(None, map(_whole, _written(text)))


def _written(text: str) -> list[str]:
    """The words in small letters as they are written; in scripts without spaces, the encoder's pieces."""
    if text.isascii() or script_of(text) not in _UNSPACED:
        return _WORD.findall(text.lower())
    pieces = load_encoder()._tokenizer.encode(text, out_type=str)
    return [word for piece in pieces if (word := piece.strip("▁")).isalpha()]


def _whole(word: str) -> str:
    """A written word as it is shown, "" where that is less than two characters or more than 60.

    Stems of very long "words" take time with the square of their length.
    """
    word = word.replace("’", "'")
    if "'" in word and word not in CONTRACTIONS:
        word = _ELIDED.sub("", word).removesuffix("'s")
    return word if 1 < len(word) <= _LONGEST else ""


class _Shown(dict[str, str]):
    """Each written word as it is shown, found once: "" for one of `left_out`."""

    def __init__(self, left_out: frozenset[str]) -> None:
        self.left_out = left_out

    def __missing__(self, word: str) -> str:
        whole = _whole(word)
        self[word] = "" if whole in self.left_out else whole
        return self[word]


def theme_keywords(
    texts: Sequence[str],
    labels: NDArray[np.integer],
    n_themes: int,
    n_keywords: int = 10,
    weighting: str = "class_tf_idf",
) -> list[list[str]]:
    """The `n_keywords` words that tell each theme best from the others, best first; labels (n,) from 0.

    Words are weighed by `class_tf_idf` or by `log_odds`. A word counts once a text, so that one long letter
    is not a theme's voice. Function words of the languages found are left out; of words with one stem only
    the most frequent is shown, in full. -1 is no theme. ValueError for another weighting or other labels.
    """
    if weighting not in WEIGHTINGS:
        raise ValueError(f"weighting must be one of {', '.join(WEIGHTINGS)}, got {weighting!r}")
    found = check_texts(texts)
    labels = check_themes(labels, len(found), n_themes)
    check_count("n_keywords", n_keywords)
    languages = languages_of(found[:: max(1, len(found) // 1_000)]) or ("en",)
    left_out = frozenset().union(*map(stop_words, languages))
    words, counts = _count(found, labels, n_themes, left_out)
    if not words:
        return [[] for _ in range(n_themes)]
    weights = class_tf_idf(counts) if weighting == "class_tf_idf" else log_odds(counts)
    stem = _stemmer(languages[0])
    return [_best(words, weights[theme], counts.sum(axis=0), n_keywords, stem) for theme in range(n_themes)]


def keywords_by_language(
    texts: Sequence[str], labels: NDArray[np.integer], n_themes: int, n_keywords: int = 10
) -> list[dict[str, list[str]]]:
    """`theme_keywords` of each language's texts by themselves: for each theme {language: words}.

    Languages are guessed; those with fewer than one text in fifty are left out, as are texts whose language
    cannot be told, and languages that a theme has no word of. labels
    (n,) from 0, -1 = in no theme; ValueError for others.
    """
    found = check_texts(texts)
    labels = check_themes(labels, len(found), n_themes)
    guessed = np.array([guess_language(text) for text in found], dtype=object)
    by_theme: list[dict[str, list[str]]] = [{} for _ in range(n_themes)]
    for language in languages_of(found):
        rows = np.flatnonzero(guessed == language)
        words = theme_keywords([found[row] for row in rows], labels[rows], n_themes, n_keywords)
        for theme in range(n_themes):
            if words[theme]:
                by_theme[theme][language] = words[theme]
    return by_theme


def class_tf_idf(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights (themes, words) from the number of texts by theme and word.

    tf(w, c) · log(1 + A / tf(w)), with tf(w, c) the share of the theme's words that are w, tf(w) how often w
    occurs and A the words per theme (Grootendorst 2022, arXiv 2203.05794).
    """
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return shares * np.log1p(counts.sum() / len(counts) / counts.sum(axis=0))


def log_odds(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How surely each word (themes, words) belongs to a theme rather than to the others, as a z-score.

    Log-odds ratio with an informative Dirichlet prior a(w), here a tenth of all counts: delta = log((y + a) /
    (n + a0 - y - a)) - the same of the other themes, divided by sqrt(1 / (y + a) + 1 / (y' + a)) (Monroe,
    Colaresi and Quinn 2008, Political Analysis 16). Above 1.96 it is no accident; 0 with a single theme.
    """
    if len(counts) == 1:
        return np.zeros_like(counts)
    prior = 0.1 * counts.sum(axis=0)
    here, there = counts + prior, counts.sum(axis=0) - counts + prior
    odds = [np.log(side / np.maximum(side.sum(axis=1, keepdims=True) - side, 0.5)) for side in (here, there)]
    return (odds[0] - odds[1]) / np.sqrt(1 / here + 1 / there)


def _count(
    texts: list[str], labels: NDArray[np.integer], n_themes: int, left_out: frozenset[str]
) -> tuple[list[str], NDArray[np.float64]]:
    """Words of two texts or more (of one, when there are few texts), and their number of texts by theme."""
    by_theme, shown = [Counter[str]() for _ in range(n_themes)], _Shown(left_out)
    for text, label in zip(texts, labels, strict=True):
        if label >= 0:
            by_theme[label].update({shown[word] for word in _written(text)})
    for counter in by_theme:
        del counter[""]
    total = Counter[str]()
    for counter in by_theme:
        total.update(counter)
    least = 2 if len(texts) > 50 else 1
    words = sorted(word for word, count in total.items() if count >= least)
    column = {word: i for i, word in enumerate(words)}
    counts = np.zeros((n_themes, len(words)))
    for row, counter in zip(counts, by_theme, strict=True):
        there = [word for word in counter if word in column]
        row[[column[word] for word in there]] = [counter[word] for word in there]
    return words, counts


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
