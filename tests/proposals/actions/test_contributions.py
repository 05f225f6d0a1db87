"""Proposing and commenting."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.accounts.guests import Guest
from consult.enums import ModerationMode
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.enums import ContributionState, RevisionState
from proposals.models import Contribution, Event, Participant, Submission
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def test_submit_proposal_by_account_is_shown_with_cleaned_html():
    consultation, user = ConsultationFactory(), UserFactory(display_name="Kestrel")
    sent = submit_proposal(
        by=user, consultation=consultation, title="Bus gate", body="**Now** <script>alert(1)</script>"
    )
    proposal = sent.contribution
    assert proposal.state == ContributionState.VISIBLE
    assert proposal.title == "Bus gate"
    assert "<script" not in proposal.body_html
    assert "<strong>Now</strong>" in proposal.body_html
    assert sent.participant.public_name == "Kestrel"
    assert sent.participant.confirmed is True
    assert proposal.tally.total == 0


def test_submit_proposal_same_client_id_gets_first_answer():
    consultation, user, key = ConsultationFactory(), UserFactory(), uuid.uuid4()
    first = submit_proposal(by=user, consultation=consultation, title="Bus gate", body="One", client_id=key)
    again = submit_proposal(by=user, consultation=consultation, title="Other", body="Two", client_id=key)
    assert (again.contribution.pk, again.receipt, again.repeated) == (
        first.contribution.pk,
        first.receipt,
        True,
    )
    assert Contribution.objects.count() == 1


def test_submit_proposal_client_id_of_another_person_is_refused():
    consultation, key = ConsultationFactory(), uuid.uuid4()
    submit_proposal(by=UserFactory(), consultation=consultation, title="Bus gate", body="One", client_id=key)
    with pytest.raises(Refused) as refused:
        submit_proposal(
            by=UserFactory(), consultation=consultation, title="Bus gate", body="One", client_id=key
        )
    assert refused.value.code == "not_yours"


def test_submit_proposal_by_guest_makes_participant_without_account():
    sent = submit_proposal(
        by=Guest(), consultation=ConsultationFactory(), title="Bus gate", body="One point."
    )
    assert (sent.participant.user, sent.participant.confirmed) == (None, False)


def test_submit_proposal_second_by_same_guest_keeps_participant():
    consultation = ConsultationFactory()
    first = submit_proposal(by=Guest(), consultation=consultation, title="Bus gate", body="One point.")
    guest = Guest({consultation.pk: first.participant.pk})
    second = submit_proposal(by=guest, consultation=consultation, title="Zebra", body="Another.")
    assert second.participant == first.participant
    assert Participant.objects.count() == 1


def test_submit_proposal_in_pre_moderation_waits_and_shows_nothing():
    consultation = ConsultationFactory(moderation_mode=ModerationMode.BEFORE)
    sent = submit_proposal(by=UserFactory(), consultation=consultation, title="Bus gate", body="Secret plan")
    proposal = sent.contribution
    assert (proposal.state, proposal.title, proposal.public_text, proposal.body_html) == (
        ContributionState.PENDING,
        "",
        "",
        "",
    )
    assert proposal.revisions.get().state == RevisionState.PENDING
    public = Event.objects.exclude(topic__name__startswith="moderation:")
    assert list(public) == []


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        ("", "text", "title"),
        ("Bus", "text", "title"),
        ("x" * 121, "text", "title"),
        ("Bus gate", " \n", "body"),
        ("Bus gate", "x" * 16_001, "body"),
        ("\u200b\u200b\u200b\u200b\u200b", "text", "title"),
    ],
)
def test_submit_proposal_bad_input_names_the_field_and_leaves_nothing(title, body, field):
    with pytest.raises(Invalid) as invalid:
        submit_proposal(by=UserFactory(), consultation=ConsultationFactory(), title=title, body=body)
    assert list(invalid.value.fields) == [field]
    assert Submission.objects.count() == 0


def test_submit_comment_reply_has_path_below_parent_and_counts_on_root_and_branch():
    proposal = ProposalFactory()
    top = submit_comment(by=UserFactory(), proposal=proposal, body="First").contribution
    reply = submit_comment(by=UserFactory(), proposal=proposal, parent=top, body="Second").contribution
    deeper = submit_comment(by=UserFactory(), proposal=proposal, parent=reply, body="Third").contribution
    assert deeper.path == top.path + f"{reply.pk:010d}" + f"{deeper.pk:010d}"
    assert (top.depth, reply.depth, deeper.depth) == (1, 2, 3)
    top.refresh_from_db()
    proposal.refresh_from_db()
    assert (proposal.reply_count, top.reply_count) == (3, 2)


def test_submit_comment_deeper_than_path_keeps_true_depth_and_short_path():
    proposal = ProposalFactory()
    parent = None
    for number in range(15):
        parent = submit_comment(
            by=UserFactory(), proposal=proposal, parent=parent, body=f"Level {number}"
        ).contribution
    assert (parent.depth, len(parent.path)) == (15, 120)
    assert parent.path.endswith(f"{parent.pk:010d}")


def test_submit_comment_records_event_in_thread_and_log_without_text():
    proposal = ProposalFactory()
    comment = submit_comment(by=UserFactory(), proposal=proposal, body="CANARY-TEXT").contribution
    event = Event.objects.get(topic__name=f"thread:{proposal.pk}")
    assert (event.seq, event.kind, event.target_id) == (1, "comment.added", comment.pk)
    entry = LogEntry.objects.get(act="comment.received")
    assert "CANARY" not in str(entry.details)


def test_submit_comment_parent_of_another_thread_is_refused():
    other = CommentFactory()
    with pytest.raises(Refused) as refused:
        submit_comment(by=UserFactory(), proposal=ProposalFactory(), parent=other, body="Hello")
    assert refused.value.code == "not_found"


def test_submit_comment_in_locked_thread_is_refused():
    from consult.clock import now

    proposal = ProposalFactory(locked_at=now())
    with pytest.raises(Refused) as refused:
        submit_comment(by=UserFactory(), proposal=proposal, body="Hello")
    assert refused.value.code == "thread_locked"


def test_submit_comment_officially_needs_a_role_here():
    proposal = ProposalFactory()
    with pytest.raises(Refused) as refused:
        submit_comment(by=UserFactory(), proposal=proposal, body="We answer", official=True)
    assert refused.value.code == "not_staff"
    member = MembershipFactory(consultation=proposal.consultation)
    sent = submit_comment(by=member.user, proposal=proposal, body="We answer", official=True)
    assert sent.contribution.official is True


def test_submit_proposal_by_plain_anonymous_visitor_counts_as_guest():
    sent = submit_proposal(
        by=AnonymousUser(), consultation=ConsultationFactory(), title="Bus gate", body="One point."
    )
    assert sent.participant.user is None
