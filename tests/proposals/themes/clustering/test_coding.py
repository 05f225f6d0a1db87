import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proposals.themes.clustering import ThemeCoder
from proposals.themes.clustering.platt import fit_platt, sigmoid

PARKS = [
    "more trees",
    "green parks",
    "plant flowers",
    "benches in the park",
    "shade from trees",
    "mow the lawn",
]
BUSES = [
    "late buses",
    "bus lanes",
    "more bus stops",
    "cheaper bus tickets",
    "buses at night",
    "rude bus drivers",
]
BOTH = ["a bus to the park", "trees at the bus stop"]
TEXTS = PARKS + BUSES + BOTH
CODES = np.array([[1, 0]] * 6 + [[0, 1]] * 6 + [[1, 1]] * 2)


def simulated(n=4_000, seed=0):
    """Vectors, and three themes of shares about .35, .1 and .02 that depend on them."""
    generator = np.random.default_rng(seed)
    vectors = generator.normal(size=(n, 30))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    odds = 9 * vectors[:, :3] + np.array([-0.9, -3.2, -5.2])
    return vectors.astype(np.float32), (generator.random((n, 3)) < sigmoid(odds)).astype(int)


def test_codebook_is_carried_to_new_texts():
    coder = ThemeCoder().fit(TEXTS, CODES)
    chances = coder.predict_proba(["old trees in the parks", "the night bus"])
    assert chances.shape == (2, 2)
    assert chances[0, 0] > chances[0, 1]
    assert chances[1, 1] > chances[1, 0]
    assert coder.predict(["old trees in the parks", "the night bus"]).tolist() == [[1, 0], [0, 1]]


def test_probabilities_add_up_to_the_number_coded():
    vectors, codes = simulated()
    coder = ThemeCoder().fit([""] * 400, codes[:400], vectors[:400])
    chances = coder.predict_proba([""] * 3_600, vectors[400:])
    np.testing.assert_allclose(coder.held_out_.mean(axis=0), codes[:400].mean(axis=0), atol=0.01)
    np.testing.assert_allclose(chances.mean(axis=0), codes[:400].mean(axis=0), atol=0.03)
    for low, high in ((0, 0.2), (0.2, 0.5), (0.5, 1)):
        within = (chances[:, 0] >= low) & (chances[:, 0] < high)
        assert abs(chances[within, 0].mean() - codes[400:][within, 0].mean()) < 0.08


def test_held_out_probabilities_are_those_of_a_model_without_the_text():
    vectors, codes = simulated(60)
    coder = ThemeCoder().fit([""] * 60, codes[:, :1], vectors)
    others = ThemeCoder().fit([""] * 59, codes[1:, :1], vectors[1:])
    if others.penalty_ == coder.penalty_:
        score = float(vectors[0] @ others.weights_[:, 0] + others.intercepts_[0])
        slope, offset = coder._platt[0]
        assert coder.held_out_[0, 0] == pytest.approx(float(sigmoid(slope * score + offset)), abs=1e-6)


@pytest.mark.parametrize("value, share", [(0, 0.5 / 15), (1, 14.5 / 15)])
def test_theme_without_contrast_is_predicted_at_its_smoothed_share(value, share):
    codes = np.column_stack([CODES[:, 0], np.full(14, value)])
    chances = ThemeCoder().fit(TEXTS, codes).predict_proba(["anything at all"])
    assert chances[0, 1] == pytest.approx(share)


def test_threshold_can_be_set():
    coder = ThemeCoder(threshold=0.999).fit(TEXTS, CODES)
    assert coder.predict(TEXTS).sum() == 0


def test_same_input_gives_same_bytes():
    one, other = (ThemeCoder().fit(TEXTS, CODES).predict_proba(TEXTS) for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_no_text_gives_no_row():
    assert ThemeCoder().fit(TEXTS, CODES).predict_proba([]).shape == (0, 2)


@pytest.mark.parametrize(
    "texts, codes",
    [
        ([], np.zeros((0, 2))),
        (["one"], [[1]]),
        (["a", "b"], [1, 0]),
        (["a", "b"], [[1]]),
        (["a", "b"], [[1], [2]]),
        (["a", "b"], [[1], [np.nan]]),
        (["a", "b"], np.zeros((2, 0))),
        ("ab", [[1], [0]]),
    ],
)
def test_bad_input_raises_value_error(texts, codes):
    with pytest.raises(ValueError, match=r"must|needed"):
        ThemeCoder().fit(texts, codes)


def test_platt_recovers_the_curve_that_made_the_codes():
    generator = np.random.default_rng(0)
    scores = generator.normal(size=20_000)
    slope, offset = fit_platt(scores, (generator.random(20_000) < sigmoid(2 * scores - 1)).astype(float))
    assert (slope, offset) == pytest.approx((2, -1), abs=0.1)


def test_scores_that_point_the_wrong_way_are_ignored():
    assert fit_platt(np.arange(6.0), np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0]))[0] == 0


def test_one_description_a_theme_is_enough_to_rank_texts():
    coder = ThemeCoder().fit(["Trees, flowers and green parks", "Buses, stops and tickets"], np.eye(2))
    assert coder.predict_proba([*PARKS, *BUSES]).argmax(axis=1).tolist() == [0] * 6 + [1] * 6


@settings(max_examples=20, deadline=None)
@given(
    arrays(np.float32, (8, 5), elements=st.floats(-1, 1, width=32)),
    arrays(int, (8, 3), elements=st.integers(0, 1)),
)
def test_probabilities_are_probabilities_whatever_was_coded(vectors, codes):
    coder = ThemeCoder().fit([""] * 8, codes, vectors)
    for chances in (coder.held_out_, coder.predict_proba([""] * 8, vectors)):
        assert ((chances >= 0) & (chances <= 1)).all()


@pytest.mark.parametrize("vectors", [np.zeros((14, 3)), np.ones((14, 3))], ids=["zero", "equal"])
def test_texts_that_cannot_be_told_apart_get_the_share(vectors):
    chances = ThemeCoder().fit(TEXTS, CODES, vectors).predict_proba(["x"], vectors[:1])
    assert chances[0] == pytest.approx([8.5 / 15, 8.5 / 15])


def test_vectors_that_are_not_numbers_raise_value_error():
    with pytest.raises(ValueError, match="finite"):
        ThemeCoder().fit(TEXTS, CODES, np.full((14, 3), np.nan))
