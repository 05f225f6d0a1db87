"""What a site without the extra for PDFs does; run by test_prints.py in a process without the package."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from proposals.themes.models import ReportPrint
from proposals.themes.tasks import measure_report, print_report
from proposals.themes.views.files import FILES, PDF
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, publish_findings

pytestmark = pytest.mark.django_db


def published():
    theme = ThemeFactory()
    for _each in range(3):
        text = ProposalFactory(consultation_of=theme.consultation)
        ThemeAssignmentFactory(theme=theme, contribution=text)
    return publish_findings(theme.consultation)


def test_published_edition_offers_every_file_but_the_pdf_and_asking_for_it_gives_the_page_to_print():
    report = published()
    measure_report.call(report.pk)
    print_report.call(report.pk)
    assert ReportPrint.objects.count() == 0
    page = Client().get(reverse("report", args=[report.consultation.slug])).content.decode()
    assert ("report.docx" in page, "report.html" in page, PDF in page) == (True, True, False)
    answer = Client().get(reverse("report_file", args=[report.consultation.slug, PDF]), follow=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_command_writes_every_file_but_the_pdf(tmp_path):
    report = published()
    call_command("build_report", report.consultation.slug, "--out", str(tmp_path), stdout=io.StringIO())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*FILES} - {PDF})
