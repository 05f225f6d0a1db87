"""What the analysis does when something happens below."""

from django.dispatch import receiver

from consult import jobs
from consult.signals import consultation_opening, notice_bounced, phase_opened
from proposals.enums import Kind
from proposals.signals import (
    contribution_erased,
    contribution_shown,
    participant_erased,
    participant_joined,
)

from .actions.answering import bounce_outcome
from .actions.answering.erasure import scrub_replies
from .actions.answering.handing_over import hand_over
from .actions.prints import forget_prints
from .actions.rehearsals import clear_analysis
from .models import Follow

TELL_OF_COMMENT = "proposals.themes.tasks.tell_of_comment"
TELL_OF_PHASE = "proposals.themes.tasks.tell_of_phase"


@receiver(consultation_opening, dispatch_uid="themes.clear_rehearsal")
def clear_rehearsal(sender, consultation, **kwargs):
    """What a rehearsal was sorted into goes with it; connected before the floor whose rows it refers to."""
    clear_analysis(consultation=consultation)


@receiver(contribution_shown, dispatch_uid="themes.tell_of_comment")
def tell_of_comment(sender, contribution, **kwargs):
    """Followers of a proposal hear of a comment by a task of its own; nobody's post waits for them."""
    if contribution.kind == Kind.COMMENT and Follow.objects.filter(proposal=contribution.root_id).exists():
        jobs.enqueue(TELL_OF_COMMENT, contribution.pk)


@receiver(phase_opened, dispatch_uid="themes.tell_of_phase")
def tell_of_phase(sender, phase, **kwargs):
    if Follow.objects.filter(consultation=phase.consultation, proposal=None, theme=None).exists():
        jobs.enqueue(TELL_OF_PHASE, phase.pk)


@receiver(notice_bounced, dispatch_uid="themes.bounce_outcome")
def fall_back(sender, notice, **kwargs):
    """A letter about somebody's words that came back: they hear by receipt or on paper."""
    bounce_outcome(notice=notice)


@receiver(participant_erased, dispatch_uid="themes.scrub_replies")
def scrub(sender, participant, **kwargs):
    scrub_replies(participant=participant)


@receiver(contribution_erased, dispatch_uid="themes.forget_prints")
def forget(sender, contribution, **kwargs):
    forget_prints(consultation=contribution.consultation)


@receiver(participant_joined, dispatch_uid="themes.hand_over")
def hand_over_outcomes(sender, participant, into, **kwargs):
    hand_over(participant=participant, into=into)
