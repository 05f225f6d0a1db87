"""What this floor does when it hears news from the floor below."""

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete
from django.dispatch import receiver

from consult.enums import Act
from consult.signals import (
    access_changed,
    account_erasing,
    account_renamed,
    consultation_changed,
    consultation_opening,
    phase_closed,
    phase_opened,
)

from .actions.erasure import erase_participant
from .actions.participation import rename_participants
from .actions.phases import announce_access, announce_consultation, announce_phase, seal_votes
from .actions.rehearsals import clear_rehearsal
from .actions.replies import tell_of_reply
from .signals import contribution_shown


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


@receiver(post_delete, sender=Session)
def tell_signed_out(instance, **_kwargs):
    """Signing out ends the session in every tab: open sockets notice, too."""
    user_id = instance.get_decoded().get(SESSION_KEY)
    if user_id:
        announce_access(consultation=None, user_ids=[user_id])


@receiver([password_changed, password_reset])
def tell_password_changed(user, **_kwargs):
    announce_access(consultation=None, user_ids=[user.pk])


@receiver(account_renamed)
def rename_everywhere(user, **_kwargs):
    rename_participants(user=user)


@receiver(account_erasing)
def forget_who_took_part(user, keep_words, **_kwargs):
    user.drafts.all().delete()
    for participant in user.participants.select_related("consultation"):
        erase_participant(participant=participant, by=user, keep_words=keep_words)


@receiver(contribution_shown)
def tell_replied(contribution, **_kwargs):
    tell_of_reply(contribution=contribution)
