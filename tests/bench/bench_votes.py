"""Measures votes a second on one proposal, beside counting a number up; the tally equals the rows.

Four processes on SQLite; eight clients on PostgreSQL when one is reachable. One JSON line a figure.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import F

from consult.accounts.models import User
from proposals.actions.tallies import counts_of, recount, recount_if_due
from proposals.actions.votes import BallotLine, cast_vote, upsert_votes
from proposals.models import Contribution, Participant, Tally, Vote
from tests.databases import close_default
from tests.factories.proposals import ProposalFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECONDS, VOTERS = 5, 400
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ROOT = Path(__file__).resolve().parents[2]


def by_action(contribution, participant, choice):
    """What a request calls: rule, participant, upsert, recount when it is due."""
    cast_vote(by=participant.user, contribution=contribution, choice="agree" if choice == 1 else "disagree")


def by_upsert(contribution, participant, choice):
    """The writing alone."""
    with transaction.atomic():
        upsert_votes([BallotLine(contribution.pk, participant.pk, choice, contribution.shown_revision_id)])
    recount_if_due(contribution.pk)


def by_counting_up(contribution, participant, choice):
    """The naive way, its writing alone: look, create or change, and move two numbers by one."""
    with transaction.atomic():
        vote, is_new = Vote.objects.get_or_create(
            contribution=contribution, participant=participant, defaults={"choice": choice}
        )
        moved = {"agree" if choice == 1 else "disagree": 1}
        if not is_new and vote.choice != choice:
            moved["disagree" if choice == 1 else "agree"] = -1
        elif not is_new:
            moved = {}
        vote.choice = choice
        vote.save()
        changes = {name: F(name) + by for name, by in moved.items()}
        if changes:
            Tally.objects.filter(pk=contribution.pk).update(**changes)


def voting(way, contribution_id, people, until, cast):
    """One client: its people vote in turn, back and forth, until the time is up."""
    contribution = Contribution.objects.select_related("consultation").get(pk=contribution_id)
    voters = list(Participant.objects.filter(pk__in=people).select_related("user"))
    number = 0
    while time.monotonic() < until:
        voter, turn = voters[number % len(voters)], number // len(voters)
        way(contribution, voter, 1 if turn % 2 == 0 else -1)
        number += 1
    cast.value = number
    close_default()


def votes_a_second(way, contribution, people, clients):
    fork = multiprocessing.get_context("fork")
    close_default()  # with its pool: each process makes its own
    until = time.monotonic() + SECONDS
    shares = [people[each::clients] for each in range(clients)]
    counts = [fork.Value("i", 0) for _each in shares]
    processes = [
        fork.Process(target=voting, args=(way, contribution.pk, share, until, count))
        for share, count in zip(shares, counts, strict=True)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * clients
    return sum(count.value for count in counts) / SECONDS


def voters_of(contribution):
    users = User.objects.bulk_create(
        User(email=f"voter{each}@example.org", display_name=f"Voter {each}") for each in range(VOTERS)
    )
    people = Participant.objects.bulk_create(
        Participant(consultation=contribution.consultation, user=user, confirmed=True) for user in users
    )
    return [person.pk for person in people]


def test_votes_on_one_proposal():
    clients = 8 if connection.vendor == "postgresql" else 4
    found = {}
    for name, way in {"naive": by_counting_up, "upsert": by_upsert, "action": by_action}.items():
        contribution = ProposalFactory()
        User.objects.filter(email__startswith="voter").update(email=F("id"))
        people = voters_of(contribution)
        found[name] = votes_a_second(way, contribution, people, clients)
        if name != "naive":
            recount(contribution.pk)
        tally, rows = Tally.objects.get(pk=contribution.pk), counts_of(contribution.pk)
        assert (tally.agree, tally.disagree) == (rows["agree"], rows["disagree"])
        assert 0 < tally.total <= VOTERS
    figures = {f"{name}_a_second": round(number) for name, number in found.items()}
    times = round(found["upsert"] / found["naive"], 1)
    print(
        json.dumps(
            {
                "figure": f"votes on one proposal, {connection.vendor}, {clients} clients",
                **figures,
                "times": times,
            }
        ),
        flush=True,
    )


def test_votes_on_postgresql_where_it_is_reachable():
    if connection.vendor == "postgresql":
        pytest.skip("this run is on PostgreSQL already")
    asked = subprocess.run([sys.executable, ROOT / "tools" / "reachable.py", POSTGRESQL], check=False)
    if asked.returncode:
        pytest.skip("no PostgreSQL here")
    command = [sys.executable, "-m", "pytest", __file__, "-m", "", "-q", "-s", "-k", "on_one_proposal"]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": POSTGRESQL}, check=False)
    assert ran.returncode == 0
