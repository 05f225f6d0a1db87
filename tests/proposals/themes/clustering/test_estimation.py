import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.themes.clustering import ThemeCoder, estimate_prevalence
from tests.proposals.themes.clustering.test_coding import simulated

VECTORS, CODES = simulated(1_500, seed=1)
TEXTS = [""] * 1_500
TRUTH = CODES.mean(axis=0)


def drawn(n, seed):
    return np.random.default_rng(seed).choice(1_500, n, replace=False)


def estimates(n, draws):
    for seed in range(draws):
        sample = drawn(n, seed)
        yield sample, estimate_prevalence(TEXTS, sample, CODES[sample], vectors=VECTORS, random_state=seed)


def test_intervals_cover_the_truth_and_the_error_is_below_the_raw_machine_share():
    covered, errors, raw_errors, sample_errors = [], [], [], []
    for sample, (share, low, high) in estimates(120, draws=30):
        covered.append((low <= TRUTH) & (high >= TRUTH))
        errors.append(abs(share - TRUTH))
        sample_errors.append(abs(CODES[sample].mean(axis=0) - TRUTH))
        machine = ThemeCoder().fit(TEXTS[:120], CODES[sample], VECTORS[sample])
        raw_errors.append(abs(machine.predict(TEXTS, VECTORS).mean(axis=0) - TRUTH))
    assert np.mean(covered) >= 0.9
    assert np.mean(errors) < np.mean(sample_errors)
    assert np.mean(errors) < 0.7 * np.mean(raw_errors)


def test_interval_holds_the_estimate_and_lies_within_0_and_1():
    share, low, high = estimate_prevalence(TEXTS, drawn(60, 0), CODES[drawn(60, 0)], vectors=VECTORS)
    assert (low >= 0).all()
    assert (low <= share).all()
    assert (share <= high).all()
    assert (high <= 1).all()


def test_more_confidence_is_a_wider_interval():
    sample = drawn(100, 0)
    widths = [
        np.subtract(*estimate_prevalence(TEXTS, sample, CODES[sample], level, vectors=VECTORS)[:0:-1])
        for level in (0.8, 0.95, 0.99)
    ]
    assert (widths[0] < widths[1]).all()
    assert (widths[1] < widths[2]).all()


def test_everything_coded_leaves_no_doubt():
    share, low, high = estimate_prevalence(TEXTS[:40], np.arange(40), CODES[:40], vectors=VECTORS[:40])
    np.testing.assert_allclose(share, CODES[:40].mean(axis=0))
    np.testing.assert_allclose(high - low, 0, atol=1e-3)


def test_a_theme_nobody_was_given_is_not_said_to_be_absent():
    share, low, high = estimate_prevalence(TEXTS, drawn(50, 0), np.zeros((50, 1)), vectors=VECTORS)
    assert (share[0], low[0]) == (0, 0)
    assert 0.02 < high[0] < 0.1


def test_mask_and_indices_mean_the_same():
    mask = np.zeros(1_500, dtype=bool)
    mask[drawn(80, 3)] = True
    by_mask = estimate_prevalence(TEXTS, mask, CODES[mask], vectors=VECTORS)
    by_index = estimate_prevalence(TEXTS, np.flatnonzero(mask), CODES[mask], vectors=VECTORS)
    np.testing.assert_array_equal(by_mask, by_index)


def test_texts_alone_are_enough():
    texts = [f"{word} in street {i}" for i in range(20) for word in ("trees", "late buses")]
    codes = np.array([[1, 0], [0, 1]] * 10)
    share, low, high = estimate_prevalence(texts, np.arange(20), codes)
    assert share == pytest.approx([0.5, 0.5], abs=0.05)
    assert (low < 0.5).all()
    assert (high > 0.5).all()


@pytest.mark.parametrize(
    "texts, coded, codes, confidence",
    [
        ([], [], np.zeros((0, 1)), 0.95),
        (TEXTS, np.arange(9), np.zeros((9, 1)), 0.95),
        (TEXTS, np.arange(1_495, 1_510), np.zeros((15, 1)), 0.95),
        (TEXTS, [0] * 12, np.zeros((12, 1)), 0.95),
        (TEXTS, np.arange(12.0), np.zeros((12, 1)), 0.95),
        (TEXTS, np.arange(12), np.zeros((11, 1)), 0.95),
        (TEXTS, np.arange(12), np.full((12, 1), 3), 0.95),
        (TEXTS, np.arange(12), np.zeros((12, 1)), 1.0),
    ],
)
def test_bad_input_raises_value_error(texts, coded, codes, confidence):
    with pytest.raises(ValueError, match=r"must|needed"):
        estimate_prevalence(texts, coded, codes, confidence)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1), min_size=2, max_size=2), min_size=10, max_size=20),
    st.floats(0.5, 0.99),
)
def test_interval_holds_the_estimate_whatever_was_coded(codes, confidence):
    sample = np.arange(len(codes)) * 7
    estimate = estimate_prevalence(TEXTS[:200], sample, codes, confidence, vectors=VECTORS[:200])
    share, low, high = estimate
    assert np.isfinite(estimate).all()
    assert ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all()
