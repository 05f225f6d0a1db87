"""What this floor does when it hears news from the floor below."""

from django.dispatch import receiver

from consult.enums import Act
from consult.signals import (
    access_changed,
    consultation_changed,
    consultation_opening,
    phase_closed,
    phase_opened,
)

from .actions.phases import announce_access, announce_consultation, announce_phase, seal_votes
from .actions.rehearsals import clear_rehearsal


@receiver(phase_opened)
def tell_opened(phase, **_kwargs):
    announce_phase(phase=phase, what="opened")


@receiver(phase_closed)
def tell_closed(phase, **_kwargs):
    if Act.VOTE in phase.allows:
        seal_votes(consultation=phase.consultation, phase=phase)
    announce_phase(phase=phase, what="closed")


@receiver(consultation_changed)
def tell_changed(consultation, **_kwargs):
    announce_consultation(consultation=consultation)


@receiver(access_changed)
def tell_access(consultation, user_ids, **_kwargs):
    announce_access(consultation=consultation, user_ids=user_ids)


@receiver(consultation_opening)
def clear_what_was_tried(consultation, **_kwargs):
    """Floors above are connected first, so their rows are gone when these go."""
    clear_rehearsal(consultation=consultation)
