import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proposals.themes.clustering import OpinionGrouper, opinion_stability
from tests.proposals.themes.clustering.test_opinion import camps


def random_votes(n=200, m=40, seed=0):
    return np.random.default_rng(seed).choice([1.0, 0, -1, np.nan], size=(n, m), p=[0.3, 0.1, 0.2, 0.4])


def test_camps_come_out_again_and_noise_does_not():
    votes, _ = camps()
    firm = opinion_stability(votes, OpinionGrouper().fit(votes).labels_, n_draws=5)
    noise = random_votes()
    loose = opinion_stability(noise, OpinionGrouper().fit(noise).labels_, n_draws=5)
    assert firm.overall > 0.95
    assert firm.groups.min() > 0.95
    assert loose.overall < 0.5
    assert loose.groups.shape == (OpinionGrouper().fit(noise).n_groups_,)


def test_group_that_was_not_there_is_the_one_that_does_not_come_out_again():
    votes, truth = camps((120, 80))
    labels = truth.copy()
    labels[:30] = 2
    found = opinion_stability(votes, labels, n_draws=5)
    assert found.groups[1] > 0.75
    assert found.groups[2] < 0.6


def test_one_group_is_always_itself():
    votes, _ = camps((60,))
    found = opinion_stability(votes, np.zeros(60, dtype=int), n_draws=3)
    assert (found.overall, found.groups.tolist()) == (1.0, [1.0])


def test_same_seed_gives_same_figures():
    votes, truth = camps((40, 30))
    one, other = (opinion_stability(votes, truth, n_draws=3, random_state=5) for _ in range(2))
    assert one.overall == other.overall
    assert one.groups.tolist() == other.groups.tolist()


@settings(max_examples=10, deadline=None)
@given(
    arrays(float, (9, 3), elements=st.sampled_from([1.0, 0.0, -1.0, np.nan])),
    arrays(int, 9, elements=st.integers(-1, 2)),
)
def test_figures_lie_in_their_bounds(votes, labels):
    labels[0] = 0
    found = opinion_stability(votes, labels, n_draws=2)
    assert -1 <= found.overall <= 1 + 1e-12
    assert found.groups.shape == (labels.max() + 1,)
    assert ((found.groups >= 0) & (found.groups <= 1)).all()


@pytest.mark.parametrize(
    "votes, labels, n_draws",
    [
        (np.ones((3, 2)), [-1, -1, -1], 5),
        (np.ones((3, 2)), [0, 0], 5),
        (np.full((3, 2), 2), [0, 0, 0], 5),
        (np.ones((3, 2)), [0, 0, 0], 0),
        ([], [], 5),
    ],
)
def test_bad_input_raises_value_error(votes, labels, n_draws):
    with pytest.raises(ValueError, match="must"):
        opinion_stability(votes, labels, n_draws)
