"""Somebody from outside who decides an appeal: invited by an owner when no other moderator may."""

import secrets

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.actions.log import record as log
from consult.actions.notices import notify
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.invitations import digest_of_code
from consult.rules import check
from moderation.models import Appeal, Reviewer
from moderation.review_links import review_code

LONGEST_NAME = 80


def invite_reviewer(*, by, appeal, name, email):
    """Invite somebody from outside to decide an appeal; a second invitation ends the first.

    Raises Refused for people who are not owners and while another moderator may decide, Invalid for an
    address of the team, of the author or of nobody.
    """
    check("moderation.invite_reviewer", by, appeal)
    name = _clean_name(name)
    nonce = secrets.token_urlsafe(24)
    with transaction.atomic():
        appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
        check("moderation.invite_reviewer", by, appeal)
        email = _clean_address(appeal, email)
        appeal.reviewers.filter(ended_at=None).update(ended_at=now(), code_digest="")
        reviewer = Reviewer.objects.create(
            appeal=appeal, name=name, email=email, invited_by=by, invited_at=now()
        )
        reviewer.code_digest = digest_of_code(review_code(reviewer, nonce))
        reviewer.save(update_fields=["code_digest"])
        _log("appeal.reviewer_invited", by, reviewer)
        _write_to(reviewer, nonce)
    return reviewer


def _clean_name(name):
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": [_("Give the name under which the person decides.")]})
    return name


def _clean_address(appeal, email):
    email = (email or "").strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": [_("Enter an e-mail address with an @, like name@example.org.")]})
    if _belongs_here(appeal, email):
        raise Invalid({"email": [_("Choose somebody from outside: neither of the team nor the author.")]})
    return email


def _belongs_here(appeal, email):
    """Is this an address of the team, of who wrote the text, or of who had a part in the first decision?"""
    team = appeal.consultation.memberships.filter(ended_at=None)
    if team.filter(user__email__iexact=email).exists() or team.filter(email__iexact=email).exists():
        return True
    first = get_user_model().objects.filter(pk__in=[appeal.first_decider_id or 0, *appeal.advisers])
    if first.filter(email__iexact=email).exists():  # they may have left the team since
        return True
    author = appeal.appellant
    own = [author.contact_email, author.user.email if author.user else ""]
    return email in [address.lower() for address in own if address]


def _write_to(reviewer, nonce):
    notify(
        kind="moderation.review_asked",
        key=f"moderation.reviewer:{reviewer.pk}",
        consultation=reviewer.appeal.consultation,
        target=reviewer,
        context={"nonce": nonce, "language": reviewer.appeal.consultation.source_language},
    )


def find_reviewer(code):
    """The reviewer whom a secret link stands for; Refused (404) once it is over."""
    waiting = Reviewer.objects.filter(code_digest=digest_of_code(code)).exclude(code_digest="")
    reviewer = waiting.select_related("appeal__consultation", "appeal__appellant", "invited_by").first()
    if reviewer is None or reviewer.ended_at is not None:
        raise Refused(
            "review_over",
            gettext_lazy("This link is used, ended or has been replaced."),
            status=404,
        )
    return reviewer


def note_opened(*, reviewer):
    """The log says when somebody from outside first read the text."""
    with transaction.atomic():
        first = Reviewer.objects.filter(pk=reviewer.pk, opened_at=None).update(opened_at=now())
        if first:
            _log("appeal.read_by_reviewer", None, reviewer)


def _log(act, by, reviewer):
    log(
        act=act,
        by=by,
        consultation=reviewer.appeal.consultation,
        target=reviewer.appeal,
        details={"reviewer": reviewer.pk},
    )
