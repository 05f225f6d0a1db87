"""From guest to somebody who can be reached: an account, or an address whose letter came back."""

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.actions.log import record as log
from consult.actions.memberships import admit_invited
from consult.clock import now
from consult.errors import Busy, Refused
from consult.mailing import mail_for
from consult.notices import Letter
from consult.rules import has_confirmed_email
from proposals.models import LeafletCode, Participant

from .uniting import stays_apart, unite

SALT = "proposals.joining"
LINK_DAYS = 3


def claim_participations(*, by, participants):
    """Give what was sent without an account to the account of its sender; returns those that were taken over.

    The caller has proof that these are theirs: the session they were sent from, or a receipt. Where the
    account has taken part in a consultation itself, the two become one (`uniting`), or stay apart where
    counts are sealed.
    """
    free = participants.free().select_related("consultation")
    return [each for each in free if _taken_over(by, each)]


def claims_of(*, by, participants):
    """[(participant, own participant there or None, why they stay apart or None)], for the page that asks."""
    free = list(participants.free().select_related("consultation").order_by("pk"))
    own = {each.consultation_id: each for each in Participant.objects.of(by)}
    beside = [(each, own.get(each.consultation_id)) for each in free]
    return [(each, other, stays_apart(each, other) if other else None) for each, other in beside]


def _taken_over(by, participant):
    own = participant.consultation.participants.of(by).first()
    return unite(by=by, guest=participant, own=own) if own else _claimed(by, participant)


def _claimed(by, participant):
    try:
        with transaction.atomic():
            free = Participant.objects.free().filter(pk=participant.pk)
            confirmed = participant.confirmed or has_confirmed_email(by)
            if not free.update(user=by, public_name=by.display_name, confirmed=confirmed):
                return False
            _join_as_invited(by, participant)
            consultation = participant.consultation
            log(act="participant.claimed", by=by, consultation=consultation, target=participant)
    except IntegrityError:  # participant_once_per_user
        return False
    return True


def _join_as_invited(by, participant):
    """A code that admitted the guest admits the account."""
    code = (
        LeafletCode.objects.standing()
        .filter(participant=participant)
        .select_related("batch__made_by")
        .first()
    )
    if code and participant.consultation.invited_only:
        admit_invited(user=by, consultation=participant.consultation, invited_by=code.batch.made_by)


def ask_address(*, by, email):
    """Write to an address that a guest gave; nothing is kept before the link in the letter was opened."""
    numbers = [] if by.is_authenticated else list(Participant.objects.of(by).values_list("pk", flat=True))
    if not numbers:
        raise Refused(
            "nothing_sent", _("Nothing was sent from this device. Take part first, then leave an address.")
        )
    token = signing.dumps({"people": numbers, "email": email}, salt=SALT)
    letter = Letter(
        subject=_("Confirm your e-mail address"),
        paragraphs=[
            _(
                "Somebody who took part without an account gave this address, so that we can tell them"
                " what comes of it."
            ),
            _("If it was you, open the page and press the button. If not, do nothing: we keep no address."),
        ],
        url=reverse("confirm_address", args=[token]),
        button=_("Open the page"),
    )
    try:
        mail_for(letter, email).send()
    except OSError as error:
        raise Busy(
            _("Our mail server does not answer. Try again in a few minutes."), retry_after=300
        ) from error


OVER = gettext_lazy(
    "This link is too old or not complete. Ask for a new one on the device you took part with."
)


def address_in(token):
    """(participants, address) of a link; Refused (410) when its time is over."""
    try:
        found = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.BadSignature as error:
        raise Refused("link_over", OVER, status=410) from error
    people = Participant.objects.free().filter(pk__in=found["people"])
    if not people:
        raise Refused("link_over", OVER, status=410)
    return people, found["email"]


def confirm_address(*, token):
    """Keep the address with what its owner sent; it counts them as confirmed once in each consultation."""
    people, email = address_in(token)
    with transaction.atomic():
        for person in people.select_for_update().select_related("consultation"):
            person.contact_email, person.email_confirmed_at = email, now()
            person.confirmed = person.confirmed or not _vouches_already(person, email)
            person.save(update_fields=["contact_email", "email_confirmed_at", "confirmed"])
            log(act="participant.address", by=person, consultation=person.consultation, target=person)
    return people


def _vouches_already(person, email):
    """Does this address stand behind somebody else here, with or without an account?"""
    others = Participant.objects.filter(consultation=person.consultation_id, confirmed=True).exclude(
        pk=person.pk
    )
    by_account = Q(user__emailaddress__email__iexact=email, user__emailaddress__verified=True)
    return others.filter(
        Q(contact_email__iexact=email, email_confirmed_at__isnull=False) | by_account
    ).exists()
