"""Which theme of a later run is which of an earlier one."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

SAME = 0.5


def match_themes(
    earlier: Sequence[AbstractSet[Hashable]], later: Sequence[AbstractSet[Hashable]], least: float = SAME
) -> list[int | None]:
    """For each later theme (m,) the earlier one it goes on, or None; each theme is used once.

    A theme is the set of its members' names (k sets earlier, m later; a member may be in several). Texts that
    only one run knew are left out of the comparison, so that a theme which grew is still itself. The pairs
    are those with the greatest sum of Jaccard indices (the assignment problem: Kuhn 1955, Naval Res. Logist.
    Q. 2), of which those below `least` are dropped. ValueError unless 0 <= least <= 1.
    """
    if not 0 <= least <= 1:
        raise ValueError(f"least must lie between 0 and 1, got {least!r}")
    found: list[int | None] = [None] * len(later)
    if not earlier or not later:
        return found
    from scipy.optimize import linear_sum_assignment

    common = frozenset().union(*earlier) & frozenset().union(*later)
    before, after = ([common.intersection(members) for members in themes] for themes in (earlier, later))
    alike = np.array([[_jaccard(one, other) for one in before] for other in after])
    for row, column in zip(*linear_sum_assignment(-alike), strict=True):
        if alike[row, column] >= max(least, 1e-12):
            found[row] = int(column)
    return found


def _jaccard(one: AbstractSet[Hashable], other: AbstractSet[Hashable]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0
