"""Who may propose, comment, answer, vote, edit and withdraw."""

import rules
from django.utils.translation import gettext_lazy as _

from consult.clock import now
from consult.enums import Act, ResultsVisibility
from consult.rules import (
    can_see,
    check,
    is_staff_here,
    permission,
    phase_allows,
    reasons,
    steps_for,
    vouches,
    was_seen,
)

from .enums import ContributionState, Kind
from .models import Contribution, LeafletCode
from .querysets import stands_for

__all__ = ["check"]

reasons(
    paused=_("You cannot post or vote here for now. The notice we sent you says why and until when."),
    thread_locked=_("A moderator has closed this thread. You can still read it."),
    not_shown=_("This cannot be discussed or voted on now."),
    not_author=_("Only the person who wrote this can change it."),
    nothing_to_vote=_("You can vote on proposals and comments only."),
    withdrawn=_("This was withdrawn and cannot be changed any more."),
)


def met(user, consultation, participant):
    """Note whom this visitor was just found to stand for here; kept as long as `consult.rules.seen` keeps."""
    consultation.met = user, participant


def participant_of(user, consultation):
    """The participant, or None, whom this visitor stands for in a consultation."""
    known, participant = getattr(consultation, "met", (None, None))
    if known is not user:
        participant = consultation.participants.of(user).first()
    if participant is not None:
        participant.consultation = consultation  # with its phases, where they are known
    return participant


@vouches
def holds_a_code(user, consultation):
    """Somebody who used a code that was handed out, as long as nobody takes it back."""
    participant = participant_of(user, consultation)
    return participant is not None and LeafletCode.objects.standing().filter(participant=participant).exists()


def _is_paused(participant):
    return participant.paused_until is not None and participant.paused_until > now()


@rules.predicate
def is_not_paused(user, subject):
    author = getattr(subject, "participant", None)
    if author is None or not stands_for(user, author):
        author = participant_of(user, getattr(subject, "consultation", subject))
    return author is None or not _is_paused(author)


@rules.predicate
def is_shown(_user, contribution):
    return contribution.state == ContributionState.VISIBLE


@rules.predicate
def is_readable(user, contribution):
    if was_seen(user, contribution):
        return True
    return Contribution.objects.visible_to(user).filter(pk=contribution.pk).exists()


@rules.predicate
def is_unlocked(_user, contribution):
    root = contribution.root or contribution
    return root.locked_at is None and contribution.locked_at is None


@rules.predicate
def can_be_voted_on(_user, contribution):
    return contribution.kind in (Kind.PROPOSAL, Kind.COMMENT)


def results_are_open(consultation):
    """May everybody read the counts? Always here, or once no phase can bring a vote any more."""
    if consultation.results_visibility == ResultsVisibility.ALWAYS:
        return True
    voting = [phase for phase in consultation.phases_in_order if Act.VOTE in phase.allows]
    return all(phase.closes_at is not None and phase.closes_at <= now() for phase in voting)


@rules.predicate
def is_author(user, contribution):
    return stands_for(user, contribution.participant)


ACT_OF_KIND = {Kind.PROPOSAL: Act.PROPOSE, Kind.COMMENT: Act.COMMENT, Kind.ANSWER: Act.ANSWER}


@rules.predicate
def phase_allows_this_kind(user, contribution):
    """A text can be changed while more of its kind may come, and while a moderator waits for the change."""
    if contribution.state == ContributionState.HELD:
        return True
    return phase_allows(ACT_OF_KIND[contribution.kind])(user, contribution)


@rules.predicate
def is_not_gone(_user, contribution):
    return contribution.state not in (ContributionState.WITHDRAWN, ContributionState.ERASED)


permission("proposals.propose", *steps_for(Act.PROPOSE), (is_not_paused, "paused"))
permission("proposals.answer", *steps_for(Act.ANSWER), (is_not_paused, "paused"))
# A text that is readable stands in a consultation that is: its own step need not be asked again.
permission(
    "proposals.comment",
    (is_readable, "not_found"),
    *steps_for(Act.COMMENT)[1:],
    (is_not_paused, "paused"),
    (is_shown, "not_shown"),
    (is_unlocked, "thread_locked"),
)
permission(
    "proposals.vote",
    (is_readable, "not_found"),
    *steps_for(Act.VOTE)[1:],
    (is_not_paused, "paused"),
    (can_be_voted_on, "nothing_to_vote"),
    (is_shown, "not_shown"),
)
permission("proposals.read", (is_readable, "not_found"))
permission(
    "proposals.edit",
    (can_see, "not_found"),
    (is_author, "not_author"),
    (is_not_gone, "withdrawn"),
    (phase_allows_this_kind, "phase_closed"),
    (is_not_paused, "paused"),
)
permission("proposals.withdraw", (is_author, "not_author"), (is_not_gone, "withdrawn"))
permission(
    "proposals.reply_officially",
    (is_readable, "not_found"),
    (is_staff_here, "not_staff"),
    (is_shown, "not_shown"),
)
