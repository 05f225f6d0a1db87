"""What readers get of people's coding: how it was done first, then shares, intervals and agreement."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from consult.templatetags.design import one_decimal
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme
from tests.factories.coding import code_run, sorted_run
from tests.factories.themes import publish_findings

pytestmark = pytest.mark.django_db


def published(**coding):
    """An edition of forty submissions, half of them in each of two themes, all of them coded."""
    run, _themes = sorted_run(40)
    recount_themes(Theme.objects.of_run(run))
    code_run(run, **coding)
    return publish_findings(run.consultation)


def page_of(report):
    return Client().get(reverse("report", args=[report.consultation.slug])).content.decode()


def test_single_coded_report_says_so_before_its_shares_and_prints_no_interval():
    page = page_of(published(second=False))
    assert page.index("<b>Single-coded.</b>") < page.index('class="theme-table')
    assert "95% interval" not in page[page.index('class="theme-table') :].split("</table>")[0]
    assert "Krippendorff" not in page


def test_report_coded_by_two_prints_interval_and_agreement_and_says_the_same_in_files():
    report = published(size=38)
    page = page_of(report)
    assert "<b>Single-coded.</b>" not in page
    assert "People coded 38 of 40 submissions, drawn by chance, 38 of the texts twice and blind." in page
    assert "Two people agreed at 1.00" in page
    slug = report.consultation.slug
    said = json.loads(Client().get(reverse("report_file", args=[slug, "report.json"])).content)
    rows = Client().get(reverse("report_file", args=[slug, "themes.csv"])).content.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(rows)):
        theme = next(each for each in said["themes"] if each["name"] == row["theme"])
        assert row["estimated_share_percent"] == f"{theme['estimate']['share'] / 100:.2f}"
        assert row["low_percent"] == f"{theme['estimate']['low'] / 100:.2f}"
        low, high = (one_decimal(Decimal(theme["estimate"][end]) / 100) for end in ("low", "high"))
        assert f"{low} to {high}" in page


def test_report_of_too_few_for_shares_says_that_nothing_was_coded():
    run, _themes = sorted_run(12)
    recount_themes(Theme.objects.of_run(run))
    page = page_of(publish_findings(run.consultation))
    assert "<b>Sorted by software, not coded by people.</b>" in page
