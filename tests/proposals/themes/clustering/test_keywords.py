import numpy as np
import pytest

from proposals.themes.clustering.keywords import theme_keywords, words_of


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
