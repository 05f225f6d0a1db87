"""How much of what was said a few people said."""

from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray


def gini(counts: ArrayLike) -> float:
    """Gini coefficient of posts or votes over people: 0 when all did the same, near 1 when one did all.

    counts (people,): how much each did, 0 or more. With the counts in ascending order,

        G = sum_i (2i - n - 1) x_i / (n sum_i x_i),    at most 1 - 1/n

    (Sen 1973, "On economic inequality"). Whoever did nothing counts only when given as 0; nobody doing
    anything is 0. Raises ValueError for no people, negative or not finite counts.
    """
    found = _check_counts(counts)
    n, total = len(found), found.sum()
    if not total:
        return 0.0
    return float(((2 * np.arange(1, n + 1) - n - 1) * found).sum() / (n * total))


def top_share(counts: ArrayLike, share: float = 0.01) -> float:
    """Part of all posts or votes that the most active `share` of people made, in [0, 1].

    counts (people,) as for `gini`; the most active are ceil(share · people), so at least one person; 0 when
    nobody did anything. Raises ValueError as `gini` does, and unless 0 < share <= 1.
    """
    found = _check_counts(counts)
    if not 0 < share <= 1:
        raise ValueError(f"share must lie above 0 and at most at 1, got {share!r}")
    total = found.sum()
    return float(found[-n_top(len(found), share) :].sum() / total) if total else 0.0


def n_top(people: int, share: float = 0.01) -> int:
    """How many the most active `share` of `people` are: ceil, without the rounding error of the product."""
    return ceil(round(share * people, 9))


def _check_counts(counts: ArrayLike) -> NDArray[np.float64]:
    """The counts, ascending."""
    found = np.asarray(counts, dtype=np.float64)
    if found.ndim != 1 or not len(found):
        raise ValueError(f"counts must be one number a person, of one person or more, got {found.shape}")
    if not np.isfinite(found).all() or found.min() < 0:
        raise ValueError("counts must be finite and 0 or more")
    return np.sort(found)
