"""Changing and taking back one's own words."""

import pytest

from consult.enums import ModerationMode
from consult.errors import Refused, Stale
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.edits import edit_contribution, withdraw_contribution
from proposals.enums import ContributionState, RevisionState
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import VoteFactory

pytestmark = pytest.mark.django_db


def written(**consultation):
    user = UserFactory()
    sent = submit_proposal(
        by=user, consultation=ConsultationFactory(**consultation), title="Bus gate", body="First words."
    )
    return user, sent.contribution


def test_edit_shows_new_version_and_keeps_the_old():
    user, proposal = written()
    edit_contribution(by=user, contribution=proposal, title="Bus gate again", body="Second words.")
    proposal.refresh_from_db()
    assert (proposal.title, proposal.public_text) == ("Bus gate again", "Second words.")
    assert list(proposal.revisions.values_list("body", "state")) == [
        ("First words.", RevisionState.SUPERSEDED),
        ("Second words.", RevisionState.SHOWN),
    ]
    assert proposal.edited_at is not None


def test_edit_based_on_older_version_is_stale():
    user, proposal = written()
    edit_contribution(by=user, contribution=proposal, title="Bus gate", body="Second words.", based_on=1)
    with pytest.raises(Stale):
        edit_contribution(by=user, contribution=proposal, title="Bus gate", body="Third.", based_on=1)
    proposal.refresh_from_db()
    assert proposal.public_text == "Second words."


def test_edit_by_somebody_else_is_refused():
    _user, proposal = written()
    with pytest.raises(Refused) as refused:
        edit_contribution(by=UserFactory(), contribution=proposal, title="Bus gate", body="Mine now")
    assert refused.value.code == "not_author"


@pytest.mark.parametrize(("votes", "amended"), [(0, False), (1, True)])
def test_edit_after_first_vote_is_marked_as_amendment(votes, amended):
    user, proposal = written()
    for _each in range(votes):
        VoteFactory(contribution=proposal)
    revision = edit_contribution(by=user, contribution=proposal, title="Bus gate", body="Second words.")
    assert revision.amendment is amended


def test_edit_in_pre_moderation_leaves_the_shown_version_until_read():
    user, proposal = written()
    proposal.consultation.moderation_mode = ModerationMode.BEFORE
    proposal.consultation.save()
    edit_contribution(by=user, contribution=proposal, title="Bus gate", body="CANARY new words")
    proposal.refresh_from_db()
    assert proposal.public_text == "First words."
    assert proposal.revisions.last().state == RevisionState.PENDING


def test_withdraw_leaves_every_outlet_but_keeps_place_and_votes():
    user, proposal = written()
    comment = submit_comment(by=user, proposal=proposal, body="My own comment").contribution
    submit_comment(by=UserFactory(), proposal=proposal, parent=comment, body="A reply")
    VoteFactory(contribution=comment)
    withdraw_contribution(by=user, contribution=comment)
    comment.refresh_from_db()
    assert comment.state == ContributionState.WITHDRAWN
    assert list(Contribution.objects.visible_to(UserFactory()).filter(pk=comment.pk)) == []
    assert Contribution.objects.in_thread(proposal).filter(pk=comment.pk).count() == 1
    assert comment.votes.count() == 1
    assert comment.submission.withdrawn_at is not None


def test_withdrawn_cannot_be_edited():
    user, proposal = written()
    withdraw_contribution(by=user, contribution=proposal)
    with pytest.raises(Refused) as refused:
        edit_contribution(by=user, contribution=proposal, title="Bus gate", body="Back again")
    assert refused.value.code == "withdrawn"
