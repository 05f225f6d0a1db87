import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proposals.themes.clustering import krippendorff_alpha

nan = np.nan
TEXTBOOK = [
    [nan, nan, nan, nan, nan, 3, 4, 1, 2, 1, 1, 3, 3, nan, 3],
    [1, nan, 2, 1, 3, 3, 4, 3, nan, nan, nan, nan, nan, nan, nan],
    [nan, nan, 2, 1, 3, 4, 4, nan, 2, 1, 1, 3, 3, nan, 4],
]


@pytest.mark.parametrize("level, expected", [("nominal", 0.691), ("interval", 0.811)])
def test_textbook_matrix_gives_the_textbook_figure(level, expected):
    assert krippendorff_alpha(TEXTBOOK, level) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    "ratings, expected",
    [
        ([[0, 1, 1, 0], [0, 1, 1, 0]], 1.0),
        ([[0, 1], [1, 0]], -0.5),
        ([[0, 1, 0, 1], [0, 1, 1, 0]], 1 - 7 * 4 / 32),
    ],
)
def test_small_tables_by_hand(ratings, expected):
    assert krippendorff_alpha(ratings) == pytest.approx(expected)


@pytest.mark.parametrize("ratings", [[[1, 1], [1, 1]], [[1, nan], [nan, 2]], [[1, 2, 3]], [[nan]], [[]]])
def test_nothing_to_compare_gives_nan(ratings):
    assert np.isnan(krippendorff_alpha(ratings))


@given(arrays(float, (3, 8), elements=st.sampled_from([0.0, 1.0, 2.0, np.nan])), st.permutations(range(8)))
def test_order_of_coders_and_units_does_not_matter(ratings, order):
    one, other = krippendorff_alpha(ratings), krippendorff_alpha(ratings[::-1][:, list(order)])
    assert one == pytest.approx(other, nan_ok=True)
    assert np.isnan(one) or one <= 1 + 1e-12


@pytest.mark.parametrize("ratings, level", [([1, 2], "nominal"), ([[np.inf]], "nominal"), ([[1]], "ordinal")])
def test_bad_input_raises_value_error(ratings, level):
    with pytest.raises(ValueError, match="must"):
        krippendorff_alpha(ratings, level)
