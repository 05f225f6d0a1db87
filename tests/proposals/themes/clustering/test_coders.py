import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proposals.themes.clustering import machine_beside_people, pairwise_kappa, sample_f1

nan = np.nan


def table(both_yes, first_yes, second_yes, both_no):
    """Ratings of two coders from the four cells of their table."""
    cells = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], [both_yes, first_yes, second_yes, both_no], axis=0)
    return cells.T.astype(float)


@pytest.mark.parametrize(
    "cells, expected",
    [((20, 5, 10, 15), 0.4), ((45, 15, 25, 15), 0.1304), ((25, 35, 5, 35), 0.2593), ((5, 0, 0, 5), 1.0)],
)
def test_kappa_of_textbook_tables(cells, expected):
    (found,) = pairwise_kappa(table(*cells))
    assert found.kappa == pytest.approx(expected, abs=5e-5)
    assert found.units == sum(cells)


@settings(max_examples=20, deadline=None)
@given(arrays(float, (2, 12), elements=st.sampled_from([0.0, 1.0, 2.0])))
def test_kappa_equals_that_of_scikit_learn(ratings):
    from sklearn.metrics import cohen_kappa_score

    if len(np.unique(ratings)) > 1:
        (found,) = pairwise_kappa(ratings, n_draws=20)
        assert found.kappa == pytest.approx(cohen_kappa_score(*ratings))


def asymptotic_ends(cells, z=1.959964):
    """The large-sample interval of Fleiss, Cohen and Everitt (1969, Psychol. Bull. 72), cell by cell."""
    p = np.array(cells, dtype=float).reshape(2, 2) / sum(cells)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = np.trace(p), rows @ columns
    kappa = (observed - expected) / (1 - expected)
    total = 0.0
    for i in range(2):
        for j in range(2):
            pull = (columns[i] + rows[j]) * (1 - kappa)
            total += p[i, j] * ((1 - pull) ** 2 if i == j else (pull**2))
    variance = (total - (kappa - expected * (1 - kappa)) ** 2) / (1 - expected) ** 2 / sum(cells)
    return kappa - z * variance**0.5, kappa + z * variance**0.5


@pytest.mark.parametrize("cells", [(200, 50, 100, 150), (450, 30, 20, 100), (60, 10, 14, 116)])
def test_bootstrap_interval_is_near_the_large_sample_one(cells):
    (found,) = pairwise_kappa(table(*cells), n_draws=8_000)
    assert (found.low, found.high) == pytest.approx(asymptotic_ends(cells), abs=0.02)


def test_each_two_coders_are_compared_over_what_both_rated():
    ratings = [[1, 1, 0, nan, 0], [1, 0, 0, 1, nan], [nan, nan, nan, nan, 1]]
    found = pairwise_kappa(ratings, n_draws=50)
    assert [(each.first, each.second, each.units) for each in found] == [(0, 1, 3), (0, 2, 1)]
    assert found[0].kappa == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))


def test_one_category_throughout_gives_nan_and_no_interval():
    (found,) = pairwise_kappa([[1, 1], [1, 1]])
    assert np.isnan([found.kappa, found.low, found.high]).all()


@pytest.mark.parametrize("ratings", [[[1, 2]], [[nan], [nan]], [[1, nan], [nan, 1]], [[], []]])
def test_nobody_to_compare_gives_no_pair(ratings):
    assert pairwise_kappa(ratings) == []


@given(arrays(float, (3, 9), elements=st.sampled_from([0.0, 1.0, np.nan])))
def test_interval_is_repeatable_and_in_order(ratings):
    one, other = (pairwise_kappa(ratings, n_draws=30) for _ in range(2))
    assert repr(one) == repr(other)
    assert all(each.low <= each.high or np.isnan(each.low) for each in one)


@pytest.mark.parametrize(
    "ratings, confidence, n_draws", [([1, 2], 0.95, 9), ([[np.inf]], 0.95, 9), ([[1]], 1, 9), ([[1]], 0.9, 0)]
)
def test_bad_ratings_raise_value_error(ratings, confidence, n_draws):
    with pytest.raises(ValueError, match="must"):
        pairwise_kappa(ratings, confidence, n_draws)


def test_sample_f1_by_hand():
    one = [[1, 1, 0], [0, 0, 0], [1, 0, 0], [0, 0, 1]]
    other = [[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert sample_f1(one, other) == pytest.approx((2 / 3 + 1 + 0 + 1) / 4)


@settings(max_examples=30, deadline=None)
@given(arrays(int, (6, 4), elements=st.integers(0, 1)), arrays(int, (6, 4), elements=st.integers(0, 1)))
def test_sample_f1_is_symmetric_and_equals_that_of_scikit_learn(one, other):
    from sklearn.metrics import f1_score

    assert sample_f1(one, other) == sample_f1(other, one)
    assert sample_f1(one, other) == pytest.approx(f1_score(one, other, average="samples", zero_division=1))


def test_machine_stands_beside_people():
    people = np.array([[[1, 0], [0, 1], [1, 1]], [[1, 0], [1, 0], [nan, nan]]])
    machine = np.array([[1, 0], [0, 1], [1, 0]])
    found = machine_beside_people(people, machine)
    assert found.machine_human == pytest.approx(((1 + 1 + 2 / 3) / 3 + 1 / 2) / 2)
    assert found.human_human == pytest.approx(1 / 2)


def test_one_coder_has_nobody_to_agree_with():
    found = machine_beside_people([[[1, 0]]], [[1, 0]])
    assert found.machine_human == 1
    assert np.isnan(found.human_human)


@pytest.mark.parametrize(
    "codes, machine",
    [
        ([[1, 0]], [[1, 0]]),
        ([[[1, 2]]], [[1, 0]]),
        ([[[1, nan]]], [[1, 0]]),
        ([[[1, 0]]], [[1, 0], [0, 1]]),
        ([[[1, 0]]], [[nan, nan]]),
    ],
)
def test_bad_codes_raise_value_error(codes, machine):
    with pytest.raises(ValueError, match="must"):
        machine_beside_people(codes, machine)


@pytest.mark.parametrize("one, other", [([], []), ([[1]], [[1, 0]]), ([[nan]], [[1]]), ([[3]], [[1]])])
def test_bad_samples_raise_value_error(one, other):
    with pytest.raises(ValueError, match="must"):
        sample_f1(one, other)
