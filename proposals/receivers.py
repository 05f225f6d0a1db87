"""What this floor does when it hears news from the floor below."""

from django.dispatch import receiver

from consult.enums import Act
from consult.signals import access_changed, consultation_changed, phase_closed, phase_opened

from .actions.phases import announce_access, announce_consultation, announce_phase, seal_votes


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
