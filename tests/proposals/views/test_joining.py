"""Codes, accounts and addresses as guests meet them in the browser."""

import pytest
from django.core import mail
from django.test import Client

from consult.enums import Access, Role
from proposals.actions.erasure import erase_participant
from proposals.actions.leaflets import make_leaflets
from proposals.actions.phases import seal_votes
from proposals.actions.receipts import give_whole_receipts
from proposals.actions.uniting import SEALED
from proposals.models import LeafletCode, Participant, ParticipantReceipt, Submission
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory, VoteFactory
from tests.proposals.outlets import PASSING

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory()


@pytest.fixture
def guest(consultation):
    """A browser that has sent a proposal without an account."""
    client = Client()
    client.post(f"/consultations/{consultation.slug}/proposals/new/", {"title": "A bus gate", "body": "Yes."})
    return client


def codes(consultation, number=2):
    owner = MembershipFactory(consultation=consultation, role=Role.OWNER).user
    batch = make_leaflets(by=owner, consultation=consultation, name="Desk", number=number)
    return [batch.code_of(each) for each in range(1, number + 1)]


def said(response):
    return [str(each) for each in response.context["messages"]]


def test_looking_at_a_code_uses_nothing_up_and_pressing_lets_in():
    consultation = ConsultationFactory(access_propose=Access.CONFIRMED)
    code, client = codes(consultation)[0], Client()
    propose = f"/consultations/{consultation.slug}/proposals/new/"
    page = client.get(f"/code/{code}/")
    assert f'value="{code}"' in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "strict-origin")
    assert client.get(propose).status_code == 403
    entered = client.post("/code/", {"code": code.lower().replace("-", " ")}, follow=True)
    assert said(entered) == ["Your code is accepted. You can take part on this device now."]
    assert client.get(propose).status_code == 200
    assert Client().post("/code/", {"code": code}).status_code == 422


def test_refusal_for_want_of_an_address_leads_to_the_code():
    consultation = ConsultationFactory(access_comment=Access.CONFIRMED)
    page = Client().get(f"/proposals/{ProposalFactory(consultation_of=consultation).pk}/").content.decode()
    assert 'href="/code/"' in page


def test_code_of_a_private_consultation_shows_it_to_its_holder_alone():
    private = ConsultationFactory(invited_only=True)
    proposal = ProposalFactory(consultation_of=private)
    client = Client()
    client.post("/code/", {"code": codes(private)[0]})
    assert client.get(f"/proposals/{proposal.pk}/").status_code == 200
    assert Client().get(f"/proposals/{proposal.pk}/").status_code == 404
    client.post("/me/forget/")
    assert client.get(f"/proposals/{proposal.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type the code that is printed on the leaflet."),
        ("nonsense", "A code has 12 letters and figures, in groups of four."),
        ("7K2M-94QD-0ABC", "This code cannot be used. Look at it again: each code works once."),
    ],
)
def test_code_that_is_none_is_answered_beside_the_field(typed, words):
    page = Client().post("/code/", {"code": typed})
    assert page.status_code == 422
    assert page.content.decode().count(words) == 2


@pytest.mark.usefixtures("one_moment")
def test_trying_codes_is_answered_with_a_wait_even_for_a_good_one(consultation):
    client = Client()
    statuses = {client.post("/code/", {"code": "7K2M-94QD-0ABC"}).status_code for _each in range(40)}
    assert statuses == {422}
    assert client.post("/code/", {"code": codes(consultation)[0]}).status_code == 429
    assert LeafletCode.objects.exclude(participant=None).count() == 0


def sign_in(client, **fields):
    user = UserFactory(**fields)
    client.post("/accounts/login/", {"login": user.email, "password": "a-long-test-password"})
    return user


def test_who_signs_in_is_asked_whether_what_the_device_sent_is_theirs(guest):
    user = sign_in(guest, display_name="Kestrel")
    page = guest.get("/me/contributions/")
    assert page.context["unclaimed"] == 1
    assert page.context["entries"] == []
    taken = guest.post("/me/claim/", {"act": "take"}, follow=True)
    assert said(taken) == ["What you sent in 1 consultation is in your account now."]
    assert [entry["submission"] for entry in taken.context["entries"]] == [Submission.objects.get()]
    assert Participant.objects.get().user == user
    assert taken.context["unclaimed"] == 0


def test_somebody_else_on_the_device_leaves_it_unclaimed(guest):
    sign_in(guest)
    answer = guest.post("/me/claim/", {"act": "forget"}, follow=True)
    assert answer.context["unclaimed"] == 0
    assert Participant.objects.get().user is None


def test_guest_cannot_take_anything_over(guest):
    guest.post("/me/claim/", {"act": "take"})
    assert Participant.objects.get().user is None


def test_receipt_brings_into_the_account_what_was_sent_elsewhere(guest):
    receipt = guest.get(f"/sent/{Submission.objects.get().pk}/").context["receipt"]
    reader = Client()
    user = sign_in(reader)
    page = reader.get(f"/receipts/{receipt}/")
    assert page.context["claimable"] is True
    taken = reader.post(f"/receipts/{receipt}/claim/", follow=True)
    assert [entry["submission"].participant.user for entry in taken.context["entries"]] == [user]
    assert reader.get(f"/receipts/{receipt}/").context["claimable"] is False
    other = Client()
    sign_in(other)
    other.post(f"/receipts/{receipt}/claim/")
    assert Participant.objects.get().user == user


def test_address_left_by_a_guest_is_confirmed_by_pressing_alone(guest):
    answer = guest.post("/me/address/", {"email": "Sam@example.org"}, follow=True)
    assert said(answer) == ["We wrote to sam@example.org. Open the link in the letter."]
    link = next(each for each in mail.outbox[-1].body.split() if "/me/address/" in each)
    path = "/" + link.split("/", 3)[3]
    reader = Client()
    assert reader.get(path).status_code == 200
    assert Participant.objects.get().contact_email == ""
    reader.post(path)
    assert Participant.objects.get().contact_email == "sam@example.org"


def test_known_and_unknown_addresses_are_answered_alike(guest):
    UserFactory(email="known@example.org")
    answers = [
        PASSING.sub(
            "", guest.post("/me/address/", {"email": f"{name}@example.org"}, follow=True).content.decode()
        )
        for name in ("known", "newly")
    ]
    assert answers[0].replace("known@", "newly@") == answers[1]
    assert [letter.subject for letter in mail.outbox] == ["Confirm your e-mail address"] * 2


def test_page_says_what_joins_before_anything_is_pressed(guest, consultation):
    user = sign_in(guest, display_name="Kestrel")
    ParticipantFactory(consultation=consultation, user=user)
    page = guest.get("/me/claim/")
    assert page.context["rows"] == [
        {"consultation": consultation, "texts": 1, "votes": 0, "joins": True, "apart": None}
    ]
    words = page.content.decode()
    assert "the vote of your account stands" in words
    assert "<b>Kestrel</b>" in words
    assert Submission.objects.get().participant.user is None
    taken = guest.post("/me/claim/", {"act": "take"}, follow=True)
    assert said(taken)[-1] == "What you sent in 1 consultation is in your account now."
    assert [entry["submission"].participant.user for entry in taken.context["entries"]] == [user]
    assert guest.get("/me/claim/").status_code == 302


def test_page_says_what_stays_apart_and_why(guest, consultation):
    ParticipantFactory(consultation=consultation, user=sign_in(guest))
    VoteFactory(contribution=ProposalFactory(consultation_of=consultation))
    seal_votes(consultation=consultation)
    words = guest.get("/me/claim/").content.decode()
    assert "This stays apart from your account." in words
    assert str(SEALED) in words
    taken = guest.post("/me/claim/", {"act": "take"}, follow=True)
    assert said(taken)[-1].startswith("Some of it stays apart")
    assert Submission.objects.order_by("pk").first().participant.user is None


def test_receipt_of_a_joined_guest_still_opens_what_it_stands_for(guest, consultation):
    receipt = guest.get(f"/sent/{Submission.objects.get().pk}/").context["receipt"]
    give_whole_receipts(participants=Participant.objects.all())
    letter = ParticipantReceipt.code_of(Participant.objects.get())
    ParticipantFactory(consultation=consultation, user=sign_in(guest))
    guest.post("/me/claim/", {"act": "take"})
    for code in (receipt, letter):
        assert "A bus gate" in Client().get(f"/receipts/{code}/").content.decode()


def test_whole_receipt_of_a_joined_guest_opens_nothing_of_the_account(guest, consultation):
    give_whole_receipts(participants=Participant.objects.all())
    code = ParticipantReceipt.code_of(Participant.objects.get())
    own = ParticipantFactory(consultation=consultation, user=sign_in(guest))
    ProposalFactory(author=own, title="Only the account sent this")
    guest.post("/me/claim/", {"act": "take"})
    page = Client().get(f"/receipts/{code}/")
    assert [entry["submission"].participant_id for entry in page.context["entries"]] == [own.pk]
    words = page.content.decode()
    assert ("A bus gate" in words, "Only the account sent this" in words) == (True, False)


def test_whole_receipt_of_a_joined_guest_opens_nothing_once_the_account_is_erased(guest, consultation):
    give_whole_receipts(participants=Participant.objects.all())
    code = ParticipantReceipt.code_of(Participant.objects.get())
    own = ParticipantFactory(consultation=consultation, user=sign_in(guest))
    guest.post("/me/claim/", {"act": "take"})
    own.refresh_from_db()
    erase_participant(participant=own, by=None)
    assert Client().get(f"/receipts/{code}/").status_code == 404


def test_guest_who_voted_only_is_asked_too(consultation):
    client = Client()
    client.post(
        f"/contributions/{ProposalFactory(consultation_of=consultation).pk}/vote/", {"choice": "agree"}
    )
    sign_in(client)
    assert client.get("/me/contributions/").context["unclaimed"] == 1
