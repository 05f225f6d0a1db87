"""Tables as CSV and XLSX, both ways: no spreadsheet runs a cell, each fault is named by row and column."""

import csv
import io
import zipfile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from consult.errors import Invalid
from consult.tables import safe

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 20 * LARGEST
MOST_ROWS = 200_000
LONGEST_CELL = 32_000
MOST_FAULTS = 30
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Faults:
    """What is wrong in a file, each with its row and column, as far as somebody wants to read."""

    def __init__(self):
        self.found = []

    def add(self, row, column, problem):
        place = {"row": row, "column": column, "problem": problem}
        self.found.append(_("Row %(row)d, column %(column)s: %(problem)s") % place)

    def raise_any(self, field="file"):
        """Raise Invalid when there is anything; the rest of a long list is a number."""
        if not self.found:
            return
        shown = self.found[:MOST_FAULTS]
        if rest := len(self.found) - len(shown):
            shown = [*shown, _("And %(n)d more like these.") % {"n": rest}]
        raise Invalid({field: shown})


def refused(words):
    """The refusal of a whole file."""
    return Invalid({"file": [words]})


def read_table(name, content, columns, optional=()):
    """[(row number, {column: text})] of a CSV or XLSX file, its header in row 1, empty rows left out.

    name: the file's, whose ending says what it is; content: bytes. The header must hold `columns`, in any
    order and case, and may hold `optional` ones; others are ignored. Cells come as text without outer spaces
    and
    without the apostrophe that `consult.tables.safe` put there. Raises Invalid.
    """
    if len(content) > LARGEST:
        raise refused(_("The file is larger than 10 MB. Split it."))
    rows = _xlsx_rows(content) if name.lower().endswith(".xlsx") else _csv_rows(content)
    header = [_text(cell).casefold() for cell in next(rows, [])]
    _check_header(header, columns, optional)
    wanted = {column: header.index(column) for column in (*columns, *optional) if column in header}
    found = []
    for number, cells in enumerate(rows, start=2):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            found.append((number, {c: texts[i] if i < len(texts) else "" for c, i in wanted.items()}))
        if len(found) > MOST_ROWS:
            raise refused(_("The file has more than 200,000 rows. Split it."))
    return found


def _check_header(header, columns, optional):
    missing = [column for column in columns if column not in header]
    if missing:
        raise refused(
            _("Row 1 must name the columns. Missing: %(missing)s. Found: %(found)s.")
            % {"missing": ", ".join(missing), "found": ", ".join(filter(None, header)) or _("nothing")}
        )
    twice = [column for column in (*columns, *optional) if header.count(column) > 1]
    if twice:
        raise refused(_("Row 1 names these columns twice: %(names)s.") % {"names": ", ".join(twice)})


def decoded(content):
    """The text of a file; Invalid with the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = {"line": content[: error.start].count(b"\n") + 1}
        raise refused(_("Line %(line)d is not UTF-8. Save the file as UTF-8.") % line) from None


def _csv_rows(content):
    text = decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise refused(_("This is not a readable CSV file: %(why)s.") % {"why": error}) from None


def _xlsx_rows(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise refused(_("The file is larger than 10 MB. Split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    except Invalid:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        kind = {"kind": type(error).__name__}
        raise refused(_("This is not a readable XLSX file (%(kind)s).") % kind) from error


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:].strip() if text.startswith("'") and safe(text[1:]) == text else text


def write_xlsx(header, rows, title="Sheet1"):
    """Bytes of an XLSX file with one sheet; every text is stored as text, never as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in [header, *rows]:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet, value):
    cell = WriteOnlyCell(sheet, value=None)
    if value is None or value == "":
        return cell
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value = printable(str(safe(value)))
        cell.data_type = "s"
    return cell


def printable(text):
    """Text without the control characters that XML has no way to write."""
    return "".join(c for c in text if c >= " " or c in "\n\t\r")[:LONGEST_CELL]
