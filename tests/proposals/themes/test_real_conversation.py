"""A published conversation, from its export to its report; our groups agree with the published ones."""

import csv

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from sklearn.metrics import adjusted_rand_score

from consult.models import Consultation
from proposals.themes.actions import confirm_theme
from proposals.themes.models import OpinionMember, Theme, ThemeRun
from tests.factories.coding import code_run
from tests.factories.themes import analyst_of, publish_findings

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.django_db]

PROMISE = dict.fromkeys(["still_open", "already_fixed", "who_decides", "how_used", "when_back"], "Said.")


def published_groups(prefix):
    with open(f"{prefix}.participants-votes.csv", encoding="utf-8-sig", newline="") as opened:  # noqa: PTH123
        return {row["participant"]: row["group-id"] for row in csv.DictReader(opened) if row["group-id"]}


def own_groups(run):
    members = OpinionMember.objects.filter(group__opinion_run__run=run)
    return dict(members.values_list("participant__source_key", "group__number"))


def test_groups_of_bowling_green_agree_with_the_published_ones_and_its_report_adds_up(reference_data, capsys):
    prefix = reference_data / "polis" / "american-assembly.bowling-green"
    call_command("import_polis", str(prefix), slug="bowling-green")
    call_command("find_themes", "bowling-green")
    run = ThemeRun.objects.get()
    ours, theirs = own_groups(run), published_groups(prefix)
    both = sorted(set(ours) & set(theirs))
    assert len(both) > 1500
    assert adjusted_rand_score([ours[key] for key in both], [theirs[key] for key in both]) >= 0.75
    consultation = Consultation.objects.get()
    consultation.promises = {"en": PROMISE}
    consultation.save()
    analyst = analyst_of(consultation)
    for theme in Theme.objects.of_run(run):
        confirm_theme(by=analyst, theme=theme, definition="So.")
    code_run(run)
    report = publish_findings(consultation, by=analyst)
    assert sum(dict(report.bundle["ledger"]).values()) == report.bundle["received"] == 896
    with CaptureQueriesContext(connection) as captured:
        page = Client().get("/consultations/bowling-green/report/")
    assert (page.status_code, len(captured) <= 15) == (200, True)
    assert [people for _name, people in page.context["groups"]] == [
        group.people for group in run.opinion.groups.all()
    ]
