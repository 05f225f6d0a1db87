import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proposals.themes.clustering import (
    OpinionGrouper,
    common_ground_order,
    least_agreement,
    wilson_bound,
)
from tests.proposals.themes.clustering.reference import conversation

GROUPS = np.array([0] * 60 + [1] * 20)
ALL_LIKE = np.tile([1.0, 1.0, 1.0, -1.0], 20)
LARGE_GROUP_LIKES = np.where(GROUPS == 0, 1.0, -1.0)
HARDLY_SEEN = np.where(np.arange(80) % 40 == 0, 1.0, np.nan)
VOTES = np.column_stack([LARGE_GROUP_LIKES, HARDLY_SEEN, ALL_LIKE])


@pytest.mark.parametrize(
    "agrees, seen, expected",
    [(8, 10, 0.49016), (1, 1, 0.20655), (0, 10, 0.0), (0, 0, 0.0), (263, 263, 0.98560)],
)
def test_wilson_bound_by_hand(agrees, seen, expected):
    assert wilson_bound(agrees, seen) == pytest.approx(expected, abs=2e-5)


def test_wilson_bound_equals_that_of_scipy():
    from scipy.stats import binomtest

    for agrees, seen in [(3, 17), (900, 1_000), (1, 40)]:
        for confidence in (0.8, 0.95):
            low = binomtest(agrees, seen).proportion_ci(confidence, method="wilson").low
            assert wilson_bound(agrees, seen, confidence) == pytest.approx(low, abs=1e-12)


def test_wilson_bound_of_nobody_is_zero_exactly():
    assert wilson_bound([0, 0, 0], [1, 19, 190], 0.5).tolist() == [0, 0, 0]


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.5, 0.999))
def test_wilson_bound_lies_below_the_share_and_rises_with_it(agrees, more, confidence):
    seen = agrees + more
    bound, next_bound = wilson_bound([agrees, agrees + 1], seen, confidence)
    assert 0 <= bound <= agrees / seen + 1e-12
    assert bound < next_bound
    assert wilson_bound(10 * agrees, 10 * seen, confidence) >= bound


def test_statement_all_groups_like_stands_before_one_the_larger_group_likes():
    assert common_ground_order(VOTES, GROUPS).tolist() == [2, 1, 0]


def test_least_agreement_is_the_bound_of_the_group_that_agrees_least():
    np.testing.assert_allclose(
        least_agreement(VOTES, GROUPS),
        [wilson_bound(0, 20), min(wilson_bound(2, 2), wilson_bound(0, 0)), wilson_bound(15, 20)],
    )


def test_without_groups_everyone_is_one():
    np.testing.assert_allclose(
        least_agreement(VOTES, np.full(80, -1)),
        wilson_bound((VOTES == 1).sum(axis=0), (~np.isnan(VOTES)).sum(axis=0)),
    )


@given(
    arrays(float, (8, 5), elements=st.sampled_from([1.0, 0.0, -1.0, np.nan])),
    arrays(int, 8, elements=st.integers(-1, 2)),
    st.permutations(range(8)),
)
def test_order_names_each_statement_once_whoever_comes_first(votes, labels, people):
    order = common_ground_order(votes, labels)
    assert sorted(order) == [0, 1, 2, 3, 4]
    assert common_ground_order(votes[list(people)], labels[list(people)]).tolist() == order.tolist()


@pytest.mark.parametrize(
    "agrees, seen, confidence", [(2, 1, 0.95), (-1, 1, 0.95), (np.nan, 1, 0.95), (1, np.inf, 0.9), (1, 2, 1)]
)
def test_bad_counts_raise_value_error(agrees, seen, confidence):
    with pytest.raises(ValueError, match="must"):
        wilson_bound(agrees, seen, confidence)


@pytest.mark.parametrize("function", [least_agreement, common_ground_order])
@pytest.mark.parametrize("votes, labels", [([], []), ([[1]], [0, 0]), ([[3]], [0]), ([[1]], [0.5])])
def test_bad_votes_raise_value_error(function, votes, labels):
    with pytest.raises(ValueError, match="must"):
        function(votes, labels)


def agreement_held_out(votes, order_by, n_best=10, seed=0):
    """The smallest group's share of agreement, on votes held out, over the `n_best` statements of an order.

    Statements that fewer than five of a group were held out on are left out.
    """
    learned = np.random.default_rng(seed).random(votes.shape) < 0.5
    known, held_out = np.where(learned, votes, np.nan), np.where(learned, np.nan, votes)
    labels = OpinionGrouper(random_state=seed).fit(known).labels_
    groups = [
        held_out[labels == group][:, order_by(known, labels)[:n_best]] for group in range(max(labels) + 1)
    ]
    seen = np.array([(~np.isnan(group)).sum(axis=0) for group in groups])
    agreed = np.array([(group == 1).sum(axis=0) for group in groups])
    enough = seen.min(axis=0) >= 5
    return float((agreed[:, enough] / seen[:, enough]).min(axis=0).mean())


@pytest.mark.shared
@pytest.mark.parametrize("name", ["brexit-consensus", "canadian-electoral-reform"])
def test_common_ground_beats_net_votes_on_held_out_votes(name):
    votes, _ = conversation(name)
    net = agreement_held_out(votes, lambda known, _labels: np.argsort(-np.nansum(known, axis=0)))
    assert agreement_held_out(votes, common_ground_order) > net + 0.04
