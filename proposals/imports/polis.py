"""Reads a Polis export: PREFIX.comments.csv and PREFIX.participants-votes.csv."""

import csv
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


def _statements(path):
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        missing = COMMENT_COLUMNS - set(reader.fieldnames or [])
        if missing:
            raise Invalid({path.name: [f"Columns missing: {', '.join(sorted(missing))}."]})
        return {s.number: s for s in (_statement(path, reader.line_num, row) for row in reader)}


def _statement(path, line, row):
    try:
        written = datetime.fromtimestamp(int(row["timestamp"]) / 1000, tz=UTC)
    except (TypeError, ValueError):
        raise Invalid({path.name: [f"Line {line}, timestamp: not a number of milliseconds."]}) from None
    text = plain(row["comment-body"] or "")
    if not text:
        raise Invalid({path.name: [f"Line {line}, comment-body: empty."]})
    return Statement(
        number=row["comment-id"].strip(),
        author=row["author-id"].strip(),
        text=text,
        shown=row["moderated"].strip() != "-1",
        written_at=written,
    )


def _read_ballots(path, conversation):
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened)
        header = next(reader, [])
        columns = {place: name for place, name in enumerate(header) if name.strip().isdigit()}
        unknown = set(columns.values()) - set(conversation.statements)
        if unknown:
            raise Invalid({path.name: [f"Columns without a comment: {', '.join(sorted(unknown))}."]})
        group = header.index("group-id") if "group-id" in header else None
        for row in reader:
            conversation.ballots[row[0]] = _ballot(path, reader.line_num, row, columns)
            if group is not None and row[group]:
                conversation.groups[row[0]] = row[group]


def _ballot(path, line, row, columns):
    ballot = {}
    for place, name in columns.items():
        value = row[place].strip() if place < len(row) else ""
        if value == "":
            continue
        if value not in CHOICES:
            raise Invalid({path.name: [f"Line {line}, column {name}: {value!r} is not 1, 0 or -1."]})
        ballot[name] = CHOICES[value]
    return ballot
