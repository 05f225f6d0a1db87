"""Cutting a tree that was kept: whole numbers in and out, nothing to load."""

from collections.abc import Sequence


def cut_merges(merges: Sequence[Sequence[int]], n_leaves: int, n_groups: int) -> list[int]:
    """Group (n_leaves,) of each leaf when the tree is cut into `n_groups`, numbered as they come.

    merges: pairs of nodes, nearest first; leaves are 0 … n_leaves - 1 and the i-th merge makes node n_leaves
    + i, as in scipy's linkage. Fewer groups than asked for when the tree has fewer leaves. ValueError unless
    `n_groups` is at least 1.
    """
    if n_groups < 1:
        raise ValueError(f"n_groups must be at least 1, got {n_groups!r}")
    above = list(range(n_leaves + len(merges)))
    for number, pair in enumerate(merges[: max(0, n_leaves - n_groups)]):
        for node in pair:
            above[node] = n_leaves + number
    for node in reversed(range(len(above))):  # whatever is above a node has a higher number, so is known
        above[node] = above[above[node]]
    names: dict[int, int] = {}
    return [names.setdefault(above[leaf], len(names)) for leaf in range(n_leaves)]
