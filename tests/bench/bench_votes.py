"""Measures votes a second on one proposal, beside counting a number up; the tally equals the rows.

Four processes on SQLite; eight clients on PostgreSQL when one is reachable. One JSON line a figure.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from consult.accounts.models import User
from proposals.actions.tallies import counts_of, recount
from proposals.actions.votes import cast_vote
from proposals.models import Contribution, Participant, Tally
from tests.bench.ways_to_vote import by_ballot, by_counting_up
from tests.databases import close_default
from tests.factories.proposals import ProposalFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECONDS, VOTERS = 5, 400
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ROOT = Path(__file__).resolve().parents[2]


def by_action(contribution, participant, choice):
    """What a request calls: rule, participant, upsert, recount when it is due."""
    cast_vote(by=participant.user, contribution=contribution, choice="agree" if choice == 1 else "disagree")


def voting(way, contribution_id, people, until):
    """One client: its people vote in turn, back and forth, until the time is up; returns how many votes."""
    contribution = Contribution.objects.select_related("consultation").get(pk=contribution_id)
    voters = list(Participant.objects.filter(pk__in=people).select_related("user"))
    number = 0
    while time.monotonic() < until:
        voter, turn = voters[number % len(voters)], number // len(voters)
        way(contribution, voter, 1 if turn % 2 == 0 else -1)
        number += 1
    connection.close()
    return number


def votes_a_second(way, contribution, people, clients, pool):
    """`pool` holds the clients: threads as the requests of one web process, or processes of their own."""
    close_default()  # with its pool: each process makes its own
    until = time.monotonic() + SECONDS
    with pool(clients) as clients_at_work:
        asked = [
            clients_at_work.submit(voting, way, contribution.pk, people[each::clients], until)
            for each in range(clients)
        ]
        return sum(each.result() for each in asked) / SECONDS


def processes(number):
    return ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("fork"))


def voters_of(contribution):
    users = User.objects.bulk_create(
        User(email=f"voter{each}@example.org", display_name=f"Voter {each}") for each in range(VOTERS)
    )
    people = Participant.objects.bulk_create(
        Participant(consultation=contribution.consultation, user=user, confirmed=True) for user in users
    )
    return [person.pk for person in people]


WAYS = {
    "naive": (by_counting_up, processes),
    "naive_in_one_process": (by_counting_up, ThreadPoolExecutor),
    "ballots": (by_ballot, ThreadPoolExecutor),
    "ballots_of_many_processes": (by_ballot, processes),
    "action": (by_action, ThreadPoolExecutor),
    "action_of_many_processes": (by_action, processes),
}


def test_votes_on_one_proposal():
    clients = 8
    found = {}
    for name, (way, pool) in WAYS.items():
        contribution = ProposalFactory()
        User.objects.filter(email__startswith="voter").update(email=F("id"))
        people = voters_of(contribution)
        found[name] = round(votes_a_second(way, contribution, people, clients, pool))
        if not name.startswith("naive"):
            recount(contribution.pk)
        tally, rows = Tally.objects.get(pk=contribution.pk), counts_of(contribution.pk)
        assert (tally.agree, tally.disagree) == (rows["agree"], rows["disagree"])
        assert 0 < tally.total <= VOTERS
    figure = f"votes a second on one proposal, {connection.vendor}, {clients} clients"
    times = round(found["ballots"] / max(found["naive"], found["naive_in_one_process"]), 1)
    print(json.dumps({"figure": figure, **found, "times": times, "goal_times": 20}), flush=True)


def test_votes_on_postgresql_where_it_is_reachable():
    if connection.vendor == "postgresql":
        pytest.skip("this run is on PostgreSQL already")
    asked = subprocess.run([sys.executable, ROOT / "tools" / "reachable.py", POSTGRESQL], check=False)
    if asked.returncode:
        pytest.skip("no PostgreSQL here")
    command = [sys.executable, "-m", "pytest", __file__, "-m", "", "-q", "-s", "-k", "on_one_proposal"]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": POSTGRESQL}, check=False)
    assert ran.returncode == 0
