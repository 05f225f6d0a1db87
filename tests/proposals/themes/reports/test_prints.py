"""PDFs of editions: made once, kept while they say what the page says, gone with the words they hold."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from proposals.actions.erasure import erase_contribution
from proposals.actions.states import hide
from proposals.enums import Stance
from proposals.models import Contribution
from proposals.themes.actions.prints import queue_prints
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import ReportPrint, Theme
from proposals.themes.reports.findings import findings
from proposals.themes.reports.pdf import as_pdf
from proposals.themes.tasks import print_report
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, publish_findings

from .heard import Heard

pytestmark = pytest.mark.django_db
HEAD = '<html lang="en"><head><title>T</title></head><body>'


def published(words="The bus is late", texts=6):
    """An edition of one theme whose quotes say `words` and a number."""
    theme = ThemeFactory(name="Buses", definition="Speaks of buses.")
    for number in range(texts):
        text = ProposalFactory(
            consultation_of=theme.consultation,
            title="",
            public_text=f"{words}, number {number}.",
            stance=Stance.FOR if number % 2 else Stance.AGAINST,
        )
        ThemeAssignmentFactory(theme=theme, contribution=text, central_rank=number if number < 5 else None)
    recount_themes(Theme.objects.all())
    return publish_findings(theme.consultation)


def asked(report, name="report.pdf"):
    return Client().get(reverse("report_file", args=[report.consultation.slug, name]))


def quoted(report):
    return findings(report, AnonymousUser()).themes[0].quotes[0].contribution


def waiting(report):
    """How many prints of the edition wait to be made."""
    rows = DBTaskResult.objects.filter(task_path="proposals.themes.tasks.print_report", status="READY")
    return sum(row.args_kwargs["args"] == [report.pk] for row in rows)


def test_publishing_has_the_pdfs_made_by_a_task_and_until_then_the_page_to_print_stands_in():
    report = published()
    assert (waiting(report), ReportPrint.objects.count()) == (1, 0)
    answer = asked(report)
    assert answer.headers["Location"] == reverse(
        "report_file", args=[report.consultation.slug, "report.html"]
    )
    page = Client().get(reverse("report", args=[report.consultation.slug])).content.decode()
    assert "report.pdf" not in page
    print_report.call(report.pk)
    assert sorted(ReportPrint.objects.values_list("language", flat=True)) == ["en", "fr"]
    answer = asked(report)
    assert (answer.headers["Content-Type"], answer.content[:8]) == ("application/pdf", b"%PDF-1.7")
    report.refresh_from_db()
    assert report.sizes["en"]["report.pdf"] == len(answer.content)
    page = Client().get(reverse("report", args=[report.consultation.slug])).content.decode()
    assert f"PDF, {round(len(answer.content) / 1000)} kB" in page


def test_print_whose_quote_was_hidden_is_not_served_and_made_anew_once():
    report = published()
    print_report.call(report.pk)
    text = quoted(report)
    words = text.public_text
    assert words in Heard(asked(report).content).text
    hide(contribution=text, by=None)
    assert [asked(report).status_code for _each in range(2)] == [302, 302]
    assert waiting(report) == 2  # that of publishing, and one more
    print_report.call(report.pk)
    assert words not in Heard(asked(report).content).text


def test_print_is_gone_in_the_moment_in_which_words_are_erased():
    report = published()
    print_report.call(report.pk)
    erase_contribution(contribution=Contribution.objects.exclude(pk=quoted(report).pk).first(), by=None)
    assert (ReportPrint.objects.count(), waiting(report)) == (0, 2)


def test_print_that_says_what_the_page_says_is_left_alone():
    report = published(texts=3)
    print_report.call(report.pk)
    before = list(ReportPrint.objects.order_by("pk").values("pk", "page_digest", "content"))
    queue_prints()
    print_report.call(report.pk)
    assert list(ReportPrint.objects.order_by("pk").values("pk", "page_digest", "content")) == before


def test_prints_of_a_superseded_edition_go_and_the_newest_is_looked_at():
    report = published(texts=3)
    print_report.call(report.pk)
    ThemeFactory(codebook__run__consultation=report.consultation)
    newest = publish_findings(report.consultation)
    assert ReportPrint.objects.filter(report=report).count() == 2
    queue_prints()
    assert (ReportPrint.objects.count(), waiting(report), waiting(newest)) == (0, 1, 2)


@pytest.fixture
def listener():
    """A server of somebody else's, with the paths it was asked for."""
    asked_for = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked_for.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked_for
    server.shutdown()
    thread.join()
    server.server_close()


def hostile(site, file):
    return (
        f'<img src="{site}/img"><link rel="stylesheet" href="{site}/css"><object data="{site}/data"></object>'
        f'<link rel="attachment" href="{file}"><img src="{file}"><iframe src="{site}/frame"></iframe>'
        f'<style>@import "{site}/import"; p {{ background: url({site}/paper) }}</style>'
        f'<svg><image href="{site}/svg"/><use href="{file}#a"/></svg>'
    )


def test_text_that_asks_for_addresses_is_printed_as_words_and_nothing_is_fetched(listener, tmp_path):
    site, asked_for = listener
    (tmp_path / "secret.svg").write_text("<svg><text>zebrafinch</text></svg>")
    file = (tmp_path / "secret.svg").as_uri()
    report = published(f'<img src="{site}/img"><img src="{file}"><style>@import "{site}/css"</style>')
    print_report.call(report.pk)
    content = asked(report).content
    assert f'<imgsrc="{site}/img">' in Heard(content).text.replace(" ", "")
    assert (asked_for, b"zebrafinch" in content) == ([], False)


def test_page_that_asks_for_addresses_gets_nothing(listener, tmp_path):
    site, asked_for = listener
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>zebrafinch</text></svg>')
    page = f"{HEAD}<h1>T</h1>{hostile(site, secret.as_uri())}<p>So.</p>"
    content = as_pdf(page.encode(), moment=datetime(2026, 1, 2, tzinfo=UTC), author="A")
    heard = Heard(content)
    assert (asked_for, heard.text, heard.reader.attachments) == ([], "T So. 1 / 1", {})


def test_pdf_of_another_process_is_the_same_to_the_byte():
    page = f"{HEAD}<h1>Title</h1><p>So be <b>it</b>.</p>".encode()
    said = (
        "import sys, datetime; from proposals.themes.reports.pdf import as_pdf;"
        f"sys.stdout.buffer.write(as_pdf({page!r}, moment=datetime.datetime(2026, 1, 2), author='A'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, check=True, cwd=settings.BASE_DIR, timeout=120
    )
    assert run.stdout == as_pdf(page, moment=datetime(2026, 1, 2, tzinfo=UTC), author="A")


def test_without_the_extra_every_test_of_a_site_without_pdf_passes():
    """In a process of its own, in which the package cannot be found."""
    left_out = ("DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    cases = Path(__file__).with_name("without_pdf.py")
    words = ["-m", "pytest", "-q", "-p", "tests.no_weasyprint", "-p", "no:cacheprovider", str(cases)]
    run = subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env=environment,
        timeout=300,
    )
    assert "2 passed" in run.stdout, run.stdout + run.stderr
