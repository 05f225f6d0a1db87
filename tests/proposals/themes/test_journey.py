"""The whole way on real mathematics: received, sorted, confirmed, published, answered, told."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consult.actions.notices import send_due_notices
from consult.models import Notice
from proposals.themes.actions import (
    confirm_theme,
    perform_run,
    publish_response,
    start_run,
    tell_authors,
    write_response,
)
from proposals.themes.models import Theme
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import (
    analyst_of,
    checked,
    publish_findings,
    responder_of,
    write_about_topics,
)

pytestmark = pytest.mark.django_db


def published_consultation():
    """Sorted into three themes, all confirmed, published; returns (consultation, analyst, report)."""
    consultation = ConsultationFactory(disclosure_threshold=2)
    analyst = analyst_of(consultation)
    write_about_topics(consultation)
    run = start_run(by=analyst, consultation=consultation, n_themes=3, enqueue=False)
    perform_run(run_id=run.pk)
    for number, theme in enumerate(Theme.objects.of_run(run)):
        confirm_theme(by=analyst, theme=theme, name=f"Named {number}", definition="Said by a person.")
    return consultation, analyst, publish_findings(consultation, by=analyst)


def test_everything_received_is_sorted_published_answered_and_told():
    consultation, analyst, report = published_consultation()
    staff, public = Client(), Client()
    staff.force_login(analyst)
    for url in (reverse("analyses"), reverse("workbench", args=[consultation.slug])):
        assert staff.get(url).status_code == 200
    page = public.get(reverse("report", args=[consultation.slug]))
    assert page.status_code == 200
    assert sum(dict(report.bundle["ledger"]).values()) == report.bundle["received"] == 18
    theme = Theme.objects.of_run(report.run).first()
    assert public.get(theme.get_absolute_url()).context["shown"] == theme.submissions
    responder = responder_of(consultation)
    response = write_response(
        by=responder, theme=theme, decision="accepted", action="We will.", reason="You asked."
    )
    publish_response(by=responder, response=checked(response))
    assert tell_authors(response_id=response.pk) == theme.people
    assert tell_authors(response_id=response.pk) == theme.people
    assert Notice.objects.filter(kind="theme_answered").count() == theme.people
    assert send_due_notices() == theme.people
    assert len(mail.outbox) == theme.people
    assert "We will." in mail.outbox[0].body
    answers = public.get(reverse("responses", args=[consultation.slug])).content.decode()
    assert "We will." in answers
    assert public.get(reverse("answers")).status_code == 200


@pytest.mark.parametrize("place", ["in_themes", "unsure"])
def test_report_place_with_texts_lists_as_many_as_the_ledger_says(place):
    consultation, _analyst, report = published_consultation()
    number = dict(report.bundle["ledger"])[place]
    page = Client().get(reverse("report_place", args=[consultation.slug, place]))
    assert page.status_code == (200 if number else 404)
    if number:
        assert page.context["shown"] == number
