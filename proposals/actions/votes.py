"""Voting: one row a participant by constraint, one upsert, a count that is always made from the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.enums import Choice
from proposals.models import Vote

from .ballots import Ballot, BallotLine, kept_request, upsert_votes, write_ballot
from .import_marks import MARK, VOTES, begin, unfinished
from .participation import take_part

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

    A repeat with the same `request_key` changes nothing and gets the first answer, also when voting is over
    by then: the answer to the first request may have been lost on its way. Raises Refused, Invalid.
    """
    value = value_of(choice)
    try:
        check("proposals.vote", by, contribution)
    except Refused as refused:
        if refused.code == "phase_closed" and (cast := _cast_before(by, contribution, request_key)):
            return cast
        raise
    participant = take_part(by=by, consultation=contribution.consultation)
    if write_ballot(_ballot(contribution, participant, value, request_key)):
        return CastVote(Vote(contribution=contribution, participant=participant, choice=value), value)
    return _first_answer(contribution, participant, kept_request(participant.pk, request_key))


def _cast_before(by, contribution, request_key):
    """What this very request was answered when it came first, or None."""
    participant = contribution.consultation.participants.of(by).first()
    kept = kept_request(participant.pk, request_key) if participant else None
    return _first_answer(contribution, participant, kept) if kept else None


def _first_answer(contribution, participant, kept):
    if kept.outcome["contribution"] != contribution.pk:
        raise Refused("key_used", _("This was sent for something else before. Load the page anew."), 409)
    standing = Vote.objects.select_related("participant")
    vote = standing.get(contribution=contribution, participant=participant)
    return CastVote(vote, kept.outcome["choice"], repeated=True)


def value_of(choice):
    """1, 0, -1, or None for a retracted vote; Invalid for any other word."""
    if choice == RETRACT:
        return None
    try:
        return int(Choice.of(choice))
    except KeyError:
        raise Invalid({"choice": [_("Choose agree, disagree or pass.")]}) from None


def _ballot(contribution, participant, value, request_key):
    line = BallotLine(contribution.pk, participant.pk, value, contribution.shown_revision_id)
    return Ballot(line, participant.rights_topic, request_key)


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

    cut_off = VOTES in unfinished(consultation)
    if fresh:
        begin(by=by, consultation=consultation, mark=VOTES, count=len(fresh))
        in_batches(fresh, write)
    if fresh or cut_off:
        details = {"count": done, MARK: VOTES}
        log(act="votes.imported", by=by, consultation=consultation, details=details)
    return done
