"""What moderation does when something happens below."""

from django.dispatch import receiver

from consult.enums import ModerationMode
from consult.signals import consultation_opening
from proposals.actions.contributions import ACT_OF
from proposals.enums import ContributionState, RevisionState
from proposals.signals import (
    contribution_received,
    contribution_withdrawn,
    participant_erased,
    participant_joined,
    submissions_imported,
    text_offered,
)

from .actions.asking import concern_about
from .actions.cases import close_cases, note_newer_version, open_case
from .actions.handing_over import hand_over
from .actions.imports import read_imported
from .actions.screening import screen_revision
from .actions.scrubbing import clear_rehearsal, scrub_participant
from .enums import Source


@receiver(contribution_received, dispatch_uid="moderation.read_new_text")
def read_new_text(sender, contribution, revision, **kwargs):
    """Earlier cases hear of a newer version; it gets a case of its own if somebody should read it."""
    if revision.number > 1:
        note_newer_version(contribution=contribution, revision=revision)
    source = _read_because(contribution, revision)
    if not contribution.official:
        screen_revision(contribution=contribution, revision=revision, source=source)
    elif source:
        open_case(contribution=contribution, revision=revision, source=source)


def _read_because(contribution, revision):
    """Why a person reads this version whatever it says; None where only reports and software point to it."""
    if revision.state == RevisionState.PENDING:
        return Source.EDITED if contribution.state == ContributionState.HELD else Source.BEFORE_SHOWING
    mode = contribution.consultation.moderation_mode_for(ACT_OF[contribution.kind])
    read_after = mode == ModerationMode.AFTER and not contribution.official
    return Source.AFTER_SHOWING if read_after else None


@receiver(text_offered, dispatch_uid="moderation.ask")
def ask_before_posting(sender, consultation, text, public, **kwargs):
    return concern_about(consultation=consultation, text=text, public=public)


@receiver(submissions_imported, dispatch_uid="moderation.read_imported")
def read_what_was_imported(sender, consultation, external_ids, **kwargs):
    read_imported(consultation=consultation, external_ids=external_ids)


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


@receiver(participant_joined, dispatch_uid="moderation.hand_over")
def hand_over_what_a_guest_reported(sender, participant, into, **kwargs):
    hand_over(participant=participant, into=into)
