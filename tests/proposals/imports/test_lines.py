"""JSON lines as a table of responses: the shape other tools write."""

import json

import pytest
from django.core.management import call_command

from consult.errors import Invalid
from proposals.imports.table import read_table
from proposals.models import Contribution
from tests.factories.consult import ConsultationFactory, QuestionFactory

MAP = {"response_id": "external_id", "response": "question:why"}


def written(path, *lines):
    path.write_bytes(
        b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
    )
    return path


def test_lines_are_read_with_whole_numbers_as_ids(tmp_path):
    path = written(
        tmp_path / "r.jsonl",
        {"response_id": 1001, "response": "Yes."},
        b"",
        {"response_id": "x", "response": ""},
    )
    responses, faults = read_table(path, MAP)
    assert faults == []
    assert [(each.row, each.fields["external_id"], each.answers) for each in responses] == [
        (1, "1001", {"why": "Yes."}),
        (3, "x", {}),
    ]


@pytest.mark.parametrize(
    "second, told",
    [
        (b"{", "Line 2 is not a JSON object of plain values."),
        (b"[1]", "Line 2 is not a JSON object of plain values."),
        (b'{"response": ["a"]}', "Line 2 is not a JSON object of plain values."),
        (b'{"response": "\xff"}', "Line 2 is not UTF-8."),
    ],
)
def test_line_that_cannot_be_read_is_named(tmp_path, second, told):
    path = written(tmp_path / "r.jsonl", {"response_id": 1, "response": "Yes."}, second)
    with pytest.raises(Invalid) as invalid:
        read_table(path, MAP)
    assert invalid.value.fields == {"r.jsonl": [told]}


def test_missing_column_and_empty_file_are_refused(tmp_path):
    for lines in ([{"response": "Yes."}], [b""]):
        with pytest.raises(Invalid):
            read_table(written(tmp_path / "r.jsonl", *lines), MAP)


@pytest.mark.django_db
def test_lines_become_answers(tmp_path, capsys):
    consultation = ConsultationFactory(slug="streets")
    QuestionFactory(consultation=consultation, key="why")
    path = written(tmp_path / "r.jsonl", *({"response_id": n, "response": f"Text {n}."} for n in (1, 2)))
    call_command(
        "import_contributions",
        str(path),
        "--slug",
        "streets",
        "--map",
        "response_id=external_id",
        "response=question:why",
    )
    assert list(Contribution.objects.order_by("pk").values_list("public_text", flat=True)) == [
        "Text 1.",
        "Text 2.",
    ]
