"""Which language a text is in, and whether the sentence encoder was trained on it."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from .stop_words import LANGUAGES, stop_words

# What the encoder was trained on; written and simplified Chinese count as two of its sixteen.
ENCODER_LANGUAGES = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)

_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")
_LANGUAGE_OF_SCRIPT = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "THAI": "th",
    "GREEK": "el",
}
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_LOOKED_AT = 400
_LAST_LATIN = "\u024f"  # before it every letter is Latin


@cache
def _script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, "OTHER").split(" ")[0].split("-")[0]


@lru_cache(16)
def script_of(text: str) -> str:
    """Most frequent script among a text's first letters, as Unicode names it ("LATIN"); "" without letters.

    Japanese mixes scripts: any kana among the letters makes it HIRAGANA.
    """
    looked_at = text[:_LETTERS_LOOKED_AT]
    if text.isascii() or max(looked_at) <= _LAST_LATIN:
        return "LATIN" if _WORD.search(text) else ""
    counts = Counter[str]()
    for letter, times in Counter(looked_at).items():
        if letter.isalpha():
            counts[_script_of_letter(letter)] += times
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0.1 * counts.total():
        return "HIRAGANA"
    return max(counts, key=lambda script: (counts[script], script), default="")


@cache
def _languages_of_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in stop_words(language):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def guess_language(text: str) -> str:
    """ISO 639-1 code of the language whose function words the text holds most of; "" when nothing tells.

    Scripts that one language owns answer at once. Otherwise at least two function words are needed, and a
    word counts for as much less as more languages share it, so that Danish is not taken for Dutch.
    """
    script = script_of(text)
    if script in _LANGUAGE_OF_SCRIPT:
        return _LANGUAGE_OF_SCRIPT[script]
    known, hits, scores = _languages_of_word(), 0, defaultdict[str, float](float)
    counts = Counter(_WORD.findall(text[: 4 * _LETTERS_LOOKED_AT].lower()))
    for word in filter(known.__contains__, counts):
        languages, times = known[word], counts[word]
        hits += times
        for language in languages:
            scores[language] += times * (1 + 1 / len(languages))
    return max(scores, key=lambda language: (scores[language], language)) if hits >= 2 else ""


def languages_of(texts: Iterable[str], minimum_share: float = 0.02) -> tuple[str, ...]:
    """Languages that at least `minimum_share` of the texts are guessed to be in, most frequent first."""
    counts = Counter(filter(None, map(guess_language, texts)))
    enough = minimum_share * counts.total()
    return tuple(language for language, count in counts.most_common() if count >= enough)


def is_foreign(text: str, cut: Callable[[str], Sequence[int]]) -> bool:
    """Whether the encoder should not be trusted with a text; `cut` gives the vocabulary pieces it falls into.

    A script it never saw is foreign, and so is a language it was not trained on when function words give it
    away. Otherwise the length of the pieces tells: in its own languages they average above 3 characters
    (Latin and Cyrillic letters), in others 1 to 2.5.
    """
    script = script_of(text)
    if not script or script in _LANGUAGE_OF_SCRIPT:
        return script == "GREEK"
    language = guess_language(text)
    if script not in _SCRIPTS or (language and language not in ENCODER_LANGUAGES):
        return True
    return len(text) >= 40 and len(text) < (1.9 if script == "ARABIC" else 2.3) * len(cut(text))
