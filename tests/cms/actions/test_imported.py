"""An imported consultation has a page like any other, which editors can take over."""

from datetime import timedelta

import pytest

from cms.models import ConsultationPage
from consult.clock import now
from consult.models import Consultation, Phase
from proposals.actions.conversations import create_imported_consultation
from tests.factories.cms import draft_page, publish
from tests.factories.consult import PROMISE

pytestmark = pytest.mark.django_db


def imported(slug="bowling-green", summary="What the town said."):
    return create_imported_consultation(
        by=None, slug=slug, title="Bowling Green", summary=summary, opened_at=now(), closed_at=None
    )


def test_import_has_a_live_page_in_the_list(client):
    consultation = imported()
    page = ConsultationPage.objects.get()
    assert (page.live, page.has_unpublished_changes, page.consultation) == (True, False, consultation)
    shown = client.get("/consultations/bowling-green/")
    assert shown.status_code == 200
    assert "Bowling Green" in shown.content.decode()
    assert "/consultations/bowling-green/" in client.get("/consultations/").content.decode()


def test_import_again_makes_no_second_page():
    assert imported() == imported()
    assert ConsultationPage.objects.count() == 1


def test_editor_publishes_the_page_of_an_import_with_a_promise():
    consultation = imported()
    page = ConsultationPage.objects.get()
    page.decided_by, page.answer_due_on = "The town", now().date() + timedelta(days=30)
    for part, words in PROMISE.items():
        setattr(page, f"promise_{part}", words)
    page.save_revision()
    publish(page)
    consultation.refresh_from_db()
    assert consultation.promise["already_fixed"] == "The budget."
    assert Consultation.objects.count() == 1
    assert list(Phase.objects.in_use()) == list(consultation.phases.all())
    assert consultation.phases.count() == 1


def test_import_at_the_address_of_a_draft_leaves_the_draft_alone():
    draft = draft_page(slug="bowling-green")
    imported()
    assert list(ConsultationPage.objects.values_list("pk", "live")) == [(draft.pk, False)]


def test_words_longer_than_a_page_takes_are_cut():
    imported(summary="x" * 400)
    assert len(ConsultationPage.objects.get().summary) == 300
