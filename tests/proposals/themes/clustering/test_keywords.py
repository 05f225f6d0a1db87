import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering.keywords import (
    class_tf_idf,
    keywords_by_language,
    log_odds,
    theme_keywords,
    words_of,
)


def test_keywords_are_whole_words_that_tell_themes_apart():
    texts = [
        "The cycling lanes are narrow",
        "Cycling needs lanes",
        "Rents are rising",
        "The rents rise and rents fall",
    ]
    keywords = theme_keywords(texts, np.array([0, 0, 1, 1]), 2, 3)
    assert keywords[0][:2] == ["lanes", "cycling"]
    assert keywords[1][0] == "rents"


def test_of_words_with_one_stem_the_most_frequent_is_shown():
    texts = [
        "we want the bikes",
        "the bikes here",
        "they have a bike",
        "the school for all",
        "a school in town",
    ]
    words = theme_keywords(texts, np.array([0, 0, 0, 1, 1]), 2, 10)[0]
    assert "bikes" in words
    assert "bike" not in words


@pytest.mark.parametrize(
    "texts, word",
    [
        (["Die Bäume sind zu klein und zu wenig", "Wir brauchen Bäume und nicht Beton"], "bäume"),
        (["Les arbres sont trop petits dans la ville", "Il faut des arbres et pas du béton"], "arbres"),
        (["公園に木を植えてください", "公園の木が少ない"], "公園"),
    ],
)
def test_function_words_of_each_language_are_left_out(texts, word):
    keywords = theme_keywords([*texts, "?", "!"], np.array([0, 0, 1, 1]), 2, 4)
    assert word in keywords[0]
    assert not {"die", "und", "zu", "les", "sont", "dans", "et", "ください"} & set(keywords[0])


def test_theme_without_words_has_no_keywords():
    assert theme_keywords(["1 2 3", "..."], np.array([0, 1]), 2) == [[], []]


def test_words_keep_inner_signs():
    assert list(words_of("C++ isn't Wi-Fi, x 42")) == ["c++", "isn't", "wi-fi"]


@pytest.mark.parametrize(
    "contraction", ["I'd", "I’d", "they've", "wouldn't", "it's", "we'll", "can't", "cannot"]
)
def test_contractions_are_no_keywords(contraction):
    texts = [f"{contraction} cycle where the lanes are wide"] * 3 + ["the rents are high and we pay"] * 3
    words = theme_keywords(texts, np.repeat([0, 1], 3), 2)[0]
    assert words == ["wide", "lanes", "cycle"]


@pytest.mark.parametrize(
    "text, words",
    [
        ("L'école de l’eau", ["école", "de", "eau"]),
        ("qu'il jusqu'au dell'acqua", ["il", "au", "acqua"]),
        ("the baker's van, the bakers' vans", ["the", "baker", "van", "the", "bakers", "vans"]),
        ("I'd say it's o'clock", ["i'd", "say", "it's", "o'clock"]),
    ],
)
def test_words_are_parted_from_what_is_only_written_with_them(text, words):
    assert list(words_of(text)) == words


def test_each_language_of_a_theme_has_its_own_keywords():
    texts = ["We want trees in the park", "The park needs more trees"] * 3
    texts += ["Wir wollen Bäume in dem Park", "Der Park braucht mehr Bäume"] * 3
    found = keywords_by_language(texts + ["The rent is too high for us"] * 4, np.repeat([0, 1], [12, 4]), 2)
    assert set(found[0]) == {"en", "de"}
    assert "trees" in found[0]["en"]
    assert "bäume" in found[0]["de"]
    assert not {"bäume", "wollen"} & set(found[0]["en"])
    assert set(found[1]) == {"en"}


def test_log_odds_are_those_of_the_formula():
    y, prior = np.array([[8.0, 2.0], [1.0, 9.0]]), np.array([0.9, 1.1])
    here, there = y + prior, y[::-1] + prior
    ratio = np.log(here / (12 - here)) - np.log(there / (12 - there))
    np.testing.assert_allclose(log_odds(y), ratio / np.sqrt(1 / here + 1 / there))


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=4))
def test_weights_are_finite_whatever_was_counted(rows):
    counts = np.array(rows, dtype=float) + np.eye(len(rows), 3)
    counts[0] += 1
    assert np.isfinite(log_odds(counts)).all()
    assert np.isfinite(class_tf_idf(counts)).all()


def test_log_odds_rank_what_only_one_theme_says_first():
    texts = ["cheap bus tickets", "late bus", "bus stop"] * 4 + [
        "cheap rents",
        "late rents",
        "rents rise",
    ] * 4
    words = theme_keywords(texts, np.repeat([0, 1], 12), 2, 1, weighting="log_odds")
    assert words == [["bus"], ["rents"]]


def test_unknown_weighting_raises_value_error():
    with pytest.raises(ValueError, match="weighting"):
        theme_keywords(["a"], np.array([0]), 1, weighting="tf")


def test_hundred_kilobytes_without_a_space_are_no_keyword():
    texts = ["y" * 100_000, "benches in the park", "more benches"]
    assert theme_keywords(texts, np.array([0, 0, 0]), 1)[0][0] == "benches"
    assert all(len(word) < 20 for word in theme_keywords(texts, np.array([0, 0, 0]), 1)[0])
