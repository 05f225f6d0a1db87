"""What was hidden, withheld or erased after the report was published is in none of its outlets."""

import io
import json

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from consult.actions.notices import send_due_notices
from proposals.actions.erasure import erase_contribution
from proposals.actions.states import hide, hold, redact
from proposals.enums import Consent
from proposals.themes.actions import (
    confirm_theme,
    perform_run,
    publish_response,
    start_run,
    tell_authors,
    write_response,
)
from proposals.themes.models import Theme
from proposals.themes.views.files import FILES
from tests.factories.consult import ConsultationFactory, QuestionFactory
from tests.factories.proposals import OpenAnswerFactory, ProposalFactory
from tests.factories.themes import (
    analyst_of,
    checked,
    publish_findings,
    responder_of,
    write_about_topics,
)

from .test_personal import words_of

pytestmark = pytest.mark.django_db

CANARY = "zebrafinch"


def without_consent(contribution):
    contribution.submission.consent = Consent.WITHHELD
    contribution.submission.save()


def make_private(contribution):
    contribution.consultation.invited_only = True
    contribution.consultation.save()


HAPPENINGS = {
    "hidden": lambda c: hide(contribution=c, by=None),
    "held": lambda c: hold(contribution=c, by=None),
    "erased": lambda c: erase_contribution(contribution=c, by=None),
    "redacted": lambda c: redact(contribution=c, by=None, spans=[[0, len(c.public_text)]]),
    "without consent": without_consent,
    "private": make_private,
}


def published(consultation):
    """Five texts with the canary and one of them a quote, sorted, answered and published."""
    question = QuestionFactory(consultation=consultation)
    texts = [
        OpenAnswerFactory(
            question=question, public_text=f"The {CANARY} nests by school number {n} every spring."
        )
        for n in range(6)
    ]
    write_about_topics(consultation)
    analyst, responder = analyst_of(consultation), responder_of(consultation)
    run = start_run(by=analyst, consultation=consultation, n_themes=4, enqueue=False)
    perform_run(run_id=run.pk)
    for number, theme in enumerate(Theme.objects.of_run(run)):
        confirm_theme(by=analyst, theme=theme, name=f"Named {number}", definition="So.")
    publish_findings(consultation, by=analyst)
    for theme in Theme.objects.of_run(run):
        response = write_response(
            by=responder, theme=theme, decision="accepted", action="We will.", reason="You asked."
        )
        publish_response(by=responder, response=checked(response))
    return texts, run


def outlets(consultation, run, folder):
    """{address: what the public gets}: pages, files and API answers of the report, and the files on disk."""
    slug = consultation.slug
    urls = [reverse("report", args=[slug]), reverse("responses", args=[slug]), reverse("answers")]
    urls += [reverse("report_place", args=[slug, place]) for place in ("in_themes", "unsure", "campaign")]
    urls += [reverse("report_theme", args=[slug, theme.pk]) for theme in Theme.objects.of_run(run)]
    urls += [reverse("report_record", args=[slug]), reverse("report_edition", args=[slug, 1])]
    urls += [reverse("report_file", args=[slug, name]) for name in FILES]
    urls += [f"/api/v1/consultations/{slug}/{name}" for name in ("report", "themes")]
    urls += [f"/api/v1/consultations/{slug}/themes/{t.pk}/texts" for t in Theme.objects.of_run(run)]
    said = {url: words_of(Client().get(url).content) for url in urls}
    call_command("build_report", slug, "--out", str(folder), stdout=io.StringIO())
    return said | {path.name: words_of(path.read_bytes()) for path in folder.iterdir()}


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_what_may_no_longer_be_shown_is_in_no_outlet(happening, tmp_path):
    consultation = ConsultationFactory(disclosure_threshold=2)
    texts, run = published(consultation)
    before = outlets(consultation, run, tmp_path / "before")
    assert sum(CANARY in said for said in before.values()) >= 4
    for text in texts:
        text.refresh_from_db()
        HAPPENINGS[happening](text)
    after = outlets(consultation, run, tmp_path / "after")
    assert [where for where, said in after.items() if CANARY in said] == []


def test_texts_hidden_before_the_run_are_in_nothing_it_leaves(tmp_path):
    consultation = ConsultationFactory(disclosure_threshold=2)
    hidden = ProposalFactory(consultation_of=consultation, public_text=f"A {CANARY}.", state="hidden")
    write_about_topics(consultation)
    analyst = analyst_of(consultation)
    run = perform_run(run_id=start_run(by=analyst, consultation=consultation, n_themes=3, enqueue=False).pk)
    left = list(Theme.objects.of_run(run).values()) + list(run.assignments.values())
    assert CANARY not in json.dumps(left, default=str)
    assert not run.assignments.filter(contribution=hidden).exists()


def test_letters_do_not_quote_what_was_hidden_since():
    consultation = ConsultationFactory(disclosure_threshold=2)
    texts, run = published(consultation)
    for text in texts:
        erase_contribution(contribution=text, by=None)
    for theme in Theme.objects.of_run(run):
        tell_authors(response_id=theme.response.pk)
    send_due_notices()
    assert len(mail.outbox) >= 18
    assert not any(CANARY in letter.body for letter in mail.outbox)
