"""Taking part: the participant whom an account or a guest's session stands for."""

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.errors import Invalid
from consult.rules import has_confirmed_email
from proposals.enums import ParticipantKind
from proposals.models import Participant
from proposals.rules import participant_of


def take_part(*, by, consultation, public_name=""):
    """The participant of this visitor, made on their first act.

    For a guest the caller keeps the returned participant in the session (`remember_participation`).
    """
    existing = participant_of(by, consultation)
    if existing:
        return _confirmed_since(existing, by)
    try:
        with transaction.atomic():
            return _new_participant(by, consultation, public_name)
    except IntegrityError:
        return consultation.participants.of(by).get()


def _new_participant(by, consultation, public_name):
    signed_in = by.is_authenticated
    return Participant.objects.create(
        consultation=consultation,
        user=by if signed_in else None,
        source="account" if signed_in else "guest",
        public_name=by.display_name if signed_in else public_name[:60],
        language=(get_language() or "en").split("-")[0],
        confirmed=signed_in and has_confirmed_email(by),
    )


def _confirmed_since(participant, by):
    """An address confirmed after the first act confirms the participant too."""
    if not participant.confirmed and by.is_authenticated and has_confirmed_email(by):
        participant.confirmed = True
        participant.save(update_fields=["confirmed"])
    return participant


def rename_participants(*, user):
    """Call somebody by their new public name everywhere, also beside what they wrote before."""
    user.participants.update(public_name=user.display_name)


def represent_organisation(*, by, participant, name, members):
    """Note that a participant speaks for an organisation, and for how many members; its name is shown."""
    name = " ".join(name.split())[:200]
    if not name or members < 1:
        raise Invalid({"organisation": [_("Give the organisation's name and how many members it has.")]})
    with transaction.atomic():
        participant.kind = ParticipantKind.ORGANISATION
        participant.organisation, participant.members_represented = name, members
        participant.save(update_fields=["kind", "organisation", "members_represented"])
        log(
            act="participant.organisation",
            by=by if by.pk else participant,
            consultation=participant.consultation,
            target=participant,
            details={"members": members},
        )
    return participant


def pause_participant(*, participant, by, until, case=None):
    """Stop a participant from posting and voting in this consultation until a date; None lifts the pause."""
    with transaction.atomic():
        participant.paused_until = until
        participant.save(update_fields=["paused_until"])
        details = {"until": until.isoformat() if until else None, "case": case}
        act = "participant.paused" if until else "participant.pause_lifted"
        log(act=act, by=by, consultation=participant.consultation, target=participant, details=details)
    return participant
