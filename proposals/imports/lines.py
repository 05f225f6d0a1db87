"""Reads JSON lines as a table: the names of the first line are its columns."""

import json

from consult.errors import Invalid


def line_rows(path):
    """The header, then the cells of each line; Invalid names a line that is no object of plain values."""
    header: list | None = None
    for number, written in enumerate(_decoded(path).split("\n"), start=1):
        if header and not written.strip():
            yield []
            continue
        said = _object(path, number, written)
        if header is None:
            header = list(said)
            yield header
        yield [said.get(name) for name in header]


def _decoded(path):
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Invalid({path.name: [f"Line {line} is not UTF-8."]}) from None


def _object(path, number, written):
    try:
        said = json.loads(written)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or any(isinstance(value, (list, dict)) for value in said.values()):
        raise Invalid({path.name: [f"Line {number} is not a JSON object of plain values."]})
    return said
