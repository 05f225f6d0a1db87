"""The tables of the report as one workbook, a sheet each."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from consult.tables import safe

WIDEST = 60


def as_workbook(context):
    """Bytes of the file, from what the page of the report prints."""
    book = Workbook()
    book.remove(book.active)
    for title, header, rows in _sheets(context):
        _fill(book.create_sheet(title), header, rows)
    report = context["report"]
    moment = (report.published_at or report.frozen_at).replace(tzinfo=None)
    book.properties.title = _("What people told us: %(title)s") % {"title": context["consultation"].title}
    book.properties.creator = context["consultation"].body.name
    book.properties.created = book.properties.modified = moment
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheets(context):
    """(title, header, rows) of each."""
    yield (
        _("In short"),
        (_("Sentence"), _("Theme"), _("Number"), _("Word")),
        [(row["sentence"], row["theme"].name, row["number"], row["word"]) for row in context["summary"]],
    )
    yield _("Ledger"), (_("Place"), _("Contributions")), _ledger(context)
    yield _("Ways"), (_("Way"), _("Contributions")), context["channels"]
    yield _("Respondents"), (_("Kind"), _("People")), context["respondents"]
    header = (_("Theme"), _("Definition"), _("Share, per cent"), _("From"), _("To"), _("Number"))
    stances = (_("For"), _("Against"), _("Neither"))
    yield _("Themes"), (*header, *stances, _("Holds"), _("Held back")), _themes(context)
    if context["breakdowns"]:
        header = (
            _("Table"),
            _("Part"),
            _("Submissions"),
            _("Coded"),
            _("Theme"),
            _("Number"),
            _("Held back"),
        )
        yield _("By part"), (*header, _("Share, per cent"), _("From"), _("To")), _parts(context["breakdowns"])
    names = [name for name, _people in context["groups"]]
    yield (
        _("Opinion groups"),
        (_("Statement"), *names),
        [(row["name"], *row["shares"]) for row in context["statements"]],
    )
    yield _("Method"), (_("What"), _("Words")), _method(context)


def _ledger(context):
    rows = [(name, number) for number, name, _url in context["parts"]]
    return [*rows, (_("received"), context["bundle"]["received"])]


def _themes(context):
    for row in context["rows"]:
        sizes = (row["name"], row["definition"], row["share"], row["low"], row["high"], row["number"])
        stances = (row["agree"], row["disagree"], row["neither"])
        yield (*sizes, *stances, row["holds"], row["held_back"])


def _parts(tables):
    """A row for each theme and part of the respondents."""
    for table in tables:
        for theme, cells in table["rows"]:
            for (part, size, coded), cell in zip(table["columns"], cells, strict=True):
                figures = (cell["share"], cell["low"], cell["high"])
                yield (table["title"], part, size, coded, theme.name, cell["number"], cell["held"], *figures)


def _method(context):
    run, frame = context["bundle"]["run"], context["frame"]
    yield _("Not representative"), _("A consultation is not a vote. People chose to take part.")
    yield _("Not fact-checked"), _("What people wrote was not checked for facts.")
    if frame:
        yield _("Limits"), frame["limits"]
        yield _("Whom to ask"), frame["contact"]
        for word, low, high in context["scale"]:
            yield word, _("from %(low)d to below %(high)d per cent") % {"low": low, "high": high}
    yield _("Run"), run["number"]
    yield _("Seed"), run["seed"]
    yield _("Fingerprint"), context["report"].manifest_hash


def _fill(sheet, header, rows):
    """Bold header that stays in view; text that a program would run as a formula is text."""
    for row in (header, *rows):
        sheet.append([safe(_plain(cell)) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, WIDEST)


def _plain(cell):
    """Numbers as numbers, lazy words as words."""
    if cell is None or isinstance(cell, int | float | str):
        return cell
    return float(cell) if hasattr(cell, "as_tuple") else str(cell)
