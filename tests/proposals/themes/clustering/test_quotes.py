import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering import ThemeClusterer, central_quotes
from proposals.themes.clustering.quotes import theme_quotes


def circle(*degrees):
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_quotes_are_nearest_to_the_centre_without_near_copies():
    vectors = circle(0, 1, 40, -60, 180, 181)
    labels = np.array([0, 0, 0, 0, 1, 1])
    assert central_quotes(vectors, labels, 3) == [[0, 2, 3], [4]]


def test_texts_in_no_theme_are_never_quoted():
    assert central_quotes(circle(0, 50, 100), np.array([-1, 0, -1]), 5) == [[1]]
    assert central_quotes(circle(0), np.array([-1]), 5) == []


def test_the_same_words_are_quoted_once():
    texts = ["More trees", "more  TREES", "Less noise"]
    assert central_quotes(circle(0, 40, 80), np.zeros(3, dtype=int), 5, texts) == [[1, 2]]


def test_model_quotes_sure_texts_of_every_theme():
    texts = [f"{word} {i}" for word in ("more trees in the park", "lower rents for flats") for i in range(12)]
    model = ThemeClusterer(2).fit(texts)
    quotes = model.quotes(2, texts)
    assert [model.labels_[q] for chosen in quotes for q in chosen] == [0] * len(quotes[0]) + [1] * len(
        quotes[1]
    )
    assert not model.unsure_[[q for chosen in quotes for q in chosen]].any()


def test_contrasting_quotes_lie_furthest_from_the_central_and_have_offsets():
    texts = [" in the middle ", "near it", "far off\n", "further off", "   "]
    quotes = theme_quotes(texts, circle(0, 30, 60, 75, 5), np.zeros(5, dtype=int), 1, 1)[0]
    assert [(q.contrasting, texts[q.index][q.start : q.end]) for q in quotes] == [
        (False, "near it"),
        (True, "further off"),
    ]


def test_dissent_is_quoted_where_vectors_do_not_see_it():
    texts = ["more cars", "many more cars", "cars again", "no more cars", "bicycles"]
    stances = ["for", "for", "for", "against", None]
    quotes = theme_quotes(texts, circle(20, 45, -30, 2, 90), np.zeros(5, dtype=int), 1, 1, stances)[0]
    assert [stances[q.index] for q in quotes] == ["for", "against"]


@given(
    st.lists(st.tuples(st.text(max_size=8), st.integers(-1, 2)), min_size=1, max_size=12), st.integers(0, 3)
)
def test_quotes_are_different_members_word_for_word(rows, wanted):
    texts, labels = [text for text, _ in rows], np.array([label for _, label in rows])
    vectors = circle(*range(0, 29 * len(rows), 29))
    for theme, quotes in enumerate(theme_quotes(texts, vectors, labels, 2, wanted)):
        assert all(labels[q.index] == theme for q in quotes)
        assert all(texts[q.index][q.start : q.end] == texts[q.index].strip() != "" for q in quotes)
        assert len({q.index for q in quotes}) == len(quotes)
        assert sum(q.contrasting for q in quotes) <= wanted


def test_lists_of_different_length_raise_value_error():
    with pytest.raises(ValueError, match="equally many"):
        theme_quotes(["a"], circle(0, 1), np.array([0, 0]))
