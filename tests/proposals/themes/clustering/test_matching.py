import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering.matching import match_themes

SETS = st.lists(st.frozensets(st.integers(0, 15)), max_size=5)


@pytest.mark.parametrize(
    "earlier, later, expected",
    [
        ([], [{1}], [None]),
        ([{1}], [], []),
        ([set()], [set()], [None]),
        ([{1, 2}, {3, 4}], [{3, 4}, {1, 2}], [1, 0]),
        ([{1, 2, 3}], [{1, 2}, {3}], [0, None]),
        ([{1, 2}], [{1, 2, 8, 9}], [0]),  # a theme that grew
        ([{1, 2, 3, 4}], [{1, 5}, {2, 6}, {3, 7}, {4, 8}], [None] * 4),  # one that fell to pieces
        # The best pairs in sum: a greedy choice would take the first alone.
        ([{1, 2, 3, 4, 5, 6}, {7}], [{1, 2, 3, 4, 7}, {5, 6}], [0, None]),
    ],
)
def test_theme_goes_on_when_it_holds_mostly_the_same_texts(earlier, later, expected):
    assert match_themes(earlier, later) == expected


@given(SETS)
def test_themes_of_the_same_run_match_themselves(themes):
    different = [theme for theme in dict.fromkeys(themes) if theme]
    assert match_themes(different, different) == list(range(len(different)))


@given(SETS, SETS)
def test_no_earlier_theme_is_used_twice(earlier, later):
    used = [match for match in match_themes(earlier, later) if match is not None]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("least", [-0.1, 1.1])
def test_bad_bound_raises_value_error(least):
    with pytest.raises(ValueError, match="least"):
        match_themes([{1}], [{1}], least)
