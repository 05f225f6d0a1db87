"""Codebooks as files: the UK government tool's JSON, CSV and XLSX, each read back as it was written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from proposals.themes.exchange.codebooks import (
    read_mapping,
    read_themes,
    write_mapping,
    write_responses,
    write_themes,
)

THEMES = [
    ("A", "Complete Ban Support", "Support for a ban, to protect families."),
    ("1.added.2", "=HYPERLINK(1)", "@SUM(A1), “quoted”,\nthen a line"),
    ("X", "Other", ""),
]
MAPPING = {
    "1001": [("A", "for"), ("X", "against")],
    "C7": [("X", "neutral"), ("A", "for")],
    "0042": [],
}
TOPIC = {"topic_id": "A", "topic_label": "Ban", "topic_description": "All", "topic": "Ban: All"}


def read_back(lines):
    found = {}
    for line in lines:
        found.setdefault(line.response, [])
        if line.key:
            found[line.response].append((line.key, line.stance))
    return found


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_themes_come_back_as_they_were_written(ending):
    lines = read_themes(f"t.{ending}", write_themes(ending, THEMES))
    assert [(line.key, line.name, line.definition) for line in lines] == THEMES


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_mapping_comes_back_as_it_was_written(ending):
    assert read_back(read_mapping(f"m.{ending}", write_mapping(ending, MAPPING))) == MAPPING


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ABC")), unique=True))
def test_any_mapping_comes_back_as_json_lines_and_as_csv(pairs):
    mapping = {}
    for response, key in pairs:
        mapping.setdefault(str(response), []).append((key, "for"))
    for ending in ("jsonl", "csv") if mapping else ():
        assert read_back(read_mapping(f"m.{ending}", write_mapping(ending, mapping))) == mapping


def test_json_has_the_shape_of_the_other_tool():
    assert json.loads(write_themes("json", [("A", "Ban", "All")])) == [TOPIC]
    assert write_mapping("jsonl", {"1001": [("A", "for"), ("B", "against")]}) == (
        b'{"response_id": 1001, "labels": ["A", "B"], "stances": ["POSITIVE", "NEGATIVE"]}\n'
    )
    assert write_responses("jsonl", {"0042": "Oui."}) == b'{"response_id": "0042", "response": "Oui."}\n'


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("t.json", b"{", "This is not a readable JSON file: JSONDecodeError."),
        ("t.json", b"[" * 100_000, "This is not a readable JSON file: RecursionError."),
        ("t.json", b"{}", "The file must hold a list of topics."),
        ("t.json", b"[]", "There is no theme in this file."),
        ("t.json", b"[1]", "Row 1, column topic_id: not a topic with an id, a label and a description."),
        ("t.json", json.dumps([TOPIC, TOPIC]).encode(), "Row 2, column key: “A” stands there twice."),
        ("t.csv", b"key,name\nA,", "Row 2, column name: empty."),
        ("t.csv", b"key,name\n,B", "Row 2, column key: empty."),
        ("t.csv", b"key,name\nA," + b"x" * 161, "Row 2, column name: longer than 160 characters."),
        ("t.csv", b"id,name\nA,B", "Row 1 must name the columns. Missing: key. Found: id, name."),
    ],
)
def test_bad_file_of_themes_is_told(name, content, told):
    with pytest.raises(Invalid) as invalid:
        read_themes(name, content)
    assert invalid.value.fields == {"file": [told]}


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("m.jsonl", b"", "There is no response in this file."),
        ("m.jsonl", b"\n{", "Row 2, column response_id: not a response with an id and labels."),
        (
            "m.jsonl",
            b'{"response_id": 1}',
            "Row 1, column response_id: not a response with an id and labels.",
        ),
        ("m.jsonl", b'{"response_id": true, "labels": ["A"]}', "Row 1, column labels: not a list of keys."),
        ("m.jsonl", b'{"response_id": 1, "labels": [2]}', "Row 1, column labels: not a list of keys."),
        (
            "m.jsonl",
            b'{"response_id": 1, "labels": ["A"], "stances": []}',
            "Row 1, column stances: not one stance a label.",
        ),
        (
            "m.jsonl",
            b'{"response_id": 1, "labels": ["A"], "stances": ["LOUD"]}',
            "Row 1, column stances: “LOUD” is not one of POSITIVE, NEGATIVE, NEUTRAL, for, against, neutral.",
        ),
        ("m.csv", b"response_id,theme_key\n1,A\n1,A", "Row 3, column theme_key: “A” stands there twice."),
        ("m.csv", b"response_id,theme_key\n,A", "Row 2, column response_id: empty."),
    ],
)
def test_bad_file_of_a_mapping_is_told(name, content, told):
    with pytest.raises(Invalid) as invalid:
        read_mapping(name, content)
    assert invalid.value.fields == {"file": [told]}
