"""Orders of statements by how far everyone can live with them."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .statements import group_informed_consensus
from .votes import check_labels, check_votes

Floats = NDArray[np.float64]


def wilson_bound(agrees: ArrayLike, seen: ArrayLike, confidence: float = 0.95) -> Floats:
    """Lower end of the interval of each share agrees / seen, in [0, 1], of their shape; 0 where seen is 0.

    With p = agrees / seen, n = seen and z the two-sided normal quantile of the confidence:

        (p + z²/2n - z sqrt(p (1 - p) / n + z²/4n²)) / (1 + z²/n)

    so that nine of ten stand above one of one. (Wilson 1927, JASA 22.) Computed as the equal
    p² / (p + z²/2n + z sqrt(...)), without a difference of two near numbers: nobody agreeing is 0 exactly.
    Raises ValueError unless 0 <= agrees <= seen, all finite, and 0 < confidence < 1.
    """
    counts, n = np.broadcast_arrays(np.asarray(agrees, dtype=np.float64), np.asarray(seen, dtype=np.float64))
    if not (np.isfinite(n).all() and (counts >= 0).all() and (counts <= n).all()):
        raise ValueError("agrees must be counts between 0 and seen")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = np.divide(counts, n, out=np.zeros(n.shape), where=n > 0)
    n = np.maximum(n, 1e-9)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return share**2 / (share + z**2 / (2 * n) + half)


def least_agreement(votes: ArrayLike, labels: ArrayLike, confidence: float = 0.95) -> Floats:
    """The least, over groups, of `wilson_bound` of each statement (statements,): what every group supports.

    votes (participants, statements) in {1, 0, -1, nan}, labels (participants,), -1 = not grouped. Without
    groups everyone is one. A statement that a group has not seen has 0. ValueError for anything else.
    """
    found = check_votes(votes)
    groups = check_labels(labels, len(found))
    parts = [found[groups == group] for group in np.unique(groups[groups >= 0])] or [found]
    bounds = [
        wilson_bound((part == 1).sum(axis=0), (~np.isnan(part)).sum(axis=0), confidence) for part in parts
    ]
    return np.min(bounds, axis=0)


def common_ground_order(votes: ArrayLike, labels: ArrayLike) -> NDArray[np.intp]:
    """Columns (statements,) from most common ground to least: by group-informed consensus, then by
    `least_agreement`, then by column. Raises ValueError as these do.
    """
    consensus = np.round(group_informed_consensus(votes, labels), 12)
    least = np.round(least_agreement(votes, labels), 12)
    return np.lexsort((np.arange(len(consensus)), -least, -consensus))
