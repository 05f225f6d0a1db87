import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering import gini, top_share

COUNTS = st.lists(st.integers(0, 1_000), min_size=1, max_size=40)


@pytest.mark.parametrize(
    "counts, expected",
    [([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 2, 3, 4], 0.25), ([7], 0), ([0, 0], 0)],
)
def test_gini_by_hand(counts, expected):
    assert gini(counts) == pytest.approx(expected)


@given(COUNTS)
def test_gini_is_half_the_relative_mean_difference(counts):
    found = np.array(counts, dtype=float)
    mean = found.mean()
    expected = np.abs(found[:, None] - found).mean() / (2 * mean) if mean else 0
    assert gini(counts) == pytest.approx(expected, abs=1e-12)
    assert gini([3 * count for count in counts]) == pytest.approx(gini(counts), abs=1e-12)
    assert 0 <= gini(counts) + 1e-12 <= 1


def test_top_share_is_of_the_most_active_people_rounded_up():
    assert top_share([1] * 199 + [801]) == pytest.approx(802 / 1_000)
    assert top_share([9, 1]) == 0.9
    assert top_share([1] * 300, share=0.07) == pytest.approx(0.07)


@given(COUNTS, st.floats(0.001, 1))
def test_top_share_is_at_least_the_share_of_people(counts, share):
    assert top_share(counts, share) >= (share if sum(counts) else 0) - 1e-9
    assert top_share(counts, 1) == (1 if sum(counts) else 0)


@pytest.mark.parametrize("counts", [[], [-1], [np.nan], [np.inf], [[1, 2]]])
@pytest.mark.parametrize("figure", [gini, top_share])
def test_bad_counts_raise_value_error(figure, counts):
    with pytest.raises(ValueError, match="counts must"):
        figure(counts)


@pytest.mark.parametrize("share", [0, -0.1, 1.1, np.nan])
def test_bad_share_raises_value_error(share):
    with pytest.raises(ValueError, match="share must"):
        top_share([1], share)
