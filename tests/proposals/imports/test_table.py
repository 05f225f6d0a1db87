"""A table of responses: bad rows are named with row and column, the rest arrives once, totals add up."""

import csv
import io
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from consult.errors import Invalid
from proposals.imports.table import parse_map, read_table
from proposals.models import Answer, Contribution, Participant, Submission
from tests.factories.consult import ConsultationFactory, QuestionFactory

HEADER = ["Ref", "Why?", "Bus?", "Who", "Org", "Consent", "Sent", "Came", "Language"]
MAP = {
    "Ref": "external_id",
    "Why?": "question:why",
    "Bus?": "question:bus",
    "Who": "respondent_type",
    "Org": "organisation",
    "Consent": "consent",
    "Sent": "received_at",
    "Came": "channel",
    "Language": "language",
}
GOOD = ["a1", "Because of the school.", "Yes", "resident", "", "yes", "2026-01-02", "paper", "en"]


def rows(*changes):
    """Good rows, each with its own reference and what is changed in it by column."""
    made = []
    for number, change in enumerate(changes, start=1):
        row = dict(zip(HEADER, GOOD, strict=True)) | {"Ref": f"a{number}"} | change
        made.append([row[name] for name in HEADER])
    return made


def write_csv(path, lines, delimiter=",", mark="", header=HEADER):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *lines])
    path.write_text(mark + text.getvalue(), encoding="utf-8")
    return path


def write_xlsx(path, lines, header=HEADER):
    book = Workbook()
    for line in [header, *lines]:
        book.active.append(line)
    book.save(path)
    return path


@pytest.fixture
def asked():
    consultation = ConsultationFactory(slug="streets")
    QuestionFactory(consultation=consultation, key="why")
    QuestionFactory(consultation=consultation, key="bus", closed=True)
    return consultation


def run(path, mapping=MAP):
    out, err = io.StringIO(), io.StringIO()
    pairs = [f"{column}={target}" for column, target in mapping.items()]
    call_command("import_contributions", str(path), slug="streets", map=pairs, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["comma", "semicolon", "mark", "xlsx"])
def test_each_kind_of_file_leaves_the_same_rows(asked, tmp_path, kind):
    lines = rows({}, {"Bus?": "no", "Org": "Cycle club", "Consent": "anonymous"})
    if kind == "xlsx":
        path = write_xlsx(tmp_path / "answers.xlsx", lines)
    else:
        delimiter = ";" if kind == "semicolon" else ","
        path = write_csv(tmp_path / "answers.csv", lines, delimiter, "\ufeff" if kind == "mark" else "")
    assert run(path) == ("2 rows imported, 0 were there already, 0 left out.", [])
    first, second = Submission.objects.order_by("external_id")
    assert (first.external_id, first.channel, first.consent, first.language) == ("a1", "paper", "named", "en")
    assert first.received_at.date().isoformat() == "2026-01-02"
    assert (second.consent, second.participant.organisation, second.participant.kind) == (
        "unnamed",
        "Cycle club",
        "organisation",
    )
    assert [c.public_text for c in Contribution.objects.order_by("pk")] == ["Because of the school."] * 2
    assert sorted(values for [values] in Answer.objects.values_list("values")) == [["no"], ["yes"]]
    assert first.participant.respondent_type == "resident"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "consent", "read"),
    [
        ("yes", "named", True),
        ("Named", "named", True),
        ("unnamed", "unnamed", True),
        ("anonymous", "unnamed", True),
        ("no", "withheld", False),
        ("", "withheld", False),
    ],
)
def test_consent_decides_who_reads(asked, tmp_path, client, word, consent, read):
    run(write_csv(tmp_path / "a.csv", rows({"Consent": word})))
    assert Submission.objects.get().consent == consent
    found = client.get(Contribution.objects.get().get_absolute_url())
    assert found.status_code == (200 if read else 404)


@pytest.mark.django_db
def test_without_a_column_for_consent_nobody_reads(asked, tmp_path):
    mapping = {column: target for column, target in MAP.items() if target != "consent"}
    run(write_csv(tmp_path / "a.csv", rows({})), mapping)
    assert Submission.objects.get().consent == "withheld"


BAD_CELLS = [
    ({"Consent": "perhaps"}, "Consent"),
    ({"Came": "pigeon"}, "Came"),
    ({"Sent": "yesterday"}, "Sent"),
    ({"Sent": "2026-13-01"}, "Sent"),
    ({"Language": "klingon!"}, "Language"),
    ({"Bus?": "Perhaps"}, "bus"),
    ({"Why?": "x" * 16_001}, "why"),
    ({"Org": "x" * 201}, "Org"),
    ({"Ref": "a1"}, "external_id"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "column"), BAD_CELLS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_bad_row_is_named_with_its_column_and_the_rest_arrives(asked, tmp_path, change, column, kind):
    write = write_csv if kind == "csv" else write_xlsx
    said, faults = run(write(tmp_path / f"a.{kind}", rows({}, change, {})))
    assert said == "2 rows imported, 0 were there already, 1 left out."
    assert [fault.partition(": ")[0] for fault in faults] == [f"row 3, column {column}"]


@pytest.mark.django_db
def test_every_bad_cell_of_a_row_is_named(asked, tmp_path):
    _said, faults = run(write_csv(tmp_path / "a.csv", rows({"Consent": "perhaps", "Came": "pigeon"})))
    assert [fault.partition(":")[0] for fault in faults] == ["row 2, column Consent", "row 2, column Came"]


@pytest.mark.django_db
def test_a_text_over_several_lines_counts_as_one_row(asked, tmp_path):
    lines = rows({"Why?": "One\nTwo\r\nThree"}, {"Consent": "perhaps"})
    _said, faults = run(write_csv(tmp_path / "a.csv", lines))
    assert Contribution.objects.get().public_text == "One\nTwo\nThree"
    assert faults[0].startswith("row 3, column Consent")


@pytest.mark.django_db
@pytest.mark.parametrize("with_reference", [True, False])
def test_importing_again_changes_nothing(asked, tmp_path, with_reference):
    mapping = MAP if with_reference else {c: t for c, t in MAP.items() if t != "external_id"}
    path = write_csv(tmp_path / "a.csv", rows({}, {}, {"Why?": "Another."}))
    first, _faults = run(path, mapping)
    before = counts()
    again, _faults = run(path, mapping)
    assert (first, again) == (
        "3 rows imported, 0 were there already, 0 left out.",
        "0 rows imported, 3 were there already, 0 left out.",
    )
    assert counts() == before == (3, 3, 3, 3)


def counts():
    return tuple(model.objects.count() for model in (Participant, Submission, Contribution, Answer))


@pytest.mark.django_db
def test_rows_mended_in_the_file_arrive_the_second_time(asked, tmp_path):
    run(write_csv(tmp_path / "a.csv", rows({}, {"Consent": "perhaps"})))
    said, faults = run(write_csv(tmp_path / "a.csv", rows({}, {})))
    assert (said, faults) == ("1 rows imported, 1 were there already, 0 left out.", [])


@pytest.mark.django_db
def test_empty_lines_and_blank_answers_are_no_contributions(asked, tmp_path):
    run(write_csv(tmp_path / "a.csv", [*rows({"Why?": "  "}), [""] * len(HEADER), *rows({}, {})[1:]]))
    assert counts() == (2, 2, 1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("formula", ["=1+1", "+1", "@SUM(A1)", "<script>alert(1)</script>"])
def test_words_are_kept_as_words(asked, tmp_path, formula):
    run(write_csv(tmp_path / "a.csv", rows({"Why?": formula})))
    contribution = Contribution.objects.get()
    assert contribution.public_text == formula
    assert "<script" not in contribution.body_html


@pytest.mark.parametrize(
    "pairs", [[], ["Why?"], ["=question:why"], ["Why?=question:"], ["Why?=password"], ["Why?=author__email"]]
)
def test_parse_map_says_what_is_allowed(pairs):
    with pytest.raises(Invalid) as invalid:
        parse_map(pairs)
    assert list(invalid.value.fields) == ["map"]


def test_parse_map_takes_columns_with_equals_signs():
    assert parse_map(["a=b=question:why"]) == {"a=b": "question:why"}


@pytest.mark.django_db
def test_import_into_a_question_nobody_asked_names_those_that_are(asked, tmp_path):
    path = write_csv(tmp_path / "a.csv", rows({}))
    with pytest.raises(CommandError, match=r"No question how\. The questions are why, bus\."):
        run(path, {"Why?": "question:how"})
    assert counts() == (0, 0, 0, 0)


UNREADABLE = {
    "nothing.csv": None,
    "latin.csv": "Ref,Why?\na1,Schön\n".encode("latin-1"),
    "empty.csv": b"",
    "broken.xlsx": b"PK\x03\x04 not a workbook",
    "twice.csv": b"Why?,Why?\na,b\n",
    "other.csv": b"What,When\na,b\n",
    "nul.csv": b"Ref,Why?\na1,\x00\x00\n\x00",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_read_table_of_an_unreadable_file_says_so_or_names_rows(tmp_path, name):
    path = tmp_path / name
    if UNREADABLE[name] is not None:
        path.write_bytes(UNREADABLE[name])
    if name == "nul.csv":
        responses, _faults = read_table(path, {"Why?": "question:why"})
        assert {tuple(r.answers) for r in responses} == {()}
        return
    with pytest.raises(Invalid) as invalid:
        read_table(path, {"Why?": "question:why"})
    assert list(invalid.value.fields) == [name]


def test_read_table_names_the_line_that_is_not_utf8(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Why?\nfirst\nSchön\n".encode("latin-1"))
    with pytest.raises(Invalid, match="Line 3 is not UTF-8"):
        read_table(path, {"Why?": "question:why"})


def test_read_table_takes_dates_and_numbers_as_a_workbook_has_them(tmp_path):
    line = [7.0, 12.5, "yes", "", "", "", datetime(2026, 1, 2, 10, 30), "", ""]
    path = write_xlsx(tmp_path / "a.xlsx", [line])
    [response], faults = read_table(path, MAP)
    assert faults == []
    assert (response.fields["external_id"], response.answers["why"]) == ("7", "12.5")
    assert response.fields["received_at"].isoformat() == "2026-01-02T10:30:00+00:00"
