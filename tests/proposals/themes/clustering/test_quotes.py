import numpy as np

from proposals.themes.clustering import ThemeClusterer, central_quotes


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
