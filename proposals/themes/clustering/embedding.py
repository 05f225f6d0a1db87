"""Sentence vectors: a multilingual encoder whose weights come in its package, with LSA beside it."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts, unit_rows
from .chunks import ChunkMap, in_turn
from .encoder import ENCODER_DIMENSIONS, foreign
from .encoding import encode_all
from .language_means import LanguageMeans
from .lsa import LatentSemanticEmbedder
from .vector_cache import VectorCache

BACKENDS = ("auto", "encoder", "lsa")
_LANGUAGE_SAMPLE = 300


class SentenceEmbedder:
    """Universal Sentence Encoder (multilingual, 512 dimensions), with character and word LSA beside it.

    A text's vector is [sqrt(1 - w) · encoder, sqrt(w) · LSA], so the cosine of two texts is the mixture
    (1 - w) · cos_encoder + w · cos_LSA. w is `lsa_weight` for texts in the encoder's sixteen languages and 1
    for the others, which the encoder would place at random. Encoder: Yang et al. 2020, ACL system
    demonstrations, "Multilingual Universal Sentence Encoder for Semantic Retrieval". In a corpus of several
    languages each one's offset is taken out (`LanguageMeans`), except by backend "encoder", whose vectors
    depend on nothing but the text.

    Parameters: `backend` "auto" (both, as above), "encoder" (alone, needs no fit to be meaningful) or "lsa";
    `lsa_weight` w in [0, 1]; `n_components` of the LSA; `chunk_size` texts at a time, which bounds memory;
    `cache` keeps the encoder's vectors between runs; `chunk_map` says where chunks are encoded (`chunks`).
    Which map is used changes no bit; vectors from the cache were computed in other chunks and can differ in
    the last bits (2e-7).
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
        cache: VectorCache | None = None,
        chunk_map: ChunkMap = in_turn,
    ) -> None:
        self.backend = backend
        self.lsa_weight = lsa_weight
        self.n_components = n_components
        self.chunk_size = chunk_size
        self.random_state = random_state
        self.cache = cache
        self.chunk_map = chunk_map

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn the LSA and what languages there are. ValueError without texts."""
        self._check_parameters()
        found = [_encodable(text) for text in check_texts(texts, minimum=1)]
        self.n_features_ = (self.backend != "lsa") * ENCODER_DIMENSIONS
        self.n_features_ += (self.backend != "encoder") * self.n_components
        if self.backend != "encoder":
            self.lsa_ = LatentSemanticEmbedder(self.n_components, random_state=self.random_state).fit(found)
        self.foreign_share_ = self._sampled_foreign_share(found)
        self.fallback_ = self.backend == "auto" and self.foreign_share_ > 0.5
        if self.backend == "auto":
            self.language_means_ = LanguageMeans().fit(found, self._encoded)
        return self

    def fit_transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`fit`, then `transform` of the same texts."""
        return self.fit(texts).transform(texts)

    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts: float32 (n, n_features_), rows of length 1. ValueError before `fit`."""
        if not hasattr(self, "n_features_"):
            raise ValueError("the embedder must be fitted first; what was fitted on vectors needs vectors")
        found = [_encodable(text) for text in check_texts(texts)]
        vectors = np.zeros((len(found), self.n_features_), dtype=np.float32)
        known = np.flatnonzero(self._known_languages(found))
        if self.backend != "lsa":
            vectors[known, :ENCODER_DIMENSIONS] = self._encoded([found[row] for row in known])
        if self.backend == "encoder":
            return vectors
        weight = np.ones(len(found), dtype=np.float32)
        weight[known] = self.lsa_weight
        for start in range(0, len(found), self.chunk_size):
            chunk = slice(start, start + self.chunk_size)
            self._mix(found[chunk], weight[chunk, None], vectors[chunk])
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
        return float(np.mean(foreign(sample)))

    def _known_languages(self, texts: list[str]) -> NDArray[np.bool_]:
        """Which texts (n,) are left to the encoder."""
        if self.backend == "encoder" or (self.backend == "auto" and self.foreign_share_ == 0):
            return np.ones(len(texts), dtype=bool)
        return ~foreign(texts) if self.backend == "auto" else np.zeros(len(texts), dtype=bool)

    def _encoded(self, texts: list[str]) -> NDArray[np.float32]:
        return encode_all(texts, self.chunk_size, self.chunk_map, self.cache)

    def _mix(self, texts: list[str], weight: NDArray[np.float32], vectors: NDArray[np.float32]) -> None:
        """Put the LSA beside the encoder's vectors (n, d), each weighed, in place."""
        by_lsa = self.lsa_.transform(texts)
        if self.backend == "lsa":
            vectors[:] = by_lsa
            return
        encoded = self.language_means_.moved(texts, vectors[:, :ENCODER_DIMENSIONS])
        vectors[:, :ENCODER_DIMENSIONS] = np.sqrt(1 - weight) * encoded
        vectors[:, ENCODER_DIMENSIONS:] = np.sqrt(weight) * by_lsa
        vectors[:] = unit_rows(vectors)


def _encodable(text: str) -> str:
    """Lone surrogates replaced, which no UTF-8 can carry."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
