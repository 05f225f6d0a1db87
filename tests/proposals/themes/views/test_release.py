"""The room in which a report is made: what is missing, and each step to the public."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.enums import Role
from proposals.themes.enums import ThemeState
from tests.factories.themes import analyst_of, carry_out_what_is_asked, staff

from .test_pages import run_with_themes, signed_in

pytestmark = pytest.mark.django_db


def test_asking_for_sign_off_from_the_workbench_lists_what_is_missing():
    consultation = run_with_themes(state=ThemeState.CANDIDATE)
    client = signed_in(analyst_of(consultation))
    page = client.post(reverse("freeze_report", args=[consultation.slug]))
    assert page.status_code == 422
    assert page.context["asked"] == [
        "No theme is confirmed.",
        "1 suggested theme is neither confirmed nor dismissed.",
    ]


def test_owner_who_analyses_is_told_who_freezes_the_findings_and_their_press_is_refused():
    consultation = run_with_themes()
    both = analyst_of(consultation)
    consultation.memberships.create(user=both, role=Role.OWNER)
    client = signed_in(both)
    page = client.post(reverse("freeze_report", args=[consultation.slug]))
    assert page.context["asked"] == [
        "You own this consultation, so people who do not own it freeze and sign its findings."
    ]
    assert page.context["asked"][0] == page.context["acts"]["freeze"]["reason"]
    assert not consultation.reports.exists()


def test_report_on_its_way_through_the_pages_is_frozen_signed_published():
    consultation = run_with_themes()
    first, second = signed_in(analyst_of(consultation)), signed_in(analyst_of(consultation))
    address = {
        name: reverse(f"{name}_report", args=[consultation.slug]) for name in ("freeze", "sign", "publish")
    }
    steps = [(first, "freeze", 302), (first, "sign", 422), (second, "sign", 302), (first, "publish", 302)]
    for client, name, status in steps:
        assert client.post(address[name]).status_code == status
        carry_out_what_is_asked()
    assert consultation.reports.get().state == "published"


def test_report_under_way_is_read_by_its_team_and_by_nobody_else():
    consultation = run_with_themes()
    preview = reverse("preview_report", args=[consultation.slug])
    team = signed_in(staff(consultation, Role.MODERATOR))
    assert team.get(preview).status_code == 404
    signed_in(analyst_of(consultation)).post(reverse("freeze_report", args=[consultation.slug]))
    carry_out_what_is_asked()
    assert team.get(preview).status_code == 200
    assert Client().get(preview).status_code == 403
    assert "not published yet" in Client().get(reverse("report", args=[consultation.slug])).content.decode()
    assert Client().get(reverse("report_file", args=[consultation.slug, "report.json"])).status_code == 404
