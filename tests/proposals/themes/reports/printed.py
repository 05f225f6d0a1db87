"""What the outputs of an edition print of its cells, read back as anybody reads them."""

import csv
import io
import re
from html.parser import HTMLParser

from openpyxl import load_workbook

from proposals.enums import Channel

from .heard import Heard


class Tables(HTMLParser):
    """The tables of a page: [[cells of a row]]."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.cell = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.cell = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append(" ".join(" ".join(self.cell).split()))
            self.cell = None


def said(words):
    """A printed cell: a number, "under" or "hidden"; None where it says neither."""
    words = str(words)
    for held in ("under", "hidden"):
        if words.startswith(held):
            return held
    number = re.match(r"[\d,]+$", words.split(" ")[0]) if words else None
    return int(words.split(" ")[0].replace(",", "")) if number else None


def of_json(document):
    for theme in document["themes"]:
        yield ("theme", theme["id"]), theme["held_back"] or theme["submissions"]
    for table in document["breakdowns"]:
        for pk, cells in table["themes"]:
            for (key, *_size), (number, held, *_figures) in zip(table["columns"], cells, strict=True):
                yield (table["by"], key, pk), held or number


def of_csv(text, ids):
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    for row in rows:
        if "by" in row:
            yield (row["by"], row["part"], ids[row["theme"]]), said(row["held_back"] or row["submissions"])
        elif "campaign_copies" in row:
            held = row["held_back"] if row["held_back"] in ("under", "hidden") else ""
            yield ("theme", ids[row["theme"]]), said(held or row["submissions"])


COLUMNS = {"Individuals": "individual", "Organisations": "organisation"} | {
    Channel(key).label.capitalize(): key for key in ("online", "paper", "email")
}


def of_page(page, ids):
    return of_tables(Tables(page).tables, ids)


def of_pdf(content, ids):
    """Its tables by their tags."""
    return of_tables(Heard(content).tables, ids)


def of_tables(tables, ids):
    for head, *rows in tables:
        if head[0] != "Theme":
            continue
        for name, *cells in rows:
            if name not in ids:
                continue
            if head[1] == "Share":
                yield ("theme", ids[name]), said(cells[1])
                continue
            keys = [COLUMNS.get(column.split(" of ")[0]) for column in head[1:]]
            if not any(keys):
                continue  # a table of something else, in which a cell may span columns
            for key, cell in zip(keys, cells, strict=True):
                if key:
                    by = "type" if key in ("individual", "organisation") else "channel"
                    yield (by, key, ids[name]), said(cell)


def of_workbook(content, ids):
    """Its sheets of themes and of parts."""
    book = load_workbook(io.BytesIO(content))
    for name, _definition, _share, _low, _high, number, *_stance, held in rows_of(book["Themes"]):
        if name in ids:
            yield ("theme", ids[name]), said(held) if number is None else number
    for _table, part, _size, _coded, theme, number, held, *_figures in rows_of(book["By part"]):
        key = COLUMNS[part]
        by = "type" if key in ("individual", "organisation") else "channel"
        yield (by, key, ids[theme]), held or number


def rows_of(sheet):
    return list(sheet.iter_rows(min_row=2, values_only=True))
