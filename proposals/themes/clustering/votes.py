"""A matrix of votes, and what it says once identical people are counted once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Votes = NDArray[np.float64]


def check_votes(votes: ArrayLike) -> Votes:
    """Votes (participants, statements): 1 agree, 0 pass, -1 disagree, nan not seen.

    Raises ValueError for any other value, another number of dimensions, or no participant or statement.
    """
    found = np.asarray(votes, dtype=np.float64)
    if found.ndim != 2 or 0 in found.shape:
        raise ValueError(
            f"votes must have a row for each participant and a column for each statement, got {found.shape}"
        )
    if not np.isin(found[~np.isnan(found)], (-1, 0, 1)).all():
        raise ValueError("votes must be 1 (agree), 0 (pass), -1 (disagree) or nan (not seen)")
    return found


def check_labels(labels: ArrayLike, rows: int) -> NDArray[np.int64]:
    """Group labels (participants,), -1 = not grouped. ValueError for any other shape or kind."""
    found = np.asarray(labels)
    if found.shape != (rows,) or not np.issubdtype(found.dtype, np.integer):
        raise ValueError(
            f"labels must be {rows} whole numbers, one a participant, got {found.dtype} {found.shape}"
        )
    return found.astype(np.int64)


def distinct_rows(votes: Votes) -> tuple[Votes, NDArray[np.intp]]:
    """The different vote vectors (m, statements), and which of them each participant has (participants,).

    In an order that depends on the votes alone, not on who comes first.
    """
    coded = np.where(np.isnan(votes), 3, votes + 1).astype(np.uint8)
    rows = [row.tobytes() for row in coded]
    first = {row: i for i, row in reversed(list(enumerate(rows)))}
    place = {row: i for i, row in enumerate(sorted(first))}
    return votes[[first[row] for row in place]], np.array([place[row] for row in rows], dtype=np.intp)


def column_means(votes: Votes) -> NDArray[np.float64]:
    """Mean vote on each statement (statements,); 0 where nobody voted."""
    seen = ~np.isnan(votes)
    return np.divide(np.where(seen, votes, 0).sum(axis=0), np.maximum(seen.sum(axis=0), 1))
