"""What decisions do to texts."""

import pytest

from proposals.actions.erasure import erase_participant
from proposals.actions.states import hide, hold, redact, refuse, restore
from proposals.enums import ContributionState, RevisionState
from proposals.models import Contribution, Event
from tests.factories.accounts import UserFactory
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("effect", "state"), [(hide, "hidden"), (hold, "held")])
def test_effect_takes_text_out_of_public_lists_and_tells_the_thread(effect, state):
    comment = CommentFactory(public_text="CANARY-HID")
    effect(contribution=comment, by=UserFactory())
    comment.refresh_from_db()
    assert comment.state == state
    assert Contribution.objects.visible_to(UserFactory()).filter(pk=comment.pk).exists() is False
    kinds = Event.objects.filter(topic__name=f"thread:{comment.root_id}").values_list("kind", flat=True)
    assert list(kinds) == ["comment.removed"]


def test_restore_puts_text_back_with_votes_and_replies():
    comment = CommentFactory()
    reply = CommentFactory(root=comment.root, parent=comment)
    VoteFactory(contribution=comment)
    hide(contribution=comment, by=UserFactory())
    comment.refresh_from_db()
    assert comment.root.reply_count == 1
    restore(contribution=comment, by=UserFactory())
    comment.refresh_from_db()
    comment.root.refresh_from_db()
    assert (comment.state, comment.votes.count(), comment.root.reply_count) == ("visible", 1, 2)
    assert reply.path.startswith(comment.path)


def test_restore_pending_shows_the_waiting_version():
    proposal = ProposalFactory(state=ContributionState.PENDING, title="Bus gate")
    revision = proposal.revisions.get()
    restore(contribution=proposal, by=UserFactory(), revision=revision)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.public_text) == (revision.title, revision.body)


def test_redact_marks_a_gap_in_every_text_kept_for_the_public():
    comment = CommentFactory(public_text="Call 01632 960001 now")
    redact(contribution=comment, by=UserFactory(), spans=[(5, 17)])
    comment.refresh_from_db()
    assert comment.public_text == "Call ▒▒▒ now"
    assert "960001" not in comment.body_html
    assert comment.shown_revision.body == "Call 01632 960001 now"


def test_refuse_first_version_hides_and_later_version_leaves_the_shown_one():
    waiting = ProposalFactory(state=ContributionState.PENDING)
    refuse(contribution=waiting, by=UserFactory(), revision=waiting.revisions.get())
    waiting.refresh_from_db()
    assert waiting.state == ContributionState.HIDDEN
    shown = ProposalFactory()
    later = shown.revisions.create(number=2, body="Later", title="Later")
    refuse(contribution=shown, by=UserFactory(), revision=later)
    shown.refresh_from_db()
    assert (shown.state, shown.revisions.last().state) == ("visible", RevisionState.REFUSED)


def test_erase_participant_empties_words_and_keeps_votes_and_places():
    comment = CommentFactory(public_text="CANARY-ERASED")
    vote = VoteFactory(contribution=comment, participant=comment.participant)
    erase_participant(participant=comment.participant, by=None)
    comment.refresh_from_db()
    assert (comment.state, comment.public_text, comment.body_html, comment.title) == ("erased", "", "", "")
    assert list(comment.revisions.values_list("body", "digest_key")) == [("", "")]
    comment.participant.refresh_from_db()
    assert (comment.participant.user, comment.participant.public_name) == (None, "")
    vote.refresh_from_db()
    assert vote.choice == 1
