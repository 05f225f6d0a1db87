"""Voting: one row a participant by constraint, one upsert, a count that is always made from the rows."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from proposals.enums import Choice
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


def cast_vote(*, by, contribution, choice, request_key=None):
    """Cast, change or retract a vote; `choice` is agree, disagree, pass or retract. Returns a CastVote.

    A repeat with the same `request_key` changes nothing and gets the first answer. Raises Refused, Invalid.
    """
    value = value_of(choice)
    check("proposals.vote", by, contribution)
    participant = take_part(by=by, consultation=contribution.consultation)
    written = _write(contribution, participant, value, request_key)
    if written:
        recount_if_due(contribution.pk)
    else:
        value = _kept(participant, request_key).outcome["choice"]
    rows = Vote.objects.select_related("participant")
    vote = rows.get(contribution=contribution, participant=participant)
    return CastVote(vote, value, repeated=not written)


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
            upsert_votes([_vote(contribution, participant, value)])
    except IntegrityError:
        if not request_key or _kept(participant, request_key) is None:
            raise
        return False
    return True


def _kept(participant, request_key):
    return KeptRequest.objects.filter(participant=participant, key=request_key, act="vote").first()


def _vote(contribution, participant, value):
    return Vote(
        contribution=contribution,
        participant=participant,
        choice=value,
        revision_id=contribution.shown_revision_id,
        cast_at=now(),
        changed_at=now(),
    )


def upsert_votes(votes):
    """One statement: insert, or change the standing vote of the same participant."""
    Vote.objects.bulk_create(
        votes,
        update_conflicts=True,
        unique_fields=["contribution", "participant"],
        update_fields=["choice", "revision", "changed_at"],
    )


def import_votes(*, by, consultation, votes, progress=lambda done: None):
    """Write many votes of imported participants: same constraints, one log entry for the whole import.

    `votes` are unsaved Vote rows of this consultation; the caller recounts with `recount_all`.
    """
    done = 0

    def write(batch):
        nonlocal done
        upsert_votes(batch)
        done += len(batch)
        progress(done)

    in_batches(votes, write)
    log(act="votes.imported", by=by, consultation=consultation, details={"count": done})
    return done
