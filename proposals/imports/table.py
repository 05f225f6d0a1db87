"""Reads a table of responses, CSV, XLSX or JSON lines: one row a respondent, several answers.

A column map says what each column is: `question:KEY`, `respondent_type`, `organisation`, `channel`,
`consent`, `external_id`, `language` or `received_at`. Rows that cannot be read are named with their column,
the rest stand.
"""

import csv
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from openpyxl import load_workbook

from consult.errors import Invalid
from consult.text import plain
from proposals.enums import Channel, Consent

from .lines import line_rows

FIELDS = {
    "respondent_type",
    "organisation",
    "channel",
    "consent",
    "external_id",
    "language",
    "received_at",
}
QUESTION = "question:"
LARGEST = 50 * 1024 * 1024
CONSENT_WORDS = {
    "yes": Consent.NAMED,
    "named": Consent.NAMED,
    "unnamed": Consent.UNNAMED,
    "anonymous": Consent.UNNAMED,
    "no": Consent.WITHHELD,
    "withheld": Consent.WITHHELD,
    "": Consent.WITHHELD,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell."""

    row: int
    column: str
    problem: str

    def __str__(self):
        return f"row {self.row}, column {self.column}: {self.problem}"


@dataclass
class Response:
    """One readable row: its fields, and {question key: text as typed}."""

    row: int
    fields: dict = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    digest: str = ""


def parse_map(pairs):
    """{column: target} from COLUMN=FIELD words; Invalid for what is neither a field nor a question."""
    mapping = {}
    for pair in pairs:
        column, sign, target = pair.rpartition("=")
        known = target in FIELDS or (target.startswith(QUESTION) and len(target) > len(QUESTION))
        if not sign or not column or not known:
            allowed = ", ".join([f"{QUESTION}KEY", *sorted(FIELDS)])
            raise Invalid({"map": [f"{pair!r} is not COLUMN=FIELD. FIELD is one of {allowed}."]})
        mapping[column.strip()] = target
    if not mapping:
        raise Invalid({"map": ["Name at least one column."]})
    return mapping


def read_table(path, mapping):
    """(responses, faults) of a file; Invalid when the file or its header cannot be used at all."""
    path = Path(path)
    if not path.is_file():
        raise Invalid({path.name: ["There is no such file."]})
    if path.stat().st_size > LARGEST:
        raise Invalid({path.name: ["The file is larger than 50 MB. Split it."]})
    kind = path.suffix.lower()
    rows = READERS_OF.get(kind, _csv_rows)(path)
    header = [str(name or "").strip() for name in next(rows, [])]
    _check_header(path, header, mapping)
    return _read_rows(rows, header, mapping, first=1 if kind == LINES else 2)


def _check_header(path, header, mapping):
    missing = [column for column in mapping if column not in header]
    if missing:
        raise Invalid({path.name: [f"Columns missing: {', '.join(missing)}. Found: {', '.join(header)}."]})
    twice = sorted({name for name in header if name in mapping and header.count(name) > 1})
    if twice:
        raise Invalid({path.name: [f"Columns named twice: {', '.join(twice)}."]})


def _csv_rows(path):
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Invalid({path.name: [f"Line {line} is not UTF-8. Save the file as CSV UTF-8."]}) from None
    dialect = csv.excel
    first = text.split("\n", 1)[0]
    if first.count(";") > first.count(","):
        dialect = _Semicolons
    return csv.reader(text.splitlines(keepends=True), dialect)


class _Semicolons(csv.excel):
    delimiter = ";"


def _xlsx_rows(path):
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises what its parsers raise
        raise Invalid({path.name: [f"This is not a readable XLSX file ({type(error).__name__})."]}) from error
    yield from book.worksheets[0].iter_rows(values_only=True)


LINES = ".jsonl"
READERS_OF = {".xlsx": _xlsx_rows, LINES: line_rows}


def _read_rows(rows, header, mapping, first):
    responses: list[Response] = []
    faults: list[Fault] = []
    seen: dict = {}
    for number, cells in enumerate(rows, start=first):
        if not any(str(cell or "").strip() for cell in cells):
            continue
        response, found = _read_row(number, dict(zip(header, cells, strict=False)), mapping)
        if len(cells) > len(header):
            found.append(Fault(number, "(after the last)", "more cells than the header has columns"))
        found += _seen_before(response, seen)
        faults += found
        if not found:
            responses.append(response)
    return responses, faults


def _seen_before(response, seen):
    """An external id may stand in one row only; rows without one are told apart by what they say."""
    key = response.fields.get("external_id")
    if not key:
        seen[response.digest] = seen.get(response.digest, 0) + 1
        response.fields["external_id"] = f"row:{response.digest}:{seen[response.digest]}"
        return []
    if key in seen:
        return [Fault(response.row, "external_id", f"{key!r} stands in row {seen[key]} already")]
    seen[key] = response.row
    return []


def _read_row(number, cells, mapping):
    response, faults = Response(number), []
    for column, target in mapping.items():
        try:
            _take(response, target, cells.get(column))
        except ValueError as problem:
            faults.append(Fault(number, column, str(problem)))
    said = json.dumps([response.answers, {k: str(v) for k, v in response.fields.items()}], sort_keys=True)
    response.digest = hashlib.sha256(said.encode()).hexdigest()[:24]
    return response, faults


def _take(response, target, cell):
    if target.startswith(QUESTION):
        text = plain(_text(cell))
        if text:
            response.answers[target.removeprefix(QUESTION)] = text
        return
    value = READERS[target](cell)
    if value not in ("", None):
        response.fields[target] = value


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _short(longest):
    def read(cell):
        text = " ".join(plain(_text(cell)).split())
        if len(text) > longest:
            raise ValueError(f"longer than {longest} characters")
        return text

    return read


def _channel(cell):
    word = _text(cell).lower().replace("-", "")
    if not word:
        return Channel.IMPORT
    if word not in Channel.values:
        raise ValueError(f"{_text(cell)!r} is not one of {', '.join(Channel.values)}")
    return word


def _consent(cell):
    word = _text(cell).lower()
    if word not in CONSENT_WORDS:
        raise ValueError(f"{_text(cell)!r} is not one of {', '.join(w for w in CONSENT_WORDS if w)}")
    return CONSENT_WORDS[word]


def _language(cell):
    code = _text(cell).lower()
    if code and not (code.replace("-", "").isalpha() and 2 <= len(code) <= 12):
        raise ValueError(f"{_text(cell)!r} is not a language code such as en or fr")
    return code


def _moment(cell):
    """A date or date and time; without an offset it is read in the site's time zone."""
    if cell in (None, ""):
        return None
    if isinstance(cell, datetime):
        return _aware(cell)
    if isinstance(cell, date):
        return _aware(datetime(cell.year, cell.month, cell.day))
    try:
        found = parse_datetime(_text(cell)) or parse_date(_text(cell))
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"{_text(cell)!r} is not a date such as 2026-11-22 or 2026-11-22T10:30")
    return _moment(found)


def _aware(moment):
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


READERS = {
    "respondent_type": _short(80),
    "organisation": _short(200),
    "external_id": _short(120),
    "channel": _channel,
    "consent": _consent,
    "language": _language,
    "received_at": _moment,
}
