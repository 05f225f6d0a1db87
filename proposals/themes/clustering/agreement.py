"""How far people who judge the same things agree beyond chance."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEVELS = ("nominal", "interval")


def krippendorff_alpha(ratings: ArrayLike, level: str = "nominal") -> float:
    """Krippendorff's alpha, at most 1; 0 is what chance gives, below 0 is systematic disagreement.

    ratings (coders, units) of numbers, nan = not rated. alpha = 1 - D_o / D_e over the pairable values: D_o
    the mean difference of values within a unit, each unit's pairs weighing 1 / (m - 1) for its m values, D_e
    that of all values; difference 0 or 1 (nominal) or the squared distance (interval). (Krippendorff 2011,
    "Computing Krippendorff's alpha-reliability"; the textbook matrix gives .691 nominal and .811 interval.)

    nan when no unit has two ratings or all ratings are one value: nothing varied, so agreement cannot be told
    from habit. Raises ValueError for another number of dimensions, infinite values or an unknown level.
    """
    found = np.asarray(ratings, dtype=np.float64)
    if found.ndim != 2 or np.isinf(found).any():
        raise ValueError(f"ratings must be finite numbers or nan, one row a coder, got shape {found.shape}")
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {level!r}")
    values, coincidences = _coincidences(found)
    totals = coincidences.sum(axis=0)
    n = totals.sum()
    difference = values[:, None] != values if level == "nominal" else (values[:, None] - values) ** 2
    expected = (np.outer(totals, totals) * difference).sum()
    if expected == 0:
        return float("nan")
    return float(1 - (n - 1) * (coincidences * difference).sum() / expected)


def _coincidences(ratings: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The values (v,) and how often each pair of them meets within a unit (v, v)."""
    values = np.unique(ratings[~np.isnan(ratings)])
    counts = (
        np.stack([(ratings == value).sum(axis=0) for value in values]) if len(values) else np.zeros((0, 0))
    )
    m = counts.sum(axis=0)
    counts, m = counts[:, m > 1].astype(np.float64), m[m > 1]
    pairs = (counts / (m - 1)) @ counts.T
    return values, pairs - np.diag((counts / (m - 1)).sum(axis=1))
