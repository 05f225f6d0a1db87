"""A report of sixty themes as PDF: seconds, size and memory.

python -m pytest tests/bench/bench_prints.py -m "" -q -s
"""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme
from proposals.themes.reports.findings import findings
from proposals.themes.views.files import as_page, as_print
from tests.bench.measuring import memory, timed
from tests.factories.coding import code_run, sorted_run
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, publish_findings

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
THEMES, QUOTES = 60, 5
MOST_SECONDS, MOST_MEGABYTES = 30, 400
WORDS = "People here want something done about it, and say so at some length in their own words. " * 2


def edition():
    """Each theme with six texts of two channels and kinds, coded by two people; five of them are quoted."""
    run, themes = sorted_run(0, names=[f"A theme with a name of usual length, {n}" for n in range(THEMES)])
    for number in range(6 * THEMES):
        kind, channel = (("individual", "online"), ("organisation", "paper"))[number % 2]
        author = ParticipantFactory(
            consultation=run.consultation,
            kind=kind,
            organisation=f"Sender {number}" if number % 2 else "",
        )
        text = ProposalFactory(author=author, submission__channel=channel, public_text=f"{WORDS}{number}.")
        rank = number // THEMES
        ThemeAssignmentFactory(
            theme=themes[number % THEMES], contribution=text, central_rank=rank if rank < QUOTES else None
        )
    recount_themes(Theme.objects.of_run(run))
    code_run(run, size=120)
    return publish_findings(run.consultation)


def test_report_of_sixty_themes_becomes_a_pdf_in_time():
    found = findings(edition(), AnonymousUser())
    page, page_seconds = timed(as_page, found)
    before = memory()
    content, seconds = timed(as_print, found)
    figure = {
        "bench": "prints.sixty_themes",
        "page_kB": len(page) // 1000,
        "page_seconds": round(page_seconds, 2),
        "pdf_kB": len(content) // 1000,
        "pdf_seconds": round(seconds, 1),
        "memory_MB": memory(),
        "more_MB": memory() - before,
    }
    print("\n" + json.dumps(figure))
    assert (seconds <= MOST_SECONDS, memory() - before <= MOST_MEGABYTES) == (True, True)
