import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proposals.themes.clustering import group_informed_consensus, overall_consensus, representative_statements
from tests.proposals.themes.clustering.reference import server_output

CONVERSATIONS = ["below-100-ptpts", "above-100-ptpts", "50ptpt-3gp-strict-no-meta"]

VOTES = np.array([[1, 1, -1]] * 10 + [[1, -1, np.nan]] * 10, dtype=float)
LABELS = np.array([0] * 10 + [1] * 10)


def test_consensus_is_the_product_of_smoothed_shares_of_each_group():
    np.testing.assert_allclose(
        group_informed_consensus(VOTES, LABELS), [(11 / 12) ** 2, 11 / 144, 1 / 12 * 1 / 2]
    )


def test_people_in_no_group_do_not_count():
    np.testing.assert_allclose(
        group_informed_consensus(np.vstack([VOTES, [[-1, -1, -1]]]), np.append(LABELS, -1)),
        group_informed_consensus(VOTES, LABELS),
    )
    assert group_informed_consensus(VOTES, np.full(20, -1)).tolist() == [1, 1, 1]
    assert representative_statements(VOTES, np.full(20, -1)) == {}


def test_group_stands_for_what_it_agrees_with_most_and_for_what_the_others_do_not_say():
    stands = representative_statements(VOTES, LABELS)
    sides = {group: [(stand.statement, stand.side) for stand in found] for group, found in stands.items()}
    assert sides == {0: [(0, "agree"), (1, "agree")], 1: [(0, "agree"), (1, "disagree")]}


def test_group_that_stands_for_nothing_of_its_own_shows_what_it_agrees_with_most():
    stands = representative_statements(np.array([[1, -1]] * 12, dtype=float), np.arange(12) % 2)
    assert [(stand.statement, stand.side) for stand in stands[0]] == [(0, "agree")]


def test_figures_of_a_statement_follow_the_formulas():
    stand = representative_statements(VOTES, LABELS)[0][1]
    assert (stand.n_success, stand.n_trials) == (10, 10)
    assert stand.p == pytest.approx(11 / 12)
    assert stand.p_test == pytest.approx(2 * np.sqrt(11) * 0.5)
    assert stand.repness == pytest.approx((11 / 12) / (1 / 12))
    pooled = 12 / 22
    assert stand.repness_test == pytest.approx((1 - 1 / 11) / np.sqrt(pooled * (1 - pooled) * 2 / 11))


def test_overall_consensus_names_both_sides():
    both = overall_consensus(np.array([[1, -1, 1]] * 6 + [[1, -1, -1]] * 6, dtype=float))
    assert {side: [stand.statement for stand in stands] for side, stands in both.items()} == {
        "agree": [0],
        "disagree": [1],
    }


@pytest.mark.parametrize("labels", [[0], np.zeros(19, dtype=int), np.zeros(20), np.zeros((20, 1), dtype=int)])
@pytest.mark.parametrize("function", [representative_statements, group_informed_consensus])
def test_bad_labels_raise_value_error(function, labels):
    with pytest.raises(ValueError, match="labels must"):
        function(VOTES, labels)


@settings(max_examples=30, deadline=None)
@given(
    arrays(float, (10, 3), elements=st.sampled_from([1.0, 0.0, -1.0, np.nan])),
    arrays(int, 10, elements=st.integers(-1, 2)),
)
def test_consensus_lies_between_0_and_1_and_every_group_stands_for_something(votes, labels):
    consensus = group_informed_consensus(votes, labels)
    assert ((consensus > 0) & (consensus <= 1)).all()
    stands = representative_statements(votes, labels)
    assert set(stands) == set(labels[labels >= 0].tolist())
    assert all(1 <= len(found) <= 5 for found in stands.values())
    assert all(
        np.isfinite([s.p, s.p_test, s.repness, s.repness_test]).all() for f in stands.values() for s in f
    )


@pytest.mark.shared
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_consensus_equals_the_server(name):
    votes, labels, column, output = server_output(name)
    ours = group_informed_consensus(votes, labels)
    theirs = output["group-aware-consensus"]
    np.testing.assert_allclose(
        [ours[column[int(tid)]] for tid in theirs], list(theirs.values()), rtol=0, atol=1e-12
    )


@pytest.mark.shared
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_representative_statements_equal_the_server(name):
    votes, labels, column, output = server_output(name)
    ours = representative_statements(votes, labels)
    for group, theirs in output["repness"].items():
        expected = [(column[stand["tid"]], stand["repful-for"]) for stand in theirs]
        assert [(stand.statement, stand.side) for stand in ours[int(group)]] == expected
        for mine, stand in zip(ours[int(group)], theirs, strict=True):
            figures = (stand["p-success"], stand["p-test"], stand["repness"], stand["repness-test"])
            assert (mine.p, mine.p_test, mine.repness, mine.repness_test) == pytest.approx(figures, abs=1e-6)
            assert (mine.n_success, mine.n_trials) == (stand["n-success"], stand["n-trials"])


@pytest.mark.shared
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_overall_consensus_equals_the_server(name):
    votes, _, column, output = server_output(name)
    ours = overall_consensus(votes)
    for side, theirs in output["consensus"].items():
        assert [stand.statement for stand in ours[side]] == [column[stand["tid"]] for stand in theirs]
