"""Whole numbers give what the floating point of the other modules gives, and the textbook values."""

from collections import Counter

import numpy as np
import pytest

from proposals.themes.clustering import estimate_prevalence, krippendorff_alpha, pairwise_kappa
from proposals.themes.clustering.coders import machine_beside_people
from proposals.themes.clustering.estimation import cross_fit
from proposals.themes.clustering.exact import alpha_of, draws, f1_ends, f1_of, kappa_of, middle, share_of

N = 240


def coded_sample(n, seed):
    """(vectors, sample, codes) of texts whose first number tells their theme, most of the time."""
    generator = np.random.default_rng(seed)
    truth = generator.random((N, 3)) < [0.5, 0.2, 0.04]
    vectors = truth + generator.normal(0, 0.4, (N, 3))
    sample = generator.choice(N, n, replace=False)
    return vectors.astype(np.float32), sample, truth[sample].astype(float)


@pytest.mark.parametrize("n", [30, 90, N])
def test_share_in_whole_numbers_is_that_of_floating_point(n):
    vectors, sample, codes = coded_sample(n, n)
    texts = [str(i) for i in range(N)]
    expected = np.array(estimate_prevalence(texts, sample, codes, vectors=vectors))
    held_out, elsewhere = cross_fit(texts, vectors, sample, codes, 0)
    for theme in range(3):
        whole = np.rint(held_out[:, theme] * 10_000).astype(int)
        inside, outside = (whole[codes[:, theme] == given].tolist() for given in (1, 0))
        found = share_of(inside, outside, round(elsewhere[theme] * 10_000), N - n)
        assert np.abs(np.array(found) - expected[:, theme] * 10_000).max() <= 2
        assert {type(each) for each in found} == {int}


@pytest.mark.parametrize(
    "inside, outside, elsewhere, uncoded, found",
    [
        ([10_000] * 5, [0] * 5, 5000, 0, (5000, 5000, 5000)),
        ([], [0] * 40, 0, 60, (0, 0, 545)),
        ([5000] * 20, [5000] * 20, 9000, 0, (5000, 5000, 5000)),
        ([5000] * 20, [5000] * 20, 9000, 160, (5000, 3664, 6336)),
    ],
)
def test_share_of_plain_samples_is(inside, outside, elsewhere, uncoded, found):
    assert share_of(inside, outside, elsewhere, uncoded) == found


@pytest.mark.parametrize("seed", range(5))
def test_alpha_kappa_and_f1_in_whole_numbers_are_those_of_floating_point(seed):
    generator = np.random.default_rng(seed)
    one = generator.integers(0, 3, 60)
    two = np.where(generator.random(60) < 0.7, one, generator.integers(0, 3, 60))
    pairs = Counter(zip(one.tolist(), two.tolist(), strict=True))
    assert alpha_of(pairs) == round(krippendorff_alpha([one, two]) * 10_000)
    (expected,) = pairwise_kappa([one, two])
    kappa, low, high = kappa_of(pairs)
    assert kappa == round(expected.kappa * 10_000)
    assert abs(low - expected.low * 10_000) < 300
    assert abs(high - expected.high * 10_000) < 300


def test_f1_of_rows_is_that_of_the_codes_they_count():
    generator = np.random.default_rng(0)
    codes, machine = (generator.integers(0, 2, shape).astype(float) for shape in ((2, 30, 4), (30, 4)))
    codes[0, 20:] = np.nan
    rows = [
        [
            None
            if np.isnan(coder[n, 0])
            else (int((coder[n] * machine[n]).sum()), int((coder[n] + machine[n]).sum()))
            for coder in codes
        ]
        for n in range(30)
    ]
    found = machine_beside_people(codes, machine)
    assert f1_of(rows) == round(found.machine_human * 10_000)
    low, high = f1_ends(rows)
    assert low < f1_of(rows) < high
    assert f1_of([[None, None]]) is None
    assert f1_of([[(0, 0)]]) == 10_000


def test_judgements_that_never_vary_have_neither_alpha_nor_kappa():
    assert alpha_of({(1, 1): 9}) is None
    assert alpha_of({}) is None
    assert kappa_of({(1, 1): 9}) == [None, None, None]


def test_draws_are_the_same_everywhere_and_even():
    assert next(draws(10, 1)) == [6, 3, 5, 4, 2, 5, 4, 0, 9, 0]
    counted = Counter(n for drawn in draws(10, 2000) for n in drawn)
    assert max(abs(number - 2000) for number in counted.values()) < 200


def test_middle_lies_between_figures_in_proportion():
    assert middle([]) == [None, None]
    assert middle([0, 1]) == [250, 9750]
