"""Questions asked of every input before any mathematics, each answered by a ValueError a person can read."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray


def check_texts(texts: Iterable[str], minimum: int = 0) -> list[str]:
    """The texts as a list. Raises ValueError for a lone string, for anything else in it, for too few."""
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise ValueError(f"texts must be a list of strings, not {type(texts).__name__}")
    found = list(texts)
    if any(not isinstance(text, str) for text in found):
        raise ValueError("texts must all be strings")
    if len(found) < minimum:
        raise ValueError(
            f"at least {minimum} text{'s are' if minimum > 1 else ' is'} needed, got {len(found)}"
        )
    return found


def check_vectors(vectors: ArrayLike, rows: int) -> NDArray[np.float32]:
    """The vectors as a finite float32 matrix of `rows` rows. Raises ValueError for anything else."""
    found = np.asarray(vectors, dtype=np.float32)
    if found.ndim != 2 or len(found) != rows:
        raise ValueError(f"vectors must have one row for each of the {rows} texts, got shape {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError("vectors must be finite numbers")
    return found


def check_themes(labels: ArrayLike, rows: int, n_themes: int | None = None) -> NDArray[np.int64]:
    """Theme of each of `rows` texts, -1 = none, below `n_themes` if given. ValueError for anything else."""
    found = np.asarray(labels)
    if found.size == 0:
        found = found.astype(np.int64)
    if found.shape != (rows,) or not np.issubdtype(found.dtype, np.integer):
        raise ValueError(f"labels must be {rows} whole numbers, one a text, got {found.dtype} {found.shape}")
    most = np.inf if n_themes is None else check_count("n_themes", n_themes, minimum=0)
    if rows and not (found.min() >= -1 and found.max() < most):
        raise ValueError(f"labels must lie between -1 and the number of themes, got up to {found.max()}")
    return found.astype(np.int64)


def check_fitted(model: object, learned: str) -> None:
    """Raises ValueError unless the model has learned the attribute named."""
    if not hasattr(model, learned):
        raise ValueError(f"{type(model).__name__} must be fitted first")


def check_count(name: str, value: object, minimum: int = 1) -> int:
    """A whole number of at least `minimum`. Raises ValueError naming the parameter."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, got {value!r}")
    return int(value)


def unit_rows(matrix: NDArray[np.floating]) -> NDArray[np.float32]:
    """Rows scaled to length 1, (n, d) to (n, d); a zero row becomes the even unit row."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    empty = lengths[:, 0] < 1e-12
    scaled = np.asarray(matrix / np.maximum(lengths, 1e-12), dtype=np.float32)
    scaled[empty] = 1 / np.sqrt(max(matrix.shape[1], 1))
    return scaled
