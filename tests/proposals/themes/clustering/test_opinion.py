import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import adjusted_rand_score

from proposals.themes.clustering import OpinionGrouper, group_informed_consensus
from proposals.themes.clustering.silhouette import silhouettes
from tests.proposals.themes.clustering.reference import conversation, server_output

CONVERSATIONS = [
    "american-assembly.bowling-green",
    "brexit-consensus",
    "canadian-electoral-reform",
    "austria-climate",
    "ssis.land-bank-farmland",
]


def camps(sizes=(120, 80), n_statements=40, seen=0.6, seed=0):
    """Camps that disagree on every statement but the last ten, which all like; some votes missing."""
    generator = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    lean = generator.choice([-0.7, 0.7], size=(len(sizes), n_statements))
    if len(sizes) == 2:
        lean[1] = -lean[0]
    lean[:, -10:] = 0.6
    votes = np.where(generator.random((len(truth), n_statements)) < (1 + lean[truth]) / 2, 1.0, -1.0)
    votes[generator.random(votes.shape) > seen] = np.nan
    return votes, truth


def test_camps_are_found_and_the_larger_comes_first():
    votes, truth = camps()
    model = OpinionGrouper().fit(votes)
    assert model.n_groups_ == 2
    assert adjusted_rand_score(truth, model.labels_) > 0.95
    assert (model.labels_ == 0).sum() > (model.labels_ == 1).sum()


def test_shapes_are_those_of_the_votes():
    votes, _ = camps()
    model = OpinionGrouper().fit(votes)
    assert model.components_.shape == (2, 40)
    assert model.projections_.shape == (200, 2)
    assert model.statement_projections_.shape == (40, 2)
    assert set(model.silhouettes_) <= {2, 3, 4, 5}
    np.testing.assert_allclose(np.linalg.norm(model.components_, axis=1), 1)


def test_statement_projection_is_the_place_of_someone_who_only_agreed_with_it():
    votes, _ = camps()
    votes[0] = np.nan
    votes[0, 7] = 1
    model = OpinionGrouper().fit(votes)
    np.testing.assert_allclose(model.projections_[0], model.statement_projections_[7])
    assert model.labels_[0] == -1


def test_three_camps_give_three_groups_and_a_number_asked_for_is_kept():
    votes, truth = camps((90, 90, 90), seed=4)
    model = OpinionGrouper(3).fit(votes)
    assert adjusted_rand_score(truth, model.labels_) > 0.85
    assert OpinionGrouper(4).fit(votes).n_groups_ == 4


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("share", [0.02, 0.1])
def test_clone_accounts_neither_make_a_group_nor_lift_their_statement(seed, share):
    votes, truth = camps((250, 150), seed=seed)
    lifted = 3
    clones = np.full((int(share * 400), 40), -1.0)
    clones[:, lifted] = 1
    model = OpinionGrouper().fit(np.vstack([votes, clones]))
    assert adjusted_rand_score(truth, model.labels_[:400]) > 0.95
    assert min(np.bincount(model.labels_[:400])) > 100
    order = np.argsort(-group_informed_consensus(np.vstack([votes, clones]), model.labels_))
    assert lifted not in order[:10]


def test_same_seed_gives_same_bytes():
    votes, _ = camps()
    one, other = (OpinionGrouper(random_state=3).fit(votes) for _ in range(2))
    assert one.labels_.tobytes() == other.labels_.tobytes()
    assert one.projections_.tobytes() == other.projections_.tobytes()


def test_fewer_than_fifteen_with_enough_votes_are_filled_up_with_the_most_active():
    votes = np.full((30, 20), np.nan)
    votes[:10, :8] = np.random.default_rng(0).choice([-1, 1], size=(10, 8))
    votes[10:20, :3] = np.random.default_rng(1).choice([-1, 1], size=(10, 3))
    labels = OpinionGrouper().fit(votes).labels_
    assert (labels[:10] >= 0).all()
    assert (labels[20:] == -1).all()


@pytest.mark.parametrize(
    "votes, expected",
    [
        (np.full((4, 3), np.nan), [-1, -1, -1, -1]),
        (np.ones((4, 3)), [0, 0, 0, 0]),
        (np.zeros((4, 3)), [0, 0, 0, 0]),
        ([[1, -1, 0]], [0]),
        ([[1]], [0]),
        ([[1], [-1], [1], [np.nan]], [0, 0, 0, -1]),
    ],
    ids=["nobody voted", "all agree", "all pass", "one voter", "one vote", "one statement"],
)
def test_votes_without_camps_give_one_group_or_none(votes, expected):
    model = OpinionGrouper().fit(votes)
    assert model.labels_.tolist() == expected
    assert np.isfinite(model.projections_).all()


@pytest.mark.parametrize("votes", [[], [[]], [1, 0], [[2]], [["agree"]], [[np.inf]]])
def test_bad_votes_raise_value_error(votes):
    with pytest.raises(ValueError, match=r"votes must|could not convert"):
        OpinionGrouper().fit(votes)


def test_silhouettes_equal_those_of_scikit_learn():
    from sklearn.metrics import silhouette_samples

    generator = np.random.default_rng(0)
    points, labels = generator.normal(size=(60, 3)), generator.integers(0, 4, size=60)
    labels[0] = 4
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    np.testing.assert_allclose(silhouettes(distances, labels), silhouette_samples(points, labels), atol=1e-10)
    assert silhouettes(distances, np.zeros(60, dtype=int)).tolist() == [0] * 60


@settings(max_examples=15, deadline=None)
@given(arrays(float, (18, 4), elements=st.sampled_from([1.0, 0.0, -1.0, np.nan])))
def test_no_group_is_one_person_or_clones_of_one(votes):
    model = OpinionGrouper().fit(votes)
    labels = model.labels_
    assert np.isfinite(model.projections_).all()
    assert sorted(set(labels[labels >= 0])) == list(range(model.n_groups_))
    if model.n_groups_ > 1:
        for group in range(model.n_groups_):
            assert len({row.tobytes() for row in np.nan_to_num(votes[labels == group], nan=7)}) > 1


@settings(max_examples=10, deadline=None)
@given(arrays(float, (18, 4), elements=st.sampled_from([1.0, -1.0, np.nan])), st.permutations(range(18)))
def test_groups_do_not_depend_on_who_comes_first(votes, order):
    labels, again = (OpinionGrouper().fit(each).labels_ for each in (votes, votes[list(order)]))
    assert (again == -1).tolist() == (labels[list(order)] == -1).tolist()
    assert adjusted_rand_score(labels[list(order)], again) == 1


def test_one_voter_among_many_who_did_not_vote_is_a_group_of_their_own_only_when_alone():
    votes = np.full((50, 10), np.nan)
    votes[0] = 1
    assert OpinionGrouper().fit(votes).labels_.tolist() == [0] + [-1] * 49


@pytest.mark.shared
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_published_groups_are_recovered_by_every_seed(name):
    votes, published = conversation(name)
    grouped = published >= 0
    for seed in range(5):
        model = OpinionGrouper(random_state=seed).fit(votes)
        assert adjusted_rand_score(published[grouped], model.labels_[grouped]) >= 0.75
        assert model.n_groups_ == len(set(published[grouped]))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name, least",
    [("below-100-ptpts", 0.9999), ("above-100-ptpts", 0.9999), ("50ptpt-3gp-strict-no-meta", 0.999)],
)
def test_components_equal_those_of_the_server(name, least):
    votes, _, column, output = server_output(name)
    removed = [column[tid] for tid in output["mod-out"] if tid in column]
    votes[:, removed] = np.where(np.isnan(votes[:, removed]), np.nan, 0)
    model = OpinionGrouper().fit(votes)
    for ours, theirs in zip(model.components_, np.array(output["pca"]["comps"]), strict=True):
        assert abs(ours @ theirs) / np.linalg.norm(theirs) >= least
