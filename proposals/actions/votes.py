"""Voting: one row a participant by constraint, one upsert, a count that is always made from the rows."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from proposals.enums import Choice
from proposals.events import record
from proposals.models import KeptRequest, Vote

from .participation import take_part
from .tallies import recount_if_due

RETRACT = "retract"


@dataclass(frozen=True)
class CastVote:
    """What a request to vote was answered: the choice it made, and the vote as it stands now."""

    vote: Vote
    choice: int | None
    repeated: bool = False

    @property
    def participant(self):
        return self.vote.participant

    @property
    def standing_word(self):
        """agree, disagree, pass, or "" for a vote taken back."""
        return "" if self.vote.choice is None else Choice(self.vote.choice).word


def cast_vote(*, by, contribution, choice, request_key=None):
    """Cast, change or retract a vote; `choice` is agree, disagree, pass or retract. Returns a CastVote.

    A repeat with the same `request_key` changes nothing and gets the first answer. Raises Refused, Invalid.
    """
    value = value_of(choice)
    check("proposals.vote", by, contribution)
    participant = take_part(by=by, consultation=contribution.consultation)
    if _write(contribution, participant, value, request_key):
        recount_if_due(contribution.pk)
        return CastVote(Vote(contribution=contribution, participant=participant, choice=value), value)
    value = _kept(participant, request_key).outcome["choice"]
    standing = Vote.objects.select_related("participant")
    vote = standing.get(contribution=contribution, participant=participant)
    return CastVote(vote, value, repeated=True)


def value_of(choice):
    """1, 0, -1, or None for a retracted vote; Invalid for any other word."""
    if choice == RETRACT:
        return None
    try:
        return int(Choice.of(choice))
    except KeyError:
        raise Invalid({"choice": [_("Choose agree, disagree or pass.")]}) from None


def _write(contribution, participant, value, request_key):
    """Write the vote unless this request was answered before; True when it was written."""
    try:
        with transaction.atomic():
            if request_key:
                KeptRequest.objects.create(
                    participant=participant,
                    key=request_key,
                    act="vote",
                    outcome={"contribution": contribution.pk, "choice": value},
                    created_at=now(),
                )
            upsert_votes([_ballot_line(contribution, participant, value)])
            if value is None:  # who takes a vote back may not watch the count any longer
                record((participant.rights_topic, "rights.changed", participant.pk))
    except IntegrityError:
        if not request_key or _kept(participant, request_key) is None:
            raise
        return False
    return True


def _kept(participant, request_key):
    return KeptRequest.objects.filter(participant=participant, key=request_key, act="vote").first()


def _ballot_line(contribution, participant, value):
    return BallotLine(contribution.pk, participant.pk, value, contribution.shown_revision_id)


class BallotLine(NamedTuple):
    """One choice of one participant on one contribution, in the version they saw."""

    contribution: int
    participant: int
    choice: int | None
    revision: int | None


UPSERT = """
INSERT INTO proposals_vote (contribution_id, participant_id, choice, revision_id, cast_at, changed_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (contribution_id, participant_id) DO UPDATE
SET choice = excluded.choice, revision_id = excluded.revision_id, changed_at = excluded.changed_at
"""


def upsert_votes(lines):
    """Insert each vote, or change the standing one of the same participant; one statement a vote.

    Written as SQL since building 225,000 model instances costs five times the writing.
    """
    at = connection.ops.adapt_datetimefield_value(now())
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, [(*line, at, at) for line in lines])


def import_votes(*, by, consultation, lines, progress=lambda done: None):
    """Write many BallotLines of imported participants: same constraints, one log entry for the import.

    Lines that already stand are left alone. The caller recounts with `recount_all`; returns how many changed.
    """
    standing = {
        (contribution, participant): choice
        for contribution, participant, choice in Vote.objects.filter(
            contribution__consultation=consultation
        ).values_list("contribution_id", "participant_id", "choice")
    }
    fresh = [line for line in lines if standing.get(line[:2], ...) != line.choice]
    done = 0

    def write(batch):
        nonlocal done
        upsert_votes(batch)
        done += len(batch)
        progress(done)

    in_batches(fresh, write)
    if fresh:
        log(act="votes.imported", by=by, consultation=consultation, details={"count": done})
    return done
