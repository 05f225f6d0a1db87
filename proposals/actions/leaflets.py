"""Codes on leaflets: an owner makes them in batches, each lets one person in without an address, once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.actions.log import record as log
from consult.actions.memberships import admit_invited
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import check, has_confirmed_email
from proposals.models import LeafletBatch, LeafletCode
from proposals.models.leaflet import MOST_CODES

from .participation import take_part


def make_leaflets(*, by, consultation, name, number):
    """A batch of `number` codes, counted under `name`. Raises Refused for who is no owner, Invalid."""
    check("consult.manage_people", by, consultation)
    name = " ".join(str(name).split())[:80]
    if not name:
        raise Invalid({"name": [_("Say where these will be handed out.")]})
    if not 1 <= number <= MOST_CODES:
        raise Invalid({"number": [_("Make between 1 and %(most)s codes at once.") % {"most": MOST_CODES}]})
    with transaction.atomic():
        batch = LeafletBatch.objects.create(consultation=consultation, name=name, number=number, made_by=by)
        digests = ((n, LeafletCode.digest_of(batch.code_of(n))) for n in range(1, number + 1))
        LeafletCode.objects.bulk_create(
            (LeafletCode(batch=batch, number=n, digest=digest) for n, digest in digests), batch_size=500
        )
        log(act="leaflets.made", by=by, consultation=consultation, target=batch, details={"number": number})
    return batch


def use_leaflet(*, by, code):
    """Let this visitor take part with a code; returns the participant, whom it confirms.

    A code that is unknown, used, taken back or of another site is refused in the same words (Invalid), so
    that trying tells nothing. Raises Refused (409) for who used another code of this consultation before.
    """
    leaflet = _usable(code)
    consultation = leaflet.batch.consultation
    with transaction.atomic():
        participant = take_part(by=by, consultation=consultation)
        if LeafletCode.objects.standing().filter(participant=participant).exists():
            raise Refused("has_code", HAS_CODE, status=409)
        free = LeafletCode.objects.unused().filter(pk=leaflet.pk)
        if not free.update(participant=participant, used_at=now()):
            raise _no_such_code()
        participant.confirmed = True
        participant.save(update_fields=["confirmed"])
        if by.is_authenticated and consultation.invited_only:
            admit_invited(user=by, consultation=consultation, invited_by=leaflet.batch.made_by)
        log(act="leaflet.used", by=participant, consultation=consultation, target=leaflet)
    return participant


HAS_CODE = gettext_lazy("You have used a code here before. Keep this one for somebody else: it still works.")


def find_leaflet(code):
    """The consultation to which a code admits somebody; Invalid in the same words for all that do not."""
    return _usable(code).batch.consultation


def _usable(code):
    found = LeafletCode.objects.usable().filter(digest=LeafletCode.digest_of(code))
    leaflet = found.select_related("batch__consultation", "batch__made_by").first()
    if leaflet is None:
        raise _no_such_code()
    return leaflet


def _no_such_code():
    return Invalid({"code": [_("This code cannot be used. Look at it again: each code works once.")]})


def end_leaflets(*, by, batch):
    """Take back the codes of a batch that nobody has used; who is in stays in."""
    check("consult.manage_people", by, batch.consultation)
    with transaction.atomic():
        ended = LeafletBatch.objects.filter(pk=batch.pk, ended_at=None).update(ended_at=now())
        if ended:
            left = batch.codes.unused().count()
            details = {"unused": left}
            log(act="leaflets.ended", by=by, consultation=batch.consultation, target=batch, details=details)
    batch.refresh_from_db()
    return batch


def revoke_leaflet(*, by, batch, number):
    """Take one code back. Whoever used it counts as unconfirmed again and may do what guests may."""
    check("consult.manage_people", by, batch.consultation)
    code = batch.codes.select_related("participant").filter(number=number).first()
    if code is None:
        raise Invalid({"number": [_("There is no leaflet with this number.")]})
    with transaction.atomic():
        if batch.codes.standing().filter(pk=code.pk).update(revoked_at=now()):
            _unconfirm(code.participant)
            details = {"number": number}
            log(act="leaflet.revoked", by=by, consultation=batch.consultation, target=code, details=details)
    code.refresh_from_db()
    return code


def _unconfirm(participant):
    """Unless an address vouches for them, too."""
    if participant is None or (participant.user and has_confirmed_email(participant.user)):
        return
    participant.confirmed = participant.email_confirmed_at is not None
    participant.save(update_fields=["confirmed"])
