"""Receipts: shown once, then kept nowhere; good for looking up, by anybody who has the number."""

import pytest
from django.test import Client

from consult.enums import ModerationMode
from proposals.models import Contribution, Submission
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db


def receipt_in(response):
    text = response.content.decode()
    return text.partition("<bdi")[2].partition(">")[2].partition("<")[0]


def test_receipt_tells_what_became_of_it_to_any_browser(client):
    consultation = ConsultationFactory()
    typed = {"title": "A bus gate", "body": "It would help."}
    sent = client.post(f"/consultations/{consultation.slug}/proposals/new/", typed, follow=True)
    code = receipt_in(sent)
    assert len(code) == 19
    found = Client().get(f"/receipts/{code}/")
    assert "A bus gate" in found.content.decode()
    assert Client().get(f"/receipts/{code.lower().replace('-', '')}/").status_code == 200


@pytest.mark.parametrize(
    "path, referrer",
    [
        ("/receipts/", "same-origin"),  # a form: browsers send it as from nowhere when nothing may be told
        ("/receipts/{code}/", "no-referrer"),
        ("/sent/{pk}/", "strict-origin"),  # a form again, and no number in the address
    ],
)
def test_pages_of_receipts_are_kept_by_nobody(client, path, referrer):
    consultation = ConsultationFactory()
    typed = {"title": "A bus gate", "body": "It would help."}
    sent = client.post(f"/consultations/{consultation.slug}/proposals/new/", typed, follow=True)
    found = client.get(path.format(code=receipt_in(sent), pk=Submission.objects.get().pk))
    kept = (found["Cache-Control"], found["X-Robots-Tag"], found["Referrer-Policy"])
    assert (found.status_code, kept) == (200, ("no-store", "noindex", referrer))


@pytest.mark.parametrize("code", ["nonsense", "7K2M-94QD-0ABC-XYZ9", "U" * 16, "%00", "x" * 500])
def test_receipt_that_is_none_is_not_found(client, code):
    assert client.get(f"/receipts/{code}/").status_code == 404


@pytest.mark.usefixtures("one_moment")
def test_receipts_cannot_be_tried_without_end(client):
    found = {client.get(f"/receipts/AAAA-AAAA-AAAA-{number:04d}/").status_code for number in range(31)}
    assert found == {404, 429}


def test_comment_shows_its_receipt_to_its_guest_and_to_nobody_else(client):
    proposal = ProposalFactory()
    posted = client.post(f"/proposals/{proposal.pk}/comments/", {"body": "Needed."}, follow=True)
    assert "Your receipt number is" in posted.content.decode()
    url = Contribution.objects.get(kind="comment").get_absolute_url()
    assert "Your receipt number is" not in Client().get(url).content.decode()


def test_receipt_of_a_guest_is_shown_once_and_then_kept_nowhere(client):
    typed = {"title": "A bus gate", "body": "It would help."}
    url = f"/consultations/{ConsultationFactory().slug}/proposals/new/"
    code = receipt_in(client.post(url, typed, follow=True))
    again = client.get(f"/sent/{Submission.objects.get().pk}/")
    assert (again.status_code, code in again.content.decode()) == (200, False)
    assert "My contributions</a> says what becomes of this." in again.content.decode()
    assert list(client.session.keys()) == ["participations"]


def test_receipt_of_a_comment_is_shown_once_on_its_page(client):
    proposal = ProposalFactory()
    client.post(f"/proposals/{proposal.pk}/comments/", {"body": "Needed."})
    url = Contribution.objects.get(kind="comment").get_absolute_url()
    shown = ["Your receipt number is" in client.get(url).content.decode() for _each in range(2)]
    assert shown == [True, False]


def test_receipt_waits_for_the_page_that_a_script_was_led_to(client):
    proposal = ProposalFactory(consultation_of=ConsultationFactory(moderation_mode=ModerationMode.BEFORE))
    url = f"/proposals/{proposal.pk}/comments/"
    led = client.post(url, {"body": "Needed."}, headers={"HX-Request": "true"})
    assert client.get(led["Location"], headers={"HX-Request": "true"}).status_code == 204
    assert "Your receipt number is" in client.get(led["Location"]).content.decode()


def test_device_that_forgets_a_guest_forgets_a_receipt_nobody_opened(client):
    typed = {"title": "A bus gate", "body": "It would help."}
    client.post(f"/consultations/{ConsultationFactory().slug}/proposals/new/", typed)
    client.post("/me/forget/")
    assert "receipt" not in client.session
