"""Two participants who turn out to be one person: what a guest sent joins what their account sent there."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consult.actions.log import record as log
from consult.clock import now
from proposals.models import Participant, VoteSeal
from proposals.signals import participant_joined

from .tallies import recount

TRIES = 3  # a vote that comes in meanwhile makes the constraint refuse the move
SEALED = _("Voting there is over and its counts are sealed.")
SPEAKS_FOR_OTHERS = _("One of the two was sent for an organisation.")


def stays_apart(guest, own):
    """Why the two cannot become one, in words; None where they can.

    What a closed phase sealed, and what a finished consultation published, counts them as two people.
    """
    consultation = guest.consultation
    over = consultation.closes_at is not None and consultation.closes_at <= now()
    if over or VoteSeal.objects.filter(chain=consultation.pk).exists():
        return SEALED
    return SPEAKS_FOR_OTHERS if guest.is_organisation or own.is_organisation else None


def unite(*, by, guest, own):
    """Make a guest and the account's own participant one; False where they stay apart, or it is done already.

    Where both voted on the same text the account's vote stands, also one it took back: it was cast by
    somebody who proved who they are, while a guest's device may have been anybody's. The guest's row stays,
    retracted.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                voted = _united(by, guest.pk, own.pk)
            break
        except IntegrityError:
            continue
    else:
        return False
    for pk in voted or ():
        recount(pk)
    return voted is not None


def _united(by, guest, own):
    """The texts whose votes have to be counted again; None when there is nothing to unite."""
    # A vote under way holds the key of its participant until it is committed: to lock keys were a deadlock.
    both = Participant.objects.select_for_update(of=["self"], no_key=True).select_related("consultation")
    rows = {each.pk: each for each in both.filter(pk__in=[guest, own]).order_by("pk")}
    guest, own = rows[guest], rows[own]
    free = guest.user_id is None and guest.erased_at is None and guest.joined_to_id is None
    if not free or own.user_id != by.pk or own.erased_at or stays_apart(guest, own):
        return None
    vouched = guest.confirmed and not own.confirmed
    voted = list((own if vouched else guest).votes.values_list("contribution_id", flat=True))
    voted += list(guest.votes.values_list("contribution_id", flat=True)) if vouched else []
    details = _move_all(guest, own)
    _become_one(guest, own)
    consultation = own.consultation
    log(act="participant.joined", by=by, consultation=consultation, target=guest, details=details)
    return sorted(set(voted))


def _move_all(guest, own):
    """Hand over what was sent, voted and shown; {what: how many}, with whom it went to, for the log."""
    submissions = guest.submissions.update(participant=own, sent_as=guest)
    contributions = guest.contributions.update(participant=own)
    both = list(own.votes.values_list("contribution_id", flat=True))
    apart = guest.votes.standing().filter(contribution__in=both)
    set_aside = apart.update(choice=None, changed_at=now())
    votes = guest.votes.exclude(contribution__in=both).update(participant=own, changed_at=now())
    if not own.leaflets.standing().exists():
        guest.leaflets.standing().update(participant=own)
    participant_joined.send(Participant, participant=guest, into=own)
    return {
        "into": own.pk,
        "submissions": submissions,
        "contributions": contributions,
        "votes": votes,
        "votes_set_aside": set_aside,
    }


def _become_one(guest, own):
    """What vouches for the guest vouches for both, and a pause of either holds; the guest's name goes."""
    own.confirmed = own.confirmed or guest.confirmed
    own.paused_until = max((each.paused_until for each in (guest, own) if each.paused_until), default=None)
    if guest.email_confirmed_at and not own.contact_email:
        own.contact_email, own.email_confirmed_at = guest.contact_email, guest.email_confirmed_at
    own.save(update_fields=["confirmed", "paused_until", "contact_email", "email_confirmed_at"])
    guest.joined_to = own
    guest.public_name = guest.contact_email = ""
    guest.email_confirmed_at = None
    guest.save(update_fields=["joined_to", "public_name", "contact_email", "email_confirmed_at"])


def settle_joined():
    """Hand over what a request that was under way brought in for a guest after they had joined; how many."""
    late = Participant.objects.joined_but_not_empty().select_related("joined_to", "consultation")
    return sum(_settled(each) for each in late[:500])


def _settled(guest):
    with transaction.atomic():
        voted = list(guest.votes.standing().values_list("contribution_id", flat=True))
        details = _move_all(guest, guest.joined_to)
        log(act="participant.joined", by=None, consultation=guest.consultation, target=guest, details=details)
    for pk in voted:
        recount(pk)
    return 1
