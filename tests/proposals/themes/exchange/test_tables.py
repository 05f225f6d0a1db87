"""Tables as files, both ways: what is wrong is named by row and column, and nothing runs in a spreadsheet."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from consult.errors import Invalid
from consult.tables import as_csv
from proposals.themes.exchange.references import read_reference
from proposals.themes.exchange.tables import XLSX_TYPE, read_table, write_xlsx

KNOWN = {"under-25": "under-25", "under 25": "under-25", "25-44": "25-44", "plus": "plus"}
HOSTILE = ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "Plain", "l'été", "'quoted'", "a\nb", "é" * 50]


def faults_of(content, name="t.csv", known=KNOWN):
    with pytest.raises(Invalid) as invalid:
        read_reference(name, content, known)
    return invalid.value.fields["file"]


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


ROWS = [["Category", "People"], ["Under 25", 12_500], ["25-44", 9000], [None, None], ["plus", 0]]


@pytest.mark.parametrize(
    "name, content",
    [
        ("t.csv", b"category,people\nUnder 25,12500\n25-44,9000\n\nplus,0\n"),
        ("t.csv", "category;people\r\nUnder 25;12 500\r\n25-44;9\u202f000\r\nplus;0".encode("utf-8-sig")),
        ("t.CSV", b"note,people,category\nx,12500,under-25\ny,9000,25-44\nz,0,plus"),
        ("t.xlsx", xlsx(*ROWS)),
    ],
    ids=["comma", "semicolon and spaces", "other order", "xlsx"],
)
def test_reference_is_read(name, content):
    assert read_reference(name, content, KNOWN) == [["under-25", 12_500], ["25-44", 9000], ["plus", 0]]


@pytest.mark.parametrize(
    "lines, told",
    [
        (b"category,n\nplus,1", ["Row 1 must name the columns. Missing: people. Found: category, n."]),
        (b"", ["Row 1 must name the columns. Missing: category, people. Found: nothing."]),
        (b"category,people,people\n", ["Row 1 names these columns twice: people."]),
        (
            b"category,people\nplus,1\nother,2\n,3\nplus,4\n25-44,x\nunder-25,-5\n25-44,\n25-44,99999999999",
            [
                "Row 3, column category: “other” is no answer to this question. "
                "The answers are under-25, 25-44, plus.",
                "Row 4, column category: empty.",
                "Row 5, column category: “plus” stands there twice.",
                "Row 6, column people: “x” is not a whole number such as 12500.",
                "Row 7, column people: “-5” is not a whole number such as 12500.",
                "Row 8, column people: empty.",
                "Row 9, column people: larger than any population.",
            ],
        ),
        (b"category,people\nplus,1", ["Give at least two categories, and more than nobody in them."]),
        (
            b"category,people\nplus,0\n25-44,0",
            ["Give at least two categories, and more than nobody in them."],
        ),
        (b"category,people\nplus,1\n\xff,2", ["Line 3 is not UTF-8. Save the file as UTF-8."]),
    ],
    ids=["column", "nothing", "twice", "cells", "one", "nobody", "latin"],
)
def test_faults_of_a_reference_are_named(lines, told):
    assert faults_of(lines) == told


def test_long_list_of_faults_ends_with_a_number():
    told = faults_of(b"category,people\n" + b"plus,x\n" * 50)
    assert (len(told), told[-1]) == (31, "And 20 more like these.")


@pytest.mark.parametrize("content", [b"no zip", b""], ids=["text", "nothing"])
def test_xlsx_that_is_none_is_refused(content):
    assert faults_of(content, "t.xlsx")[0].startswith("This is not a readable XLSX file (")


def test_xlsx_that_unpacks_to_too_much_is_refused_unread():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    assert faults_of(packed.getvalue(), "t.xlsx") == ["The file is larger than 10 MB. Split it."]


def test_types_of_respondents_may_be_any_words():
    rows = read_reference("t.csv", b"category,people\nTenants,3\nTraders,4", None)
    assert rows == [["Tenants", 3], ["Traders", 4]]


@pytest.mark.parametrize("name, write", [("t.csv", as_csv), ("t.xlsx", write_xlsx)])
def test_hostile_cells_come_back_as_they_went_out(name, write):
    content = write(["word", "n"], [[word, n] for n, word in enumerate(HOSTILE)])
    read = [cells["word"] for _row, cells in read_table(name, content, ["word"])]
    assert read == [word.strip() for word in HOSTILE]


def test_no_cell_of_an_xlsx_is_a_formula():
    sheet = load_workbook(io.BytesIO(write_xlsx(["w"], [[word] for word in HOSTILE]))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert XLSX_TYPE.endswith("sheet")
