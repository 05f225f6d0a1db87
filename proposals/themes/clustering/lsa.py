"""Latent semantic analysis of characters and words: vectors in any language, learned from the texts alone."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .checks import check_count, check_texts, unit_rows
from .threads import one_thread


class LatentSemanticEmbedder:
    """Character and word LSA.

    TF-IDF of character 3- to 5-grams within words, beside TF-IDF of whole words, each text's half at length
    sqrt(1/2); both projected on their first `n_components` singular vectors (Deerwester et al. 1990, JASIS
    41(6); randomised SVD of Halko et al. 2011, SIAM Review 53(2)).

    Learned: `basis_` (n_features, d), d at most `n_components`.
    """

    def __init__(self, n_components: int = 128, max_fit: int = 20_000, random_state: int = 0) -> None:
        self.n_components = n_components
        self.max_fit = max_fit
        self.random_state = random_state

    @one_thread
    def fit(self, texts: Sequence[str]) -> Self:
        """Learn vocabulary and basis from at most `max_fit` of the texts. ValueError without texts."""
        found = check_texts(texts, minimum=1)
        check_count("n_components", self.n_components)
        self._fit(found)
        return self

    @one_thread
    def fit_transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`fit`, then `transform` of the same texts, whose terms are weighed once when all are fitted."""
        found = check_texts(texts, minimum=1)
        check_count("n_components", self.n_components)
        weights = self._fit(found)
        return self._project(weights) if weights.shape[0] == len(found) else self.transform(found)

    def _fit(self, found: list[str]) -> Any:
        if len(found) > self.max_fit:
            chosen = np.random.default_rng(self.random_state).choice(len(found), self.max_fit, replace=False)
            found = [found[i] for i in np.sort(chosen)]
        self.vectorizers_ = [self._fit_vectorizer(found, **kind) for kind in self._kinds()]
        weights = self._weights(found)
        self.basis_ = self._fit_basis(weights)
        return weights

    @staticmethod
    def _kinds() -> list[dict[str, Any]]:
        return [
            {"analyzer": "char_wb", "ngram_range": (3, 5), "max_features": 60_000},
            {"analyzer": "word", "token_pattern": r"\w+", "max_features": 30_000},
        ]

    @staticmethod
    def _fit_vectorizer(texts: list[str], **kind: Any) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        common = {"sublinear_tf": True, "dtype": np.float32, **kind}
        for limits in ({"min_df": 2, "max_df": 0.3}, {"min_df": 1, "max_df": 1.0}):
            try:
                return TfidfVectorizer(**common, **limits).fit(texts)
            except ValueError:  # scikit-learn's word for "no term is left": few texts, or all alike
                continue
        return None

    def _weights(self, texts: list[str]) -> Any:
        from scipy.sparse import csr_matrix, hstack

        halves = [v.transform(texts) * np.float32(np.sqrt(0.5)) for v in self.vectorizers_ if v is not None]
        return hstack(halves, format="csr") if halves else csr_matrix((len(texts), 0), dtype=np.float32)

    def _fit_basis(self, weights: Any) -> NDArray[np.float32]:
        from sklearn.utils.extmath import randomized_svd

        n_components = min(self.n_components, *weights.shape)
        if n_components == 0:
            return np.zeros((weights.shape[1], 0), dtype=np.float32)
        _, _, rows = randomized_svd(weights, n_components, n_iter=2, random_state=self.random_state)
        return np.ascontiguousarray(rows.T, dtype=np.float32)

    @one_thread
    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, n_components), rows of length 1; short corpora leave the last columns at zero."""
        found = check_texts(texts)
        return (
            self._project(self._weights(found))
            if found
            else np.zeros((0, self.n_components), dtype=np.float32)
        )

    def _project(self, weights: Any) -> NDArray[np.float32]:
        vectors = np.zeros((weights.shape[0], self.n_components), dtype=np.float32)
        if self.basis_.size:
            vectors[:, : self.basis_.shape[1]] = weights @ self.basis_
        return unit_rows(vectors)
