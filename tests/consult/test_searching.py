"""What is looked for, and what a reader sees of where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.searching import EXCERPT, MOST_WORDS, excerpt, folded, holds, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("  ", []),
        ("!?'\"*", []),
        ("Mill Road", ["mill", "road"]),
        ("mill MILL Mill", ["mill"]),
        ("L’école, Éric", ["l", "ecole", "eric"]),
        ("e\u0301cole", ["ecole"]),
        ("road* OR (NOT x) NEAR/2", ["road", "or", "not", "x", "near", "2"]),
        ("a\x00b", ["a", "b"]),
        ("under_score", ["under", "score"]),
        ("المدرسة", ["المدرسة"]),
        (" ".join(f"w{n}" for n in range(20)), [f"w{n}" for n in range(MOST_WORDS)]),
    ],
)
def test_words_of_what_was_typed(typed, words):
    assert words_of(typed) == words


@given(st.text(max_size=80))
def test_folding_keeps_every_place(text):
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "held"),
    [("cycl", True), ("CYCLE track", True), ("track cycle", True), ("ycle", False), ("cycle tram", False)],
)
def test_text_holds_what_its_words_begin_with(typed, held):
    assert holds("A cycle track, please.", words_of(typed)) is held


def test_nothing_typed_is_held_by_nothing():
    assert holds("A cycle track", []) is False


def test_excerpt_marks_each_hit_as_it_was_written():
    assert excerpt("L’École  près du parc", ["ecol", "parc"]) == [
        ("L’", False),
        ("École", True),
        (" près du ", False),
        ("parc", True),
    ]


def test_excerpt_of_a_long_text_begins_and_ends_at_a_word():
    text = "before " * 30 + "needle " + "after " * 60
    pieces = excerpt(text, ["needle"])
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)
    assert ("needle", True) in pieces
    said = "".join(piece for piece, _hit in pieces[1:-1])
    assert len(said) <= EXCERPT
    assert set(said.split()) == {"before", "needle", "after"}


@given(st.text(max_size=600), st.text(max_size=20))
def test_excerpt_says_only_what_the_text_says(text, typed):
    pieces = excerpt(text, words_of(typed) or ["x"])
    said = "".join(piece for piece, _hit in pieces)
    assert len(said) <= EXCERPT + 4
    assert all(piece for piece, _hit in pieces)
