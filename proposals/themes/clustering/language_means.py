"""What all sentences of one language have in common, taken out so that themes form by meaning."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .checks import unit_rows
from .language import ENCODER_LANGUAGES, guess_language

Encode = Callable[[list[str]], NDArray[np.float32]]

_LOOKED_AT = 2_000  # texts, evenly spaced, for which languages a corpus holds
_ENCODED = 200  # texts of a language, for its mean
_LEAST, _LEAST_SHARE = 10, 0.03  # texts of a language, below which its mean says nothing
_PRIOR = 10  # texts' worth of belief that a language lies where all do


class LanguageMeans:
    """Encoder vectors with the mean of their language moved to the mean of all.

    The encoder puts a sentence beside its translation, but all sentences of a language also share a small
    offset. Where people write about much the same things, that offset is the largest difference left, and a
    few dozen texts in another language become a theme of their own. Taking out language means is a known
    remedy (Libovický, Rosa and Fraser 2020, Findings of EMNLP, "On the Language Neutrality of Pre-trained
    Multilingual Representations"). The offset is shrunk: n / (n + 10) of it, for n texts of the language.

    Languages are guessed; one counts when at least ten texts, and three in a hundred, are in it. With fewer
    than two such languages nothing is moved, nor is a text whose language cannot be told.

    Learned: `offsets_` {language: (d,)}.
    """

    def fit(self, texts: Sequence[str], encode: Encode) -> Self:
        """Learn offsets from an even sample of texts, of which `encode` gives the vectors (m, d)."""
        texts_of = defaultdict(list)
        sample = texts[:: max(1, len(texts) // _LOOKED_AT)]
        for text in sample:
            texts_of[guess_language(text)].append(text)
        least = max(_LEAST, _LEAST_SHARE * len(sample))
        languages = sorted(ENCODER_LANGUAGES.intersection(texts_of))
        common = {name: texts_of[name] for name in languages if len(texts_of[name]) >= least}
        self.offsets_: dict[str, NDArray[np.float32]] = {}
        if len(common) > 1:
            self._learn(common, encode)
        return self

    def _learn(self, texts_of: dict[str, list[str]], encode: Encode) -> None:
        """Offsets from texts by language: only some of each are encoded, all count for the middle."""
        chosen = {name: texts[:: -(-len(texts) // _ENCODED)] for name, texts in texts_of.items()}
        vectors = encode([text for texts in chosen.values() for text in texts])
        ends = np.cumsum([len(texts) for texts in chosen.values()])[:-1]
        means = [of_language.mean(axis=0) for of_language in np.split(vectors, ends)]
        counts = np.array([len(texts) for texts in texts_of.values()])
        middle = np.average(means, axis=0, weights=counts)
        shrunk = counts / (counts + _PRIOR)
        for name, mean, share in zip(texts_of, means, shrunk, strict=True):
            self.offsets_[name] = np.asarray(share * (mean - middle), dtype=np.float32)

    def moved(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vectors (n, d) of texts without their language's offset, rows of length 1."""
        if not self.offsets_:
            return vectors
        nothing = np.zeros(vectors.shape[1], dtype=np.float32)
        return unit_rows(vectors - [self.offsets_.get(guess_language(text), nothing) for text in texts])
