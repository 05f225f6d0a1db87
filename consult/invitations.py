"""The letter of an invitation; its secret link is made when it is sent, and kept nowhere."""

import base64
import hashlib

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from .models import Membership
from .notices import Letter, address_finder, composer

INVITED = "membership.invited"
INVITATION_DAYS = 30
CODE_BYTES = 24


def digest_of_code(code):
    """What is stored of a secret link; the code itself has 192 random bits, so a plain hash will do."""
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def invitation_code(membership, nonce):
    """The code of the link, from the notice's nonce and the site's key: 192 bits that no table holds."""
    digest = salted_hmac(INVITED, f"{membership.pk}:{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:CODE_BYTES]).decode()


@composer(INVITED)
def invited(notice):
    """Nothing once the invitation was accepted, taken back, or replaced by a newer one."""
    membership = _waiting(notice)
    code = invitation_code(membership, notice.context["nonce"]) if membership else ""
    if not code or not constant_time_compare(digest_of_code(code), membership.code_digest):
        return None
    title, role = membership.consultation.title, membership.get_role_display()
    return Letter(
        subject=_("Invitation: %(role)s of “%(title)s”") % {"role": role, "title": title},
        paragraphs=[
            _("%(name)s invites you to “%(title)s” as %(role)s.")
            % {"name": membership.invited_by or _("The team"), "title": title, "role": role},
            _("The link works once, for %(days)s days, with an account that has this e-mail address.")
            % {"days": INVITATION_DAYS},
        ],
        url=reverse("invitation", args=[code]),
        button=_("Open the invitation"),
    )


@address_finder
def invited_address(notice):
    membership = _waiting(notice) if notice.kind == INVITED else None
    return membership.email if membership else ""


def _waiting(notice):
    waiting = Membership.objects.waiting().select_related("consultation", "invited_by")
    return waiting.filter(pk=notice.target_id).first()
