"""What moderation does when something happens below."""

from django.dispatch import receiver

from consult.signals import consultation_opening
from proposals.enums import ContributionState, RevisionState
from proposals.signals import contribution_received, contribution_withdrawn, participant_erased

from .actions.cases import close_cases, note_newer_version, open_case
from .actions.scrubbing import clear_rehearsal, scrub_participant
from .enums import Source


@receiver(contribution_received, dispatch_uid="moderation.read_new_text")
def read_new_text(sender, contribution, revision, **kwargs):
    """A version that waits gets a case; earlier cases of the text hear that there is a newer one."""
    if revision.number > 1:
        note_newer_version(contribution=contribution, revision=revision)
    if revision.state == RevisionState.PENDING:
        edited = contribution.state == ContributionState.HELD
        source = Source.EDITED if edited else Source.BEFORE_SHOWING
        open_case(contribution=contribution, revision=revision, source=source)


@receiver(contribution_withdrawn, dispatch_uid="moderation.close_cases")
def nothing_left_to_decide(sender, contribution, **kwargs):
    close_cases(contribution=contribution)


@receiver(participant_erased, dispatch_uid="moderation.scrub_participant")
def forget(sender, participant, **kwargs):
    scrub_participant(participant=participant)


@receiver(consultation_opening, dispatch_uid="moderation.clear_rehearsal")
def nothing_of_a_rehearsal_stays(sender, consultation, **kwargs):
    """Connected before the floor whose rows these refer to."""
    clear_rehearsal(consultation=consultation)
