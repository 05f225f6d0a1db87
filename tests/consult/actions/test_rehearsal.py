"""A rehearsal admits those with the link, and leaves nothing behind when the consultation opens."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.actions.consultations import rehearse_consultation_page
from consult.accounts.guests import Guest
from consult.actions.rehearsal import end_rehearsal, find_rehearsal
from consult.enums import ConsultationState
from consult.errors import Refused
from consult.models import Consultation
from proposals.models import Contribution, Participant, Submission, Vote
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish, published_page
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory()


def test_a_draft_may_be_rehearsed_before_its_promise_is_complete(editor):
    page = draft_page(without=["promise_how_used"])
    consultation, key = rehearse_consultation_page(page=page, by=editor)
    assert consultation.state == ConsultationState.REHEARSAL
    assert find_rehearsal(key) == consultation
    assert not type(page).objects.get().live
    assert key not in str(Consultation.objects.values())


def test_the_public_does_not_see_a_rehearsal_and_its_visitors_do(editor):
    consultation, _key = rehearse_consultation_page(page=draft_page(), by=editor)
    assert not Consultation.objects.visible_to(AnonymousUser()).exists()
    assert Consultation.objects.visible_to(Guest(rehearsals=[consultation.pk])).get() == consultation
    assert Consultation.objects.visible_to(editor).get() == consultation


def test_starting_again_replaces_the_link_and_brings_the_newest_draft(editor):
    page = draft_page()
    _consultation, first = rehearse_consultation_page(page=page, by=editor)
    page.title = "Newer"
    page.save_revision()
    consultation, second = rehearse_consultation_page(page=page, by=editor)
    assert (consultation.title, find_rehearsal(second)) == ("Newer", consultation)
    with pytest.raises(Refused):
        find_rehearsal(first)


def test_an_ended_link_admits_nobody(editor):
    consultation, key = rehearse_consultation_page(page=draft_page(), by=editor)
    end_rehearsal(by=editor, consultation=consultation)
    with pytest.raises(Refused):
        find_rehearsal(key)


def test_only_its_owner_goes_on_with_a_rehearsal(editor):
    page = draft_page()
    rehearse_consultation_page(page=page, by=editor)
    with pytest.raises(Refused) as refused:
        rehearse_consultation_page(page=page, by=UserFactory())
    assert refused.value.code == "not_owner"


def test_opening_deletes_what_was_tried_and_kills_the_link(editor):
    page = draft_page()
    consultation, key = rehearse_consultation_page(page=page, by=editor)
    proposal = ProposalFactory(consultation_of=consultation)
    VoteFactory(contribution=proposal)
    CommentFactory(root=proposal)
    kept = ProposalFactory()
    opened = publish(page).consultation
    assert (opened.pk, opened.state) == (consultation.pk, ConsultationState.PUBLISHED)
    assert list(Contribution.objects.all()) == [kept]
    assert list(Participant.objects.all()) == [kept.participant]
    assert (Submission.objects.count(), Vote.objects.count()) == (1, 0)
    with pytest.raises(Refused):
        find_rehearsal(key)


def test_an_opened_consultation_cannot_be_rehearsed(editor):
    page = published_page()
    with pytest.raises(Refused) as refused:
        rehearse_consultation_page(page=page, by=UserFactory(is_superuser=True))
    assert refused.value.code == "opened"
