import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.themes.clustering import ThemeCoder, next_to_code


def islands(sizes=(150, 100, 30, 20, 15, 10), spread=0.25, seed=0):
    """Vectors round one direction a theme, themes of very different sizes, and the theme of each."""
    generator = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(24)[truth] + generator.normal(scale=spread, size=(len(truth), 24))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    order = generator.permutation(len(truth))
    return vectors[order].astype(np.float32), truth[order]


VECTORS, TRUTH = islands()
TEXTS = [""] * len(TRUTH)


def test_each_part_is_looked_at_before_one_is_looked_at_twice():
    vectors, truth = islands(sizes=(40,) * 6, spread=0.05)
    assert sorted(truth[next_to_code([""] * 240, n=6, vectors=vectors)]) == [0, 1, 2, 3, 4, 5]


def test_what_is_coded_is_not_asked_for_again():
    first = next_to_code(TEXTS, n=30, vectors=VECTORS)
    second = next_to_code(TEXTS, first, n=30, vectors=VECTORS)
    assert len(set(first) | set(second)) == 60


def codings_until(accuracy, choose):
    """How many of the texts must be coded, five at a time, for that share of all to get their theme."""
    coded = choose(np.zeros(0, dtype=int))
    while len(coded) < len(TEXTS):
        coder = ThemeCoder().fit([""] * len(coded), np.eye(6)[TRUTH[coded]], VECTORS[coded])
        if (coder.predict_proba(TEXTS, VECTORS).argmax(axis=1) == TRUTH).mean() >= accuracy:
            return len(coded)
        coded = np.concatenate([coded, choose(coded)])
    return len(TEXTS)


def test_the_order_needs_fewer_codings_than_chance():
    telling = codings_until(0.95, lambda coded: next_to_code(TEXTS, coded, 5, vectors=VECTORS))
    chance = [
        codings_until(0.95, lambda coded, drawn=drawn: drawn[len(coded) : len(coded) + 5])
        for drawn in (np.random.default_rng(seed).permutation(len(TEXTS)) for seed in range(3))
    ]
    assert telling < 0.75 * np.mean(chance)


def test_texts_alone_are_enough():
    texts = [f"{what} in street {i}" for i in range(8) for what in ("old trees", "late buses")]
    assert sorted(i % 2 for i in next_to_code(texts, n=2)) == [0, 1]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.sets(st.integers(0, 19)), st.integers(1, 25))
def test_order_names_texts_that_are_left_each_once(distinct, coded, n):
    vectors = islands()[0][np.arange(20) % distinct]
    found = next_to_code([""] * 20, sorted(coded), n, vectors=vectors)
    assert len(found) == min(n, 20 - len(coded))
    assert len(set(found.tolist())) == len(found)
    assert not coded & set(found.tolist())


def test_nothing_left_gives_nothing():
    assert next_to_code(["a", "b"], [0, 1]).tolist() == []


def test_same_seed_gives_same_order():
    one, other = (next_to_code(TEXTS, n=25, vectors=VECTORS, random_state=2) for _ in range(2))
    assert one.tolist() == other.tolist()


@pytest.mark.parametrize(
    "texts, coded, n",
    [([], [], 1), ("ab", [], 1), (["a"], [1], 1), (["a"], [-1], 1), (["a"], [0.0], 1), (["a"], [], 0)],
)
def test_bad_input_raises_value_error(texts, coded, n):
    with pytest.raises(ValueError, match=r"must|needed"):
        next_to_code(texts, coded, n)
