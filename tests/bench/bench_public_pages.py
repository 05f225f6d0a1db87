"""Measures the pages everybody opens, over the demonstration and over 10,000 contributions more.

One JSON line a figure: queries, CPU of this process, octets of the page as they are and compressed.
"""

import gzip
import json

import pytest
from django.test import Client, override_settings

from cms.seeding import demonstration
from consult.accounts.models import User
from proposals.enums import Kind
from proposals.models import Contribution, Participant, Revision, Submission, Tally
from tests.bench.bench_pages import cost
from tests.bench.bench_workbench import copies
from tests.proposals.views.test_queries import many_comments

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
GOAL_QUERIES, GOAL_MS = 12, 40
OPEN = "low-traffic-streets"
PROPOSALS, COMMENTS_OF_ONE, COMMENTS_OF_OTHERS = 2000, 5000, 3000


@pytest.fixture
def proposal(tmp_path):
    """The first proposal of the demonstration's open consultation."""
    mail = {"CONSULT_MAIL_DIR": tmp_path, "EMAIL_BACKEND": "consult.outbox.FileBackend"}
    with override_settings(CONSULT_DEMO_PASSWORD="make-demo-only", **mail):
        demonstration.seed()
    return Contribution.objects.filter(consultation__slug=OPEN, kind=Kind.PROPOSAL).first()


def ten_thousand_more(proposal):
    """As many proposals, comments below one of them, and comments below the others."""
    people = copies(Participant, proposal.participant, PROPOSALS, key=lambda n: f"bench{n}", user_id=nobody)
    who = {"participant_id": lambda n: people[n].pk}
    acts = copies(Submission, proposal.submission, PROPOSALS, **who, client_id=nobody, receipt_digest=nobody)
    rows = copies(
        Contribution,
        proposal,
        PROPOSALS,
        **who,
        submission_id=lambda n: acts[n].pk,
        shown_revision_id=nobody,
        title=lambda n: f"Proposal {n} of many",
        reply_count=lambda n: 0,
    )
    revisions = [Revision(contribution=row, body=row.public_text, state="shown") for row in rows]
    for row, revision in zip(rows, Revision.objects.bulk_create(revisions, batch_size=500), strict=True):
        row.shown_revision = revision
    Contribution.objects.bulk_update(rows, ["shown_revision"], batch_size=200)
    Tally.objects.bulk_create([Tally(contribution=row) for row in rows], batch_size=500)
    many_comments(proposal, COMMENTS_OF_ONE)
    for row in rows[:30]:
        many_comments(row, COMMENTS_OF_OTHERS // 30)


def nobody(_number):
    """What copies leave out."""


def measured(size, who, client, proposal):
    pages = {
        "home": "/",
        "consultation": f"/consultations/{OPEN}/",
        "proposals": f"/consultations/{OPEN}/proposals/",
        "proposal": f"/proposals/{proposal.pk}/",
    }
    if who == "guest":  # nobody may search sixty times a minute
        pages["search"] = "/search/?q=street"
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200
        queries, cpu = cost(lambda address=address: client.get(address))
        figure = {"page": name, "contributions": size, "who": who, "queries": queries, "cpu_ms": cpu}
        figure |= {"octets": len(answer.content), "compressed": len(gzip.compress(answer.content, 6))}
        print(json.dumps({"bench": "public pages", **figure}), flush=True)
        yield figure


def test_public_pages_at_the_size_of_the_demonstration_and_with_10000_contributions(proposal):
    resident = Client()
    resident.force_login(User.objects.get(email="resident@example.org"))
    figures = []
    for more in (False, True):
        if more:
            ten_thousand_more(proposal)
        size = Contribution.objects.count()
        for who, client in (("guest", Client()), ("resident", resident)):
            figures += measured(size, who, client, proposal)
    assert [each for each in figures if each["queries"] > GOAL_QUERIES or each["cpu_ms"] > GOAL_MS] == []
