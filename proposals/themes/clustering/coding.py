"""A codebook carried from a coded sample over all texts."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_fitted, check_texts, check_vectors
from .embedding import SentenceEmbedder
from .platt import fit_platt, sigmoid
from .threads import one_thread

Floats = NDArray[np.float64]

_PENALTIES = (0.1, 0.3, 1.0, 3.0)
_THRESHOLDS = np.round(np.arange(0.1, 0.65, 0.05), 2)


class ThemeCoder:
    """One ridge regression a theme over sentence vectors, with probabilities that mean what they say.

    Scores are linear: S = ȳ + (X - x̄) W, W = X'(XX' + λI)⁻¹(Y - ȳ) (Hoerl and Kennard 1970, Technometrics
    12), solved once for all themes. Each coded text's score without itself has a closed form, y - (y - S) /
    (1 - h), h the leverage (Allen 1974, Technometrics 16). On these the penalty λ is chosen, by squared
    error; the map from score to probability, by Platt's sigmoid with his smoothed targets (Platt 1999); and
    the one threshold of `predict`, by F1 over all decisions. A theme that nobody, or everybody, has been
    given in the sample is predicted at its smoothed share (s + .5) / (n + 1).

    Parameters: `random_state` (of the embedder), `threshold` (None = learned), `embedder`.
    Learned: n_themes_, penalty_, weights_ (d, themes), intercepts_ (themes,), threshold_,
    held_out_ (n, themes): the probability of each coded text learned without itself.
    """

    def __init__(
        self,
        random_state: int = 0,
        *,
        threshold: float | None = None,
        embedder: SentenceEmbedder | None = None,
    ) -> None:
        self.random_state = random_state
        self.threshold = threshold
        self.embedder = embedder

    @one_thread
    def fit(self, texts: Sequence[str], Y: ArrayLike, vectors: ArrayLike | None = None) -> Self:
        """Learn from n coded texts and Y (n, themes) of 0 and 1; `vectors` (n, d) spare embedding them again.

        Descriptions of the themes may be given as texts of their own. Raises ValueError for fewer than two
        texts, for Y of another shape or other values.
        """
        found = check_texts(texts, minimum=2)
        coded = check_codes(Y, len(found))
        self.embedder_ = self.embedder or SentenceEmbedder(random_state=self.random_state)
        embedded = (
            self.embedder_.fit_transform(found) if vectors is None else check_vectors(vectors, len(found))
        )
        self.n_themes_ = coded.shape[1]
        held_out_scores = self._solve(embedded.astype(np.float64), coded)
        self._platt = [
            fit_platt(scores, column) for scores, column in zip(held_out_scores.T, coded.T, strict=True)
        ]
        self.held_out_ = self._to_probabilities(held_out_scores)
        self.threshold_ = _best_threshold(self.held_out_, coded) if self.threshold is None else self.threshold
        return self

    @one_thread
    def predict_proba(self, texts: Sequence[str], vectors: ArrayLike | None = None) -> Floats:
        """Probability (m, themes) that each text belongs to each theme; rows need not add up to 1.

        ValueError before `fit`, and for vectors that are not finite or not one a text.
        """
        check_fitted(self, "weights_")
        found = check_texts(texts)
        if not found:
            return np.zeros((0, self.n_themes_))
        embedded = self.embedder_.transform(found) if vectors is None else check_vectors(vectors, len(found))
        return self._to_probabilities(embedded @ self.weights_ + self.intercepts_)

    def predict(self, texts: Sequence[str], vectors: ArrayLike | None = None) -> NDArray[np.int64]:
        """Themes (m, themes) of texts, 0 or 1; a text may have several or none."""
        return (self.predict_proba(texts, vectors) >= self.threshold_).astype(np.int64)

    def _solve(self, vectors: Floats, coded: Floats) -> Floats:
        """Learn the weights; returns each text's score without itself (n, themes)."""
        centre, base = vectors.mean(axis=0), coded.mean(axis=0)
        values, axes = np.linalg.eigh((vectors - centre) @ (vectors - centre).T)
        values = np.maximum(values, 0)
        options = {penalty: _held_out(values, axes, coded, penalty) for penalty in _PENALTIES}
        self.penalty_ = min(options, key=lambda penalty: float(((options[penalty] - coded) ** 2).sum()))
        dual = axes @ ((axes.T @ (coded - base)) / (values + self.penalty_)[:, None])
        self.weights_ = (vectors - centre).T @ dual
        self.intercepts_ = base - centre @ self.weights_
        return options[self.penalty_]

    def _to_probabilities(self, scores: Floats) -> Floats:
        slopes, offsets = np.array(self._platt).T
        return sigmoid(scores * slopes + offsets)


def check_codes(codes: ArrayLike, rows: int) -> Floats:
    """Codes (rows, themes) of 0 and 1, themes at least 1. Raises ValueError for anything else."""
    found = np.asarray(codes, dtype=np.float64)
    if found.ndim != 2 or len(found) != rows or not found.shape[1]:
        raise ValueError(
            f"Y must have a row for each of the {rows} texts and a column a theme, got {found.shape}"
        )
    if not np.isin(found, (0, 1)).all():
        raise ValueError("Y must be 0 (not in the theme) or 1 (in it)")
    return found


def _held_out(values: Floats, axes: Floats, coded: Floats, penalty: float) -> Floats:
    """Score of each text by the ridge fitted without it; the kernel given by its eigenvalues and axes."""
    base = coded.mean(axis=0)
    shrink = values / (values + penalty)
    scores = base + axes @ (shrink[:, None] * (axes.T @ (coded - base)))
    leverage = (axes**2) @ shrink + 1 / len(coded)
    return coded - (coded - scores) / np.maximum(1 - leverage, 1e-6)[:, None]


def _best_threshold(probabilities: Floats, coded: Floats) -> float:
    """The threshold with the largest F1 over all decisions; the one nearest .5 among equals."""

    def f1(threshold: float) -> float:
        chosen = probabilities >= threshold
        return float(2 * (chosen * coded).sum() / max(chosen.sum() + coded.sum(), 1))

    return float(max(_THRESHOLDS, key=lambda threshold: (f1(threshold), -abs(threshold - 0.5))))
