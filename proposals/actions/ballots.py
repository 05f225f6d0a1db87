"""The writing of votes: those that come while one transaction is written go together with the next.

Each request waits until its own row is committed. One commit for many is what a disk can do more of: alone,
every vote pays for a commit and, on SQLite, for its turn at the one lock, got by asking again and again.
"""

import threading
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from django.db import IntegrityError, OperationalError, connection, transaction

from consult.clock import now
from proposals.events import record
from proposals.models import KeptRequest

from .tallies import SLOT, recount_if_due

logger = structlog.get_logger(__name__)


class BallotLine(NamedTuple):
    """One choice of one participant on one contribution, in the version they saw."""

    contribution: int
    participant: int
    choice: int | None
    revision: int | None


@dataclass(eq=False)
class Ballot:
    """A line on its way to the table; `written` stays False when its request was answered before."""

    line: BallotLine
    rights_topic: str
    request_key: Any = None
    written: bool = False
    failure: Exception | None = None
    is_done: bool = False


class BallotBox:
    """Lets one thread at a time write, and gives it the ballots of all who wait."""

    def __init__(self, write, patience=0.001):
        """`write` takes a list of ballots and notes on each what became of it.

        Where many wrote together just now, the next one waits `patience` seconds for as many to come back.
        """
        self._write, self._patience = write, patience
        self.waiting: list[Ballot] = []
        self._lock = threading.Lock()
        self._turn, self._arrival = threading.Condition(self._lock), threading.Condition(self._lock)
        self._is_open = True
        self._usual = 1

    def put(self, ballot):
        """Return when the ballot is done, by this thread or another."""
        with self._lock:
            self.waiting.append(ballot)
            self._arrival.notify()
            self._turn.wait_for(lambda: ballot.is_done or self._is_open)
            if ballot.is_done:
                return
            self._is_open = False
            together = self._gather()
        self._write_all(together)

    def _gather(self):
        self._arrival.wait_for(lambda: len(self.waiting) >= self._usual, self._patience)
        together, self.waiting = self.waiting, []
        self._usual = len(together)
        return together

    def _write_all(self, ballots):
        try:
            self._write(ballots)
        except BaseException as failure:
            for ballot in ballots:
                ballot.failure = failure if isinstance(failure, Exception) else OperationalError("stopped")
            if not isinstance(failure, Exception):
                raise
        finally:
            with self._turn:
                for ballot in ballots:
                    ballot.is_done = True
                self._is_open = True
                self._turn.notify_all()


def write_ballot(ballot):
    """Write a ballot beside those of other threads; True when written, False for a repeated request."""
    if connection.in_atomic_block:  # what is written must be part of the caller's transaction
        write_ballots([ballot])
    else:
        _box.put(ballot)
    if ballot.failure:
        raise copy(ballot.failure)
    return ballot.written


def write_ballots(ballots):
    """Write all in one transaction, each alone if one of them cannot be; note on each what became of it."""
    try:
        _write_together(ballots)
    except IntegrityError as failure:
        for ballot in ballots:
            _write_alone(ballot, failure if len(ballots) == 1 else None)
    for contribution_id in {ballot.line.contribution for ballot in ballots if ballot.written}:
        _recount(contribution_id)


def _write_together(ballots):
    with transaction.atomic():
        # in one order everywhere, or two processes with the same rows wait for each other
        ballots = sorted(ballots, key=lambda ballot: ballot.line[:2])
        KeptRequest.objects.bulk_create(_request(ballot) for ballot in ballots if ballot.request_key)
        upsert_votes([ballot.line for ballot in ballots])
        # who takes a vote back may not watch the count any longer
        taken_back = [ballot for ballot in ballots if ballot.line.choice is None]
        if taken_back:
            record(*((each.rights_topic, "rights.changed", each.line.participant) for each in taken_back))
    for ballot in ballots:
        ballot.written = True


def _write_alone(ballot, failure):
    """Write it, unless its request was answered before; `failure` is what writing it alone met already."""
    if failure is None:
        try:
            _write_together([ballot])
        except IntegrityError as met:
            failure = met
        else:
            return
    if not kept_request(ballot.line.participant, ballot.request_key):
        ballot.failure = failure


def _request(ballot):
    return KeptRequest(
        participant_id=ballot.line.participant,
        key=ballot.request_key,
        act="vote",
        outcome={"contribution": ballot.line.contribution, "choice": ballot.line.choice},
        created_at=now(),
    )


def kept_request(participant_id, key):
    """The vote this participant sent with this key before, or None."""
    if key is None:
        return None
    return KeptRequest.objects.filter(participant=participant_id, key=key, act="vote").first()


def _recount(contribution_id):
    """The votes are safe; a count that cannot be made now is made within five seconds by the schedule."""
    try:
        _soon.recount(contribution_id)
    except OperationalError as failure:
        logger.warning("tally.recount_put_off", contribution=contribution_id, failure=type(failure).__name__)


class Recounts:
    """Asks for a recount, but not again in the slot in which this process has asked already."""

    def __init__(self, most=10_000):
        self._asked_at: dict[int, datetime] = {}
        self._most = most

    def recount(self, contribution_id):
        at = now()
        asked_at = self._asked_at.get(contribution_id)
        if asked_at and timedelta() <= at - asked_at < SLOT and not connection.in_atomic_block:
            return
        if len(self._asked_at) >= self._most:
            self._asked_at.clear()
        self._asked_at[contribution_id] = at
        recount_if_due(contribution_id)


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


_box, _soon = BallotBox(write_ballots), Recounts()
