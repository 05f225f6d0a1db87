"""Rehearsing a consultation before it opens: a secret link for invited people, nothing of it kept."""

import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.completeness import faults_of
from consult.enums import ConsultationState
from consult.errors import Refused
from consult.invitations import digest_of_code
from consult.models import Consultation
from consult.rules import check

from .log import record
from .ownership import claim_ownership
from .pages import check_slug, write_edition


def start_rehearsal(*, by, edition, consultation=None, body=None):
    """Apply a draft to a consultation in rehearsal, not to the public; returns (consultation, key).

    The key makes the secret link and is shown once; starting again brings in the newest draft and makes
    the old link useless. Raises Refused once the consultation has opened, and for faults in the draft.
    """
    with transaction.atomic():
        if consultation is not None:
            consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
            check("consult.publish", by, consultation)
        _refuse(edition, consultation)
        consultation, _changed = write_edition(edition, consultation, body)
        key = secrets.token_urlsafe(24)
        consultation.rehearsal_digest = digest_of_code(key)
        consultation.save(update_fields=["rehearsal_digest"])
        claim_ownership(by=by, consultation=consultation)
        record(act="rehearsal.started", by=by, consultation=consultation, target=consultation)
    return consultation, key


def end_rehearsal(*, by, consultation):
    """Make the secret link useless; what was tried stays until opening deletes it."""
    check("consult.publish", by, consultation)
    with transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(rehearsal_digest="")
        record(act="rehearsal.ended", by=by, consultation=consultation, target=consultation)


def find_rehearsal(key):
    """The consultation a secret link rehearses; Refused (404) when the link is over."""
    rehearsed = Consultation.objects.filter(
        state=ConsultationState.REHEARSAL, rehearsal_digest=digest_of_code(key)
    )
    consultation = rehearsed.first()
    if consultation is None:
        raise Refused(
            "rehearsal_over", _("This rehearsal is over, or its link has been replaced."), status=404
        )
    return consultation


def _refuse(edition, consultation):
    if consultation is not None and not consultation.in_rehearsal:
        raise Refused("opened", _("This consultation has opened. There is nothing to rehearse."), status=409)
    check_slug(edition, consultation)
    faults = faults_of(edition)
    if faults:
        named = "; ".join(str(text) for _code, text in faults)
        raise Refused(
            "faulty", _("This cannot be rehearsed yet. Missing: %(list)s.") % {"list": named}, status=422
        )
