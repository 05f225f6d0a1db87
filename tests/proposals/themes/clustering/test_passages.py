import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering import split_passages


def passages(text, limit=400):
    return [text[start:end] for start, end in split_passages(text, limit)]


@pytest.mark.parametrize(
    "text, limit, expected",
    [
        ("", 400, []),
        (" \n\t ", 400, []),
        ("One short answer", 400, ["One short answer"]),
        ("  padded.  ", 400, ["padded."]),
        ("First here. Second here. Third.", 12, ["First here.", "Second here.", "Third."]),
        ("First here. Second here. Third.", 24, ["First here. Second here.", "Third."]),
        ("It costs 3.5 euros a day. Too much!", 26, ["It costs 3.5 euros a day.", "Too much!"]),
        ("Ask Dr. Weber about it. Then decide.", 24, ["Ask Dr. Weber about it.", "Then decide."]),
        ("公園を広げてください。道路は狭い。", 11, ["公園を広げてください。", "道路は狭い。"]),
        ("حديقة أكبر؟ شارع أهدأ.", 12, ["حديقة أكبر؟", "شارع أهدأ."]),
        ("सड़क चौड़ी हो। पेड़ लगाओ।", 14, ["सड़क चौड़ी हो।", "पेड़ लगाओ।"]),
        ("one line\nanother line", 12, ["one line", "another line"]),
        ("aaaa, bbbb cccc", 7, ["aaaa,", "bbbb", "cccc"]),
        ("x" * 10, 4, ["xxxx", "xxxx", "xx"]),
    ],
)
def test_text_is_cut_into_passages_of_whole_sentences(text, limit, expected):
    assert passages(text, limit) == expected


@given(st.text(max_size=300), st.integers(min_value=1, max_value=60))
def test_every_character_but_space_lies_in_exactly_one_passage_within_the_limit(text, limit):
    spans = split_passages(text, limit)
    covered = [i for start, end in spans for i in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(0 < end - start <= limit for start, end in spans)
    assert spans == sorted(spans)


def test_hundred_kilobytes_without_a_break_are_cut_at_the_limit():
    assert passages("y" * 100_000) == ["y" * 400] * 250


@pytest.mark.parametrize(
    "text, limit", [(None, 400), (b"bytes", 400), ("text", 0), ("text", 1.5), ("text", True)]
)
def test_bad_input_raises_value_error(text, limit):
    with pytest.raises(ValueError, match=r"must be"):
        split_passages(text, limit)
