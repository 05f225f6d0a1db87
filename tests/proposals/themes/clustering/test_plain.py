import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering.plain import is_sign, placed_words, plain_words

WRITTEN = st.text(st.sampled_from("abzÀéß ﬁИιо図が한ไ₂½\u0301\u200b\U0001d41a.,(\n-_"), max_size=30)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Keep IT open!", ["keep", "it", "open"]),
        ("Café naïve Straße", ["cafe", "naive", "strasse"]),
        ("lіbrаrу", ["library"]),
        ("li\u200bbra\u00adry", ["library"]),
        ("ﬁne ｗｉｄｅ", ["fine", "wide"]),
        ("図書 open", ["図", "書", "open"]),
        ("See HTTPS://a.example/b-c?d=e, then.", ["see", "https://a.example/b-c?d=e", "then"]),
        ("snake_case e-mail", ["snake", "case", "e", "mail"]),
        ("… !!", []),
        ("\ud800", []),
    ],
)
def test_words_are_read_without_their_disguise(text, expected):
    assert plain_words(text) == expected


@given(WRITTEN)
def test_places_lie_in_the_text_in_order_and_hold_the_word(text):
    placed = placed_words(text)
    assert [word for word, _start, _end in placed] == plain_words(text)
    last = 0
    for word, start, end in placed:
        assert last <= end <= len(text)
        assert word in plain_words(text[start:end])
        last = end


@given(WRITTEN)
def test_case_does_not_matter(text):
    assert plain_words(text.casefold()) == plain_words(text)


@pytest.mark.parametrize("word, expected", [("図", True), ("が", True), ("a", False), ("図書", False)])
def test_signs_are_single_letters_of_scripts_without_spaces(word, expected):
    assert is_sign(word) is expected
