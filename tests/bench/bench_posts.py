"""Measures what a comment and a vote cost: the whole request, with session, token, rules, limits and answer.

CPU of this process, beside a request that does nothing, so that a busy machine tells the truth; one JSON
line a figure. On the database and Redis of the environment.
"""

import json
import os
import uuid
from itertools import cycle
from time import perf_counter, process_time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from proposals.actions.votes import cast_vote
from tests.factories.accounts import UserFactory
from tests.factories.proposals import ProposalFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE, WARM = 100, 10
GOALS = {"comment": 20, "vote": 8}
TOKEN = "t" * 32
CHOICES = cycle(["agree", "disagree", "pass"])


def browser(proposal):
    """Somebody signed in who has voted, as on an open page of the proposal."""
    user, client = UserFactory(password=None), Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.cookies["csrftoken"] = TOKEN
    cast_vote(by=user, contribution=proposal, choice="agree")
    return client


def send(client, path, **form):
    data = {**form, "client_id": uuid.uuid4(), "csrfmiddlewaretoken": TOKEN}
    assert client.post(path, data, headers={"HX-Request": "true"}).status_code == 200


def cost(act, browsers):
    """(queries, CPU milliseconds, milliseconds) of one act, each by somebody else."""
    for client in browsers[: WARM - 1]:
        act(client)
    with CaptureQueriesContext(connection) as queries:
        act(browsers[WARM - 1])
    number, rest = len(queries), browsers[WARM:]
    began, started = process_time(), perf_counter()
    for client in rest:
        act(client)
    cpu, wall = process_time() - began, perf_counter() - started
    return number, cpu * 1000 / len(rest), wall * 1000 / len(rest)


def test_what_a_comment_and_a_vote_cost():
    proposal = ProposalFactory()
    browsers = [browser(proposal) for _each in range(PEOPLE)]
    said = iter(
        f"Number {each}: a comment of a usual length, with some reasons in it. " * 3 for each in range(10_000)
    )
    acts = {
        "comment": lambda client: send(
            client, f"/proposals/{proposal.pk}/comments/", body=next(said), language="en"
        ),
        "vote": lambda client: send(client, f"/contributions/{proposal.pk}/vote/", choice=next(CHOICES)),
    }
    _none, empty, _wall = cost(lambda client: client.get("/healthz"), browsers)
    for name, act in acts.items():
        queries, cpu, wall = cost(act, browsers)
        figure = {
            "bench": f"post.{name}",
            "database": connection.vendor,
            "queries": queries,
            "cpu_ms": round(cpu, 1),
            "cpu_ms_goal": GOALS[name],
            "wall_ms": round(wall, 1),
            "times_an_empty_request": round(cpu / empty, 1),
            "load": round(os.getloadavg()[0], 1),
        }
        print(json.dumps(figure), flush=True)
        assert 0 < queries <= 30
