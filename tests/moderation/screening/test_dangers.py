"""Words of danger: found in four languages, not in everyday idioms, and how many are missed is known."""

import csv
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.screening.dangers import dangers_in, folded, phrases_in, places_of
from tests.conftest import REFERENCE_DATA

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def outcome(section):
    """(found, all) of a section of dangers, (found by mistake, all) of one of everyday words."""
    sentences = [text for texts in SENTENCES[section].values() for text in texts]
    kind = section.rsplit("_", 1)[-1]
    found = [dangers_in(text) for text in sentences]
    return sum(kind in each if kind != "none" else bool(each) for each in found), len(sentences)


# The figures of docs/algorithms.md: a change of the phrases that changes one changes that page.
FIGURES = {
    "threat": (60, 60),
    "child": (17, 17),
    "doxing": (13, 13),
    "none": (0, 84),
    "later_threat": (40, 40),
    "later_none": (0, 36),
    "veiled_threat": (42, 42),
    "blunt_threat": (32, 32),
    "blunt_none": (0, 32),
    "odd_threat": (24, 24),
    "odd_none": (0, 24),
    "unsaid_threat": (50, 50),
    "unsaid_none": (0, 36),
    "stray_threat": (38, 38),
    "stray_none": (0, 23),
    "held_back_threat": (16, 24),
    "held_back_none": (2, 24),
}


def test_every_section_is_found_as_often_as_the_page_says():
    assert {section: outcome(section) for section in SENTENCES} == FIGURES


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_each_language_finds_every_kind(language):
    for kind in ("threat", "child", "doxing"):
        assert [text for text in SENTENCES[kind][language] if kind not in dangers_in(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This kills the high street.", {}),
        ("I WILL  KILL\nYOU", {"threat": ["i will kill you"]}),
        ("i'll k1ll you", {"threat": ["i'll kill you"]}),
        ("Je vais te TUER", {"threat": ["je vais te tuer"]}),
        ("", {}),
    ],
)
def test_words_that_led_to_it_are_named(text, words):
    found = dangers_in(text)
    assert {kind: said[:1] for kind, said in found.items()} == words


def test_text_is_folded():
    assert folded("Où Straße  “sé’s” k1ll H0 2 b12") == "ou strasse “se's” kill h0 2 b12"


@given(
    st.text(
        st.sampled_from("aÉßﬁİ ñ\u0301\n\u00a0\u2028½3k’ǆ漢각") | st.characters(exclude_categories=["Cs"])
    )
)
def test_each_sign_of_the_folded_text_has_its_place(text):
    places = places_of(text)
    assert len(places) == len(folded(text))
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text, phrases",
    [
        ("So: I WILL  KILL\nYOU, he wrote.", ["I WILL  KILL\nYOU"]),
        ("É, i’ll k1ll you!", ["i’ll k1ll you"]),
        ("Where is the bus?", []),
    ],
)
def test_words_that_led_to_it_are_found_again_as_they_were_written(text, phrases):
    assert phrases_in(text) == phrases


@pytest.mark.parametrize(
    "piece", ["i will ", "the mayor ", "ich werde dich ", "je te ", "te voy a ", "<a ", "y"]
)
def test_hostile_text_takes_a_moment_at_most(piece):
    started = time.process_time()
    dangers_in(piece * (16_000 // len(piece)))
    assert time.process_time() - started < 1.0


REAL = [
    ("text/cimt_sentences.csv", "text", 17_852, 1),
    ("text/decide_madrid.csv", "text", 2_738, 1),
    ("coding/arguments_train.csv", "argument", 5_583, 6),
]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(("name", "column", "number", "alarms"), REAL)
def test_texts_of_real_citizens_seldom_raise_an_alarm(name, column, number, alarms):
    csv.field_size_limit(10**9)
    with (REFERENCE_DATA / name).open(newline="", encoding="utf-8") as file:
        texts = [row[column] for row in csv.DictReader(file)]
    assert (len(texts), sum(bool(dangers_in(text)) for text in texts)) == (number, alarms)
