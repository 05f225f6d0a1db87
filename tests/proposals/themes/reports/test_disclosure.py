"""Small numbers are held back, with what would give them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.reports.disclosure import held_back, split_or_none


@pytest.mark.parametrize(
    "counts, held",
    [
        ({"a": 10, "b": 7}, {}),
        ({"a": 10, "b": 0}, {}),
        ({"a": 10, "b": 4, "c": 7}, {"b": "under", "c": "hidden"}),
        ({"a": 10, "b": 4, "c": 1}, {"b": "under", "c": "under"}),
        ({"a": 4}, {"a": "under"}),
        ({}, {}),
    ],
)
def test_held_back_by_counts_is(counts, held):
    assert held_back(counts, 5) == held


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), min_size=2))
def test_held_back_cell_never_stands_alone_beside_printed_ones(counts):
    held = held_back(counts, 5)
    assert all(0 < n < 5 for key, n in counts.items() if held.get(key) == "under")
    assert all(key in held for key, n in counts.items() if 0 < n < 5)
    printed_above_zero = [key for key, n in counts.items() if n and key not in held]
    assert len(held) != 1 or not printed_above_zero


@pytest.mark.parametrize(
    "parts, shown",
    [
        ({"for": 10, "against": 8, "neutral": 0}, True),
        ({"for": 10, "against": 4, "neutral": 9}, False),
        ({"for": 0, "against": 0, "neutral": 0}, False),
    ],
)
def test_split_is_shown_only_when_no_part_is_small(parts, shown):
    assert (split_or_none(parts, 5) is not None) == shown
