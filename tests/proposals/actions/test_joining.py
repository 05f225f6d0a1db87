"""From guest to account or confirmed address: what is taken over, and what stays apart."""

from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail

from consult.accounts.guests import Guest
from consult.errors import Refused
from proposals.actions.erasure import erase_participant
from proposals.actions.joining import ask_address, claim_participations, confirm_address
from proposals.actions.leaflets import make_leaflets, use_leaflet
from proposals.models import Participant, Submission
from tests.factories.accounts import UnconfirmedUserFactory, UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import (
    GuestParticipantFactory,
    ParticipantFactory,
    ProposalFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def these(*people):
    return Participant.objects.filter(pk__in=[each.pk for each in people])


def test_account_takes_over_what_its_owner_sent_as_a_guest():
    person = GuestParticipantFactory()
    proposal = ProposalFactory(author=person)
    vote = VoteFactory(contribution=proposal, participant=person)
    user = UserFactory(display_name="Kestrel")
    assert claim_participations(by=user, participants=these(person)) == [person]
    proposal.refresh_from_db()
    assert proposal.author_name == "Kestrel"
    assert proposal.participant.confirmed is True
    assert Submission.objects.visible_to(user).get() == proposal.submission
    assert vote.participant.votes.visible_to(user).get() == vote


def test_account_with_an_unconfirmed_address_confirms_nobody():
    person = GuestParticipantFactory()
    claim_participations(by=UnconfirmedUserFactory(), participants=these(person))
    person.refresh_from_db()
    assert person.confirmed is False


def test_what_belongs_to_somebody_is_never_taken_over():
    owned, gone = ParticipantFactory(), GuestParticipantFactory()
    erase_participant(participant=gone, by=None)
    user = UserFactory()
    assert claim_participations(by=user, participants=these(owned, gone)) == []
    assert list(Participant.objects.of(user)) == []


def test_guest_and_account_in_one_consultation_become_one_person():
    consultation, other = ConsultationFactory(), ConsultationFactory()
    user = UserFactory()
    own = ParticipantFactory(consultation=consultation, user=user)
    beside, alone = (GuestParticipantFactory(consultation=each) for each in (consultation, other))
    assert claim_participations(by=user, participants=these(beside, alone)) == [beside, alone]
    assert set(Participant.objects.of(user)) == {own, alone}


def test_code_of_a_guest_admits_the_account_that_takes_over():
    private = ConsultationFactory(invited_only=True)
    batch = make_leaflets(by=UserFactory(is_superuser=True), consultation=private, name="Desk", number=1)
    person = use_leaflet(by=Guest(), code=batch.code_of(1))
    user = UserFactory()
    assert claim_participations(by=user, participants=these(person)) == [person]
    assert type(private).objects.visible_to(user).get() == private


def asked(person, email="sam@example.org"):
    """The token in the letter."""
    ask_address(by=Guest({person.consultation_id: person.pk}), email=email)
    letter = mail.outbox[-1]
    assert letter.to == [email]
    line = next(each for each in letter.body.splitlines() if "/me/address/" in each)
    return urlsplit(line.split()[-1]).path.split("/")[-2]


def test_address_is_kept_once_its_letter_was_answered():
    person = GuestParticipantFactory()
    token = asked(person)
    person.refresh_from_db()
    assert person.contact_email == ""
    confirm_address(token=token)
    person.refresh_from_db()
    assert (person.contact_email, person.confirmed) == ("sam@example.org", True)
    assert person.email_confirmed_at is not None


def test_one_address_confirms_one_person_in_a_consultation():
    consultation = ConsultationFactory()
    first, second = (GuestParticipantFactory(consultation=consultation) for _each in range(2))
    for person in (first, second):
        confirm_address(token=asked(person))
    second.refresh_from_db()
    assert (second.contact_email, second.confirmed) == ("sam@example.org", False)


def test_address_of_an_account_that_takes_part_confirms_no_guest_beside_it():
    user = UserFactory(email="sam@example.org")
    own = ParticipantFactory(user=user)
    person = GuestParticipantFactory(consultation=own.consultation)
    confirm_address(token=asked(person, "SAM@example.org"))
    person.refresh_from_db()
    assert person.confirmed is False


def test_link_is_over_after_three_days_once_claimed_and_when_changed():
    person = GuestParticipantFactory()
    token = asked(person)
    with time_machine.travel("2099-01-01"), pytest.raises(Refused) as late:
        confirm_address(token=token)
    with pytest.raises(Refused) as changed:
        confirm_address(token=token[:-1] + ("a" if token[-1] != "a" else "b"))
    claim_participations(by=UserFactory(), participants=these(person))
    with pytest.raises(Refused) as claimed:
        confirm_address(token=token)
    assert {each.value.status for each in (late, changed, claimed)} == {410}


def test_device_that_sent_nothing_gets_no_letter():
    with pytest.raises(Refused) as refused:
        ask_address(by=Guest(), email="sam@example.org")
    assert refused.value.code == "nothing_sent"
    assert mail.outbox == []
