"""Measures the page of a proposal: queries and CPU, beside a naive rendering of the same thread.

One JSON line a figure. CPU of this process, not wall time, so that a busy machine tells the truth.
"""

import json
import statistics
from time import process_time

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext

from consult.text import render
from proposals.models import Contribution
from tests.factories.proposals import ProposalFactory
from tests.proposals.views.test_queries import many_comments

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEER_CPU_MS, GOAL_QUERIES = 604, 12
ROUNDS = 15

NAIVE = """<li><b>{{ comment.participant.shown_name }}</b> {{ comment.created_at }} {{ html|safe }}
<span>{{ agree }} agree, {{ disagree }} disagree</span>
{% if comment.parent %}to {{ comment.parent.participant.shown_name }}{% endif %}
<ol>{% for reply in replies %}{{ reply|safe }}{% endfor %}</ol></li>"""


def naive_thread(parent):
    """Each comment asks for its author, its votes and its replies, and is made from its text each time."""
    template = engines["django"].from_string(NAIVE)
    drawn = []
    for comment in Contribution.objects.filter(parent=parent).order_by("pk"):
        context = {
            "comment": comment,
            "html": render(comment.public_text),
            "agree": comment.votes.filter(choice=1).count(),
            "disagree": comment.votes.filter(choice=-1).count(),
            "replies": naive_thread(comment),
        }
        drawn.append(template.render(context))
    return drawn


def cost(work, rounds=ROUNDS):
    """(queries, median CPU in milliseconds) once everything that is kept is kept."""
    work()
    with CaptureQueriesContext(connection) as queries:
        work()
    number = len(queries)  # now: the next request empties the log
    spent = []
    for _round in range(rounds):
        began = process_time()
        work()
        spent.append((process_time() - began) * 1000)
    return number, round(statistics.median(spent), 1)


def say(figure, **values):
    print(json.dumps({"figure": figure, **values}), flush=True)


def test_page_with_200_comments(client):
    proposal = ProposalFactory()
    many_comments(proposal, 200)
    queries, cpu = cost(lambda: client.get(f"/proposals/{proposal.pk}/"))
    naive_queries, naive_cpu = cost(lambda: naive_thread(proposal), rounds=5)
    say(
        "page of a proposal with 200 comments",
        queries=queries,
        goal_queries=GOAL_QUERIES,
        cpu_ms=cpu,
        goal_cpu_ms=PEER_CPU_MS / 10,
        naive_thread_queries=naive_queries,
        naive_thread_cpu_ms=naive_cpu,
    )
    assert 0 < queries <= GOAL_QUERIES
    assert cpu < naive_cpu


def test_page_of_a_thread_with_5000_comments(client):
    small, large = ProposalFactory(), ProposalFactory()
    many_comments(small, 200)
    many_comments(large, 5000)
    figures = {}
    for name, proposal in (("200", small), ("5000", large)):
        for order in ("unanswered", "newest", "oldest"):
            figures[name, order] = cost(lambda: client.get(f"/proposals/{proposal.pk}/?order={order}"))  # noqa: B023
    for order in ("unanswered", "newest", "oldest"):
        queries, cpu = figures["5000", order]
        say(
            f"first 50 branches of 5,000 comments, {order}",
            queries=queries,
            goal_queries=GOAL_QUERIES,
            cpu_ms=cpu,
            cpu_ms_at_200=figures["200", order][1],
        )
        assert queries <= GOAL_QUERIES
        assert cpu < 2 * figures["200", order][1]
