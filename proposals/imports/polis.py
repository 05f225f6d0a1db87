"""Reads a Polis export: PREFIX.comments.csv and PREFIX.participants-votes.csv."""

import csv
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.utils.text import Truncator

from consult.errors import Invalid
from consult.text import plain

COMMENT_COLUMNS = {"timestamp", "comment-id", "author-id", "moderated", "comment-body"}
CHOICES = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}
LONGEST_TITLE = 160


@dataclass(frozen=True)
class Statement:
    """A comment of the conversation."""

    number: str
    author: str
    text: str
    shown: bool
    written_at: datetime

    @property
    def title(self):
        return Truncator(" ".join(self.text.split())).chars(LONGEST_TITLE)


@dataclass
class Conversation:
    """Statements by number and ballots {participant: {statement number: choice}}."""

    statements: dict[str, Statement] = field(default_factory=dict)
    ballots: dict[str, dict[str, int]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def people(self):
        """Everyone who wrote or voted, in a stable order."""
        authors = {statement.author for statement in self.statements.values()}
        return sorted(authors | set(self.ballots), key=lambda key: (len(key), key))

    @property
    def vote_count(self):
        return sum(len(ballot) for ballot in self.ballots.values())


def read_conversation(prefix):
    """Read both files; Invalid names the file, the line and the column of whatever cannot be read."""
    comments, votes = Path(f"{prefix}.comments.csv"), Path(f"{prefix}.participants-votes.csv")
    for path in (comments, votes):
        if not path.is_file():
            raise Invalid({path.name: ["There is no such file."]})
    conversation = Conversation(statements=_statements(comments))
    _read_ballots(votes, conversation)
    return conversation


@contextmanager
def _opened(path):
    """The file as text; Invalid when it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            yield opened
    except UnicodeDecodeError:
        raise Invalid({path.name: ["The file is not UTF-8. Export it again as CSV UTF-8."]}) from None


def _fault(path, line, column, problem):
    return Invalid({path.name: [f"Line {line}, {column}: {problem}"]})


def _statements(path):
    statements: dict[str, Statement] = {}
    with _opened(path) as opened:
        reader = csv.DictReader(opened)
        missing = COMMENT_COLUMNS - set(reader.fieldnames or [])
        if missing:
            raise Invalid({path.name: [f"Columns missing: {', '.join(sorted(missing))}."]})
        for row in reader:
            statement = _statement(path, reader.line_num, row)
            if statement.number in statements:
                raise _fault(path, reader.line_num, "comment-id", f"{statement.number} stands there twice.")
            statements[statement.number] = statement
    return statements


def _statement(path, line, row):
    for column in sorted(COMMENT_COLUMNS):
        if not plain(row[column] or ""):
            raise _fault(path, line, column, "empty.")
    try:
        written = datetime.fromtimestamp(int(row["timestamp"]) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise _fault(path, line, "timestamp", "not a number of milliseconds.") from None
    return Statement(
        number=row["comment-id"].strip(),
        author=row["author-id"].strip(),
        text=plain(row["comment-body"]),
        shown=row["moderated"].strip() != "-1",
        written_at=written,
    )


def _read_ballots(path, conversation):
    with _opened(path) as opened:
        reader = csv.reader(opened)
        header = [name.strip() for name in next(reader, [])]
        columns = {place: name for place, name in enumerate(header) if name.isdigit()}
        unknown = set(columns.values()) - set(conversation.statements)
        if unknown:
            raise Invalid({path.name: [f"Columns without a comment: {', '.join(sorted(unknown))}."]})
        group = header.index("group-id") if "group-id" in header else len(header)
        for row in filter(any, reader):
            person = _new_person(path, reader.line_num, row[0].strip(), conversation)
            conversation.ballots[person] = _ballot(path, reader.line_num, row, columns)
            if named := "".join(row[group : group + 1]).strip():
                conversation.groups[person] = named


def _new_person(path, line, person, conversation):
    """A participant's number, which stands in one line only."""
    if not person:
        raise _fault(path, line, "participant", "empty.")
    if person in conversation.ballots:
        raise _fault(path, line, "participant", f"{person} stands there twice.")
    return person


def _ballot(path, line, row, columns):
    ballot = {}
    for place, name in columns.items():
        value = row[place].strip() if place < len(row) else ""
        if value == "":
            continue
        if value not in CHOICES:
            raise _fault(path, line, f"column {name}", f"{value!r} is not 1, 0 or -1.")
        ballot[name] = CHOICES[value]
    return ballot
