"""Who can read what: each row holds what could leak."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.accounts.guests import Guest
from consult.clock import now
from consult.enums import ResultsVisibility, Role
from proposals.enums import Consent, ContributionState
from proposals.models import Contribution, Tally
from proposals.rules import results_are_open
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.proposals import (
    CommentFactory,
    GuestParticipantFactory,
    OpenAnswerFactory,
    ProposalFactory,
    SubmissionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def reads(user, contribution):
    return Contribution.objects.visible_to(user).filter(pk=contribution.pk).exists()


@pytest.mark.parametrize(
    ("state", "public", "author"),
    [
        (ContributionState.PENDING, False, True),
        (ContributionState.VISIBLE, True, True),
        (ContributionState.HELD, False, True),
        (ContributionState.HIDDEN, False, True),
        (ContributionState.WITHDRAWN, False, True),
        (ContributionState.ERASED, False, False),
    ],
)
def test_visible_to_each_state_public_and_author(state, public, author):
    comment = CommentFactory(state=state)
    assert reads(AnonymousUser(), comment) is public
    assert reads(UserFactory(), comment) is public
    assert reads(comment.participant.user, comment) is author


@pytest.mark.parametrize(
    ("consent", "public"), [(Consent.NAMED, True), (Consent.UNNAMED, True), (Consent.WITHHELD, False)]
)
def test_visible_to_answers_need_consent(consent, public):
    answer = OpenAnswerFactory()
    answer.submission.consent = consent
    answer.submission.save()
    assert reads(AnonymousUser(), answer) is public
    assert reads(answer.participant.user, answer) is True


def test_answer_without_name_says_no_name():
    answer = OpenAnswerFactory()
    answer.submission.consent = Consent.UNNAMED
    assert answer.author_name == ""


@pytest.mark.parametrize("role", [*Role.values, None])
def test_visible_to_private_consultation_needs_a_membership_here(role):
    private = ConsultationFactory(invited_only=True)
    proposal = ProposalFactory(consultation_of=private)
    member = MembershipFactory(
        consultation=private if role else ConsultationFactory(), role=role or Role.MODERATOR
    )
    assert reads(member.user, proposal) is (role is not None)
    assert reads(AnonymousUser(), proposal) is False


def test_visible_to_ended_membership_reads_nothing():
    from consult.clock import now

    proposal = ProposalFactory(consultation_of=ConsultationFactory(invited_only=True))
    member = MembershipFactory(consultation=proposal.consultation, ended_at=now())
    assert reads(member.user, proposal) is False


def test_visible_to_guest_reads_own_pending_by_session_only():
    guest = GuestParticipantFactory()
    comment = CommentFactory(
        root=ProposalFactory(consultation_of=guest.consultation),
        author=guest,
        submission=SubmissionFactory(participant=guest),
        state=ContributionState.PENDING,
    )
    assert reads(Guest({guest.consultation_id: guest.pk}), comment) is True
    assert reads(Guest({guest.consultation_id: guest.pk + 1}), comment) is False


def test_guest_session_never_stands_for_an_account():
    comment = CommentFactory(state=ContributionState.PENDING)
    thief = Guest({comment.consultation_id: comment.participant_id})
    assert reads(thief, comment) is False


def test_for_moderation_gives_moderators_of_this_consultation_only():
    hidden = CommentFactory(state=ContributionState.HIDDEN)
    here = MembershipFactory(consultation=hidden.consultation, role=Role.MODERATOR)
    elsewhere = MembershipFactory(role=Role.MODERATOR)
    analyst = MembershipFactory(consultation=hidden.consultation, role=Role.ANALYST)
    lists = [
        Contribution.objects.for_moderation(who.user, hidden.consultation).filter(pk=hidden.pk).count()
        for who in (here, elsewhere, analyst)
    ]
    assert lists == [1, 0, 0]


@pytest.mark.parametrize(
    ("visibility", "voted", "readable"),
    [
        (ResultsVisibility.ALWAYS, False, True),
        (ResultsVisibility.AFTER_VOTE, False, False),
        (ResultsVisibility.AFTER_VOTE, True, True),
        (ResultsVisibility.AFTER_CLOSE, False, False),
        (ResultsVisibility.AFTER_CLOSE, True, False),
    ],
)
def test_tally_readable_while_voting_is_open(visibility, voted, readable):
    proposal = ProposalFactory(consultation_of=ConsultationFactory(results_visibility=visibility))
    user = UserFactory()
    if voted:
        VoteFactory(contribution=proposal, participant__user=user)
    assert Tally.objects.readable_by(user).filter(pk=proposal.pk).exists() is readable


def test_tally_readable_by_all_when_voting_is_over():
    consultation = ConsultationFactory(phase__closes_at=now() - timedelta(minutes=1))
    proposal = ProposalFactory(consultation_of=consultation)
    assert Tally.objects.readable_by(AnonymousUser()).filter(pk=proposal.pk).exists() is True


@pytest.mark.parametrize("visibility", ResultsVisibility.values)
@pytest.mark.parametrize("closes", [timedelta(minutes=-1), timedelta(minutes=1), None])
def test_results_are_open_says_what_the_open_tallies_are(visibility, closes):
    closes_at = now() + closes if closes else None
    consultation = ConsultationFactory(results_visibility=visibility, phase__closes_at=closes_at)
    proposal = ProposalFactory(consultation_of=consultation)
    listed = Tally.objects.open_to_all().filter(pk=proposal.pk).exists()
    over = closes is not None and closes < timedelta()
    assert listed is results_are_open(consultation) is (visibility == "always" or over)


def test_tally_retracted_vote_reads_nothing():
    proposal = ProposalFactory()
    vote = VoteFactory(contribution=proposal, choice=None)
    assert Tally.objects.readable_by(vote.participant.user).count() == 0


def test_tally_of_hidden_proposal_is_readable_by_nobody_else():
    proposal = ProposalFactory(
        consultation_of=ConsultationFactory(results_visibility=ResultsVisibility.ALWAYS), state="hidden"
    )
    assert Tally.objects.readable_by(AnonymousUser()).filter(pk=proposal.pk).exists() is False
