"""The longest run through two sequences in the same order."""

from bisect import bisect_left
from collections.abc import Sequence

_OCCURRENCES = 8


def longest_chain(matches: Sequence[Sequence[int]]) -> list[int]:
    """Indices i_1 < i_2 < … of the longest chain whose matched places rise too.

    matches[i]: ascending places in the other sequence that equal element i, none for no match; of an element
    with more than eight only the first eight are tried. The longest common subsequence by patience sorting,
    O(r log n) for r matches (Hunt and Szymanski 1977, CACM 20).
    """
    lowest: list[int] = []  # last place of the best chain of each length
    links: list[tuple[int, int]] = []  # (index, link before or -1), one a step tried
    ends: list[int] = []  # link of the best chain of each length
    for i, places in enumerate(matches):
        for place in reversed(places[:_OCCURRENCES]):
            length = bisect_left(lowest, place)
            links.append((i, ends[length - 1] if length else -1))
            lowest[length : length + 1] = [place]
            ends[length : length + 1] = [len(links) - 1]
    chain, at = [], ends[-1] if ends else -1
    while at >= 0:
        i, at = links[at]
        chain.append(i)
    return chain[::-1]
