"""When texts came: the shortest time that holds half of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Burst:
    """`texts` of `of` came from the one at index `first` to the one at index `last`, within `seconds`."""

    first: int
    last: int
    texts: int
    of: int
    seconds: float


def arrival_burst(times: ArrayLike, n: int | None = None) -> Burst:
    """The shortest half of n arrivals: the least time that holds n // 2 + 1 of them or more.

    times (n,): seconds, or datetime64. The shortest half is blind to stragglers on either side (Rousseeuw and
    Leroy 1988, Statistica Neerlandica 42, "A robust scale estimator based on the shortest half"); of equally
    short ones the earliest. Raises ValueError unless there is one finite moment for each of the n texts.
    """
    found = _seconds(times)
    if found.ndim != 1 or not len(found) or (n is not None and len(found) != n):
        wanted = "at least one moment" if n is None else f"one moment for each of the {n} texts"
        raise ValueError(f"times must be {wanted}, got shape {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError("times must be finite")
    order = np.argsort(found, kind="stable")
    half = len(found) // 2 + 1
    lengths = found[order[half - 1 :]] - found[order[: len(found) - half + 1]]
    start = int(lengths.argmin())
    within = (found >= found[order[start]]) & (found <= found[order[start + half - 1]])
    texts = int(np.count_nonzero(within))
    first, last = int(order[within[order]][0]), int(order[within[order]][-1])
    return Burst(first, last, texts, len(found), float(lengths[start]))


def _seconds(times: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(times)
    if np.issubdtype(found.dtype, np.datetime64):
        seconds = found.astype("datetime64[us]").astype(np.int64) / 1e6
        return np.where(np.isnat(found), np.nan, seconds)
    try:
        return found.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError("times must be seconds or datetime64") from error
