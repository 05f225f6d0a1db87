"""Themes and mappings as files, both ways: the UK government tool's JSON, CSV and XLSX.

A theme is (key, name, definition). A mapping is {response id: [(theme key, stance)]}; stances are those of
contributions: for, against, neutral, or nothing. JSON: a list of topics; lines of responses with their labels
and a stance a label (POSITIVE, NEGATIVE, NEUTRAL), as `themefinder` reads and writes them.
"""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.tables import as_csv
from proposals.enums import Stance

from .tables import LARGEST, Faults, decoded, read_table, refused, write_xlsx

STANCES = {"POSITIVE": Stance.FOR, "NEGATIVE": Stance.AGAINST, "NEUTRAL": Stance.NEUTRAL}
NAMES_OF = {stance.value: name for name, stance in STANCES.items()}
THEME_COLUMNS = ["key", "name", "definition"]
MAPPING_COLUMNS = ["response_id", "theme_key", "stance"]
RESPONSE_COLUMNS = ["response_id", "response"]
LONGEST = {"key": 40, "name": 160, "definition": 2000, "response_id": 120}


@dataclass(frozen=True)
class ThemeLine:
    """A theme as a file says it; row: where."""

    key: str
    name: str
    definition: str
    row: int = 0


@dataclass(frozen=True)
class MappingLine:
    """One theme of one response; row: where."""

    response: str
    key: str
    stance: str
    row: int = 0


def read_themes(name, content):
    """[ThemeLine] of a .json, .csv or .xlsx file. Raises Invalid with row and column of each fault."""
    is_json = name.lower().endswith(".json")
    rows = _topics(content) if is_json else read_table(name, content, ["key", "name"], ["definition"])
    faults, found = Faults(), {}
    for row, cells in rows:
        line = ThemeLine(
            *(" ".join(cells[c].split()) for c in ("key", "name")), cells.get("definition", ""), row
        )
        for column in THEME_COLUMNS:
            _check_length(faults, row, column, cells.get(column, ""), needed=column != "definition")
        if line.key in found:
            faults.add(row, "key", _("“%(key)s” stands there twice.") % {"key": line.key})
        found[line.key] = line
    faults.raise_any()
    if not found:
        raise refused(_("There is no theme in this file."))
    return list(found.values())


def read_mapping(name, content):
    """[MappingLine] of a .jsonl, .csv or .xlsx file. Raises Invalid with row and column of each fault."""
    faults = Faults()
    rows = _labels(content, faults) if name.lower().endswith(".jsonl") else _pairs(name, content, faults)
    found = {}
    for line in rows:
        _check_length(faults, line.row, "response_id", line.response)
        if (line.response, line.key) in found:
            faults.add(line.row, "theme_key", _("“%(key)s” stands there twice.") % {"key": line.key})
        found[line.response, line.key] = line
    faults.raise_any()
    if not found:
        raise refused(_("There is no response in this file."))
    return list(found.values())


def _check_length(faults, row, column, text, needed=True):
    if needed and not text:
        faults.add(row, column, _("empty."))
    elif len(text) > LONGEST[column]:
        faults.add(row, column, _("longer than %(n)d characters.") % {"n": LONGEST[column]})


def _topics(content):
    topics = _json(content, _("This is not a readable JSON file: %(why)s."))
    if not isinstance(topics, list):
        raise refused(_("The file must hold a list of topics."))
    faults, rows = Faults(), []
    for row, topic in enumerate(topics, start=1):
        cells = topic if isinstance(topic, dict) else {}
        read = [cells.get(name, "") for name in ("topic_id", "topic_label", "topic_description")]
        if not isinstance(topic, dict) or not all(isinstance(each, str) for each in read):
            faults.add(row, "topic_id", _("not a topic with an id, a label and a description."))
        else:
            rows.append((row, dict(zip(THEME_COLUMNS, map(str.strip, read), strict=True))))
    faults.raise_any()
    return rows


def _json(content, words):
    if len(content) > LARGEST:
        raise refused(_("The file is larger than 10 MB. Split it."))
    try:
        return json.loads(decoded(content))
    except (ValueError, RecursionError) as error:
        raise refused(words % {"why": type(error).__name__}) from None


def _labels(content, faults):
    """MappingLines of JSON lines; a response without labels is one line without a key."""
    if len(content) > LARGEST:
        raise refused(_("The file is larger than 10 MB. Split it."))
    for row, written in enumerate(decoded(content).split("\n"), start=1):
        if written.strip():
            yield from _labels_of(row, written, faults)


def _labels_of(row, written, faults):
    try:
        said = json.loads(written)
        response, labels = said["response_id"], said["labels"]
        stances = said.get("stances", [""] * len(labels))
    except (ValueError, RecursionError, KeyError, TypeError):
        faults.add(row, "response_id", _("not a response with an id and labels."))
        return
    whole = isinstance(response, (int, str)) and not isinstance(response, bool) and isinstance(labels, list)
    if not whole or not isinstance(stances, list) or not all(isinstance(each, str) for each in labels):
        faults.add(row, "labels", _("not a list of keys."))
        return
    if len(labels) != len(stances):
        faults.add(row, "stances", _("not one stance a label."))
        return
    for key, stance in zip(labels, stances, strict=True) if labels else [("", "")]:
        yield MappingLine(str(response), key, _stance(row, "stances", stance, faults), row)


def _pairs(name, content, faults):
    for row, cells in read_table(name, content, ["response_id", "theme_key"], ["stance"]):
        stance = _stance(row, "stance", cells.get("stance", ""), faults)
        yield MappingLine(cells["response_id"], cells["theme_key"], stance, row)


def _stance(row, column, written, faults):
    """A stance in either vocabulary, in any case."""
    word = str(written or "").strip()
    if not word:
        return ""
    if word.upper() in STANCES:
        return STANCES[word.upper()].value
    if word.lower() in Stance.values:
        return word.lower()
    known = ", ".join([*STANCES, *Stance.values])
    faults.add(row, column, _("“%(word)s” is not one of %(known)s.") % {"word": word[:40], "known": known})
    return ""


def write_themes(ending, themes):
    """Bytes of [(key, name, definition)] as json, csv or xlsx."""
    if ending != "json":
        return _table(ending, THEME_COLUMNS, themes)
    topics = [
        {
            "topic_id": key,
            "topic_label": name,
            "topic_description": definition,
            "topic": f"{name}: {definition}",
        }
        for key, name, definition in themes
    ]
    return f"{json.dumps(topics, indent=4)}\n".encode()


def write_mapping(ending, mapping):
    """Bytes of {response id: [(key, stance)]} as jsonl, csv or xlsx.

    In tables a response without themes has a row with an empty key.
    """
    if ending != "jsonl":
        rows = [
            [number(response), key, stance]
            for response, labels in mapping.items()
            for key, stance in labels or [("", "")]
        ]
        return _table(ending, MAPPING_COLUMNS, rows)
    return _lines(
        {
            "response_id": number(response),
            "labels": [key for key, _stance in labels],
            "stances": [NAMES_OF.get(stance, "NEUTRAL") for _key, stance in labels],
        }
        for response, labels in mapping.items()
    )


def write_responses(ending, responses):
    """Bytes of {response id: text} as jsonl, csv or xlsx."""
    if ending != "jsonl":
        return _table(ending, RESPONSE_COLUMNS, [[number(key), text] for key, text in responses.items()])
    return _lines({"response_id": number(key), "response": text} for key, text in responses.items())


def number(response):
    """A response id as other tools write it: a whole number where it is one."""
    plain = response.isascii() and response.isdigit() and str(int(response)) == response
    return int(response) if plain and len(response) <= 15 else response


def _lines(rows):
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def _table(ending, header, rows):
    return write_xlsx(header, rows) if ending == "xlsx" else as_csv(header, rows)
