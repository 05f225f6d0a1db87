"""Scores turned into probabilities."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ENOUGH = 3
_USUAL_SLOPE = 5.0  # of ridge scores, which run from about 0 to 1


def sigmoid(scores: Floats) -> Floats:
    """1 / (1 + exp(-s)), without overflow."""
    return 0.5 * (1 + np.tanh(np.asarray(scores) / 2))


def fit_platt(scores: Floats, coded: Floats, n_steps: int = 50) -> tuple[float, float]:
    """Slope >= 0 and offset such that sigmoid(slope · score + offset) is the probability of 1.

    scores (n,), coded (n,) of 0 and 1. Maximum likelihood by Newton's method on Platt's targets
    (N1 + 1) / (N1 + 2) and 1 / (N0 + 2) (Platt 1999, "Probabilistic outputs for support vector machines").
    With one value only, or scores that point the wrong way, the slope is 0 and the probability the smoothed
    share (N1 + .5) / (n + 1). With fewer than three of either value held-out scores cannot tell the slope:
    the usual one is taken, through that share at a score of the same size.
    """
    n_ones, n = float(coded.sum()), len(coded)
    share = (n_ones + 0.5) / (n + 1)
    constant = (0.0, float(np.log(share / (1 - share))))
    if n_ones in (0, n) or np.ptp(scores) < 1e-9:
        return constant
    if min(n_ones, n - n_ones) < _ENOUGH:
        return _USUAL_SLOPE, constant[1] - _USUAL_SLOPE * share
    targets = np.where(coded == 1, (n_ones + 1) / (n_ones + 2), 1 / (n - n_ones + 2))
    middle, spread = scores.mean(), scores.std()
    design = np.stack([(scores - middle) / spread, np.ones(n)], axis=1)
    slope, offset = _newton(design, targets, n_steps)
    return (slope / spread, offset - slope * middle / spread) if slope > 0 else constant


def _newton(design: Floats, targets: Floats, n_steps: int) -> tuple[float, float]:
    """Logistic regression; the small ridge keeps the Hessian invertible and damps the first steps."""
    weights = np.zeros(2)
    for _ in range(n_steps):
        probabilities = sigmoid(design @ weights)
        gradient = design.T @ (targets - probabilities) - 1e-3 * weights
        curvature = (design * (probabilities * (1 - probabilities))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights += step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), float(weights[1])
