import numpy as np
import pytest

from proposals.themes.clustering.keywords import theme_keywords
from proposals.themes.clustering.phrases import propose_labels

BADGES = ["The blue badge is not accepted", "Blue badge holders park here", "My blue badge, their bay"] * 2
BUSES = ["The night bus was late", "A night bus for the hill", "Night bus tickets are dear"] * 2


def test_label_is_a_phrase_the_texts_use_word_for_word():
    labels = propose_labels(BADGES + BUSES, np.repeat([0, 1], 6), 2)
    assert labels == ["blue badge", "night bus"]
    assert all(any(label in text for text in BADGES + BUSES) for label in labels)


def test_phrase_never_spans_a_mark_nor_ends_in_a_function_word():
    texts = ["Trees, benches for all", "Trees, benches in it"] * 3 + ["Lower rents now"] * 6
    label = propose_labels(texts, np.repeat([0, 1], 6), 2)[0]
    assert label in ("Trees", "benches")


@pytest.mark.parametrize(
    "texts, labels, expected",
    [
        ([], [], []),
        (["1 2 3", "!!"], [0, 1], ["", ""]),
        (["only one text"], [0], ["text"]),
        (["公園に木を植えてください"] * 4, [0] * 4, ["公園に木を植えてください"]),
    ],
)
def test_few_texts_and_other_scripts_give_what_there_is(texts, labels, expected):
    found = propose_labels(texts, np.array(labels, dtype=int), len(set(labels)))
    assert [label == want or label in texts[0] for label, want in zip(found, expected, strict=True)] == [
        True
    ] * len(expected)


def test_keywords_that_are_known_already_give_the_same_labels():
    texts, labels = BADGES + BUSES + ["Trams!", "Trams?"], np.repeat([0, 1, 2], [6, 6, 2])
    known = theme_keywords(texts, labels, 3)
    assert propose_labels(texts, labels, 3, known) == propose_labels(texts, labels, 3)
