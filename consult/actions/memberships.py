"""Who works on a consultation: inviting by e-mail, accepting, ending; the last owner cannot go."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.invitations import INVITATION_DAYS, INVITED, digest_of_code, invitation_code
from consult.models import Consultation, Membership
from consult.rules import check
from consult.signals import access_changed

from .log import record
from .notices import notify
from .ownership import follow_ownership

NEVER_TOGETHER = [{Role.OWNER, Role.ANALYST}]


def invite_member(*, by, consultation, email, role):
    """Invite somebody by e-mail; a second invitation to the same role replaces the first link.

    The letter goes out by the schedule, and waits while the mail server is away. Raises Refused for people
    who are not owners and for roles one person may not combine, Invalid for an address that is none.
    """
    check("consult.manage_people", by, consultation)
    email, role = _valid_address(email), _valid_role(role)
    nonce = secrets.token_urlsafe(24)
    with transaction.atomic():
        _lock(consultation)
        _refuse_member(consultation, email, role)
        membership = _invitation(consultation, email, role)
        membership.invited_by, membership.invited_at = by, now()
        membership.save()
        membership.code_digest = digest_of_code(invitation_code(membership, nonce))
        membership.save(update_fields=["code_digest"])
        _log("membership.invited", by, membership)
        _write_to_invited(membership, nonce)
    return membership


def find_invitation(code):
    """The waiting invitation behind a secret link; Refused (404) when there is none or its time is over."""
    waiting = Membership.objects.waiting().filter(code_digest=digest_of_code(code))
    since = now() - timedelta(days=INVITATION_DAYS)
    invitation = waiting.filter(invited_at__gte=since).select_related("consultation", "invited_by").first()
    if invitation is None:
        raise Refused(
            "invitation_over",
            gettext_lazy("This invitation is used, ended or too old. Ask for a new one."),
            status=404,
        )
    return invitation


def is_for(invitation, user):
    """Is the invited address one of this person's confirmed addresses?"""
    return user.emailaddress_set.filter(email__iexact=invitation.email, verified=True).exists()


def accept_invitation(*, by, code):
    """Take the role one was invited to; owners get the editors' pages.

    Raises Refused for a link that is over, for another person's invitation, and for roles that exclude
    each other.
    """
    with transaction.atomic():
        invitation = find_invitation(code)
        _lock(invitation.consultation)
        invitation = find_invitation(code)
        if not is_for(invitation, by):
            raise Refused("wrong_account", WRONG_ACCOUNT)
        _refuse_combination(by, invitation.consultation, invitation.role)
        membership = _accepted(invitation, by)
        follow_ownership(user=by)
        _log("membership.begun", by, membership)
        _tell(membership)
    return membership


WRONG_ACCOUNT = gettext_lazy(
    "This invitation was sent to another e-mail address. Sign in with the account that has that address,"
    " or ask the owner to invite the address you use here."
)


def appoint_member(*, by, consultation, user, role):
    """Give a role to somebody with an account, without the round trip of an invitation: for commands.

    Idempotent. Raises Refused for people who are not owners, and for roles that exclude each other.
    """
    check("consult.manage_people", by, consultation)
    role = _valid_role(role)
    with transaction.atomic():
        _lock(consultation)
        _refuse_combination(user, consultation, role)
        membership, begun = user.memberships.current().get_or_create(
            consultation=consultation,
            role=role,
            defaults={"user": user, "invited_by": by, "invited_at": now(), "accepted_at": now()},
        )
        if begun:
            follow_ownership(user=user)
            _log("membership.begun", by, membership)
            _tell(membership)
    return membership


def admit_invited(*, user, consultation, invited_by):
    """Let somebody with an account in who was handed a code: what an owner decided when it was made."""
    with transaction.atomic():
        _lock(consultation)
        membership, begun = user.memberships.current().get_or_create(
            consultation=consultation,
            role=Role.INVITED,
            defaults={"user": user, "invited_by": invited_by, "invited_at": now(), "accepted_at": now()},
        )
        if begun:
            _log("membership.begun", user, membership)
            _tell(membership)
    return membership


def end_membership(*, by, membership):
    """End a role, or take back an invitation; rights stop at once.

    Raises Refused for people who are neither the owner nor the person, and for the last owner.
    """
    with transaction.atomic():
        _lock(membership.consultation)
        membership = Membership.objects.select_related("consultation", "user").get(pk=membership.pk)
        check("consult.end_membership", by, membership)
        if membership.ended_at is not None:
            return membership
        _refuse_last_owner(membership)
        membership.ended_at, membership.code_digest = now(), ""
        membership.save(update_fields=["ended_at", "code_digest"])
        _log("membership.ended", by, membership)
        if membership.user_id:
            follow_ownership(user=membership.user)
            _tell(membership)
    return membership


def _lock(consultation):
    """Memberships of one consultation change one at a time, so two owners cannot leave at once."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _valid_address(email):
    email = (email or "").strip()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": [_("Enter an e-mail address with an @, like name@example.org.")]})
    return email.lower()


def _valid_role(role):
    if role not in Role.values:
        raise Invalid({"role": [_("Choose one of the roles in the list.")]})
    return Role(role)


def _refuse_member(consultation, email, role):
    members = consultation.memberships.current().filter(
        user__emailaddress__email__iexact=email, user__emailaddress__verified=True
    )
    if members.filter(role=role).exists():
        raise Refused("already_member", _("This person holds the role already."), status=409)
    member = members.first()
    if member is not None:
        _refuse_combination(member.user, consultation, role)


def _refuse_combination(user, consultation, role):
    held = set(user.memberships.current().filter(consultation=consultation).values_list("role", flat=True))
    for pair in NEVER_TOGETHER:
        if role in pair and (pair - {role}) & held:
            raise Refused(
                "roles_exclude",
                _("Nobody can be owner and analyst of one consultation: who asks must not count."),
                status=409,
            )


def _refuse_last_owner(membership):
    if membership.role != Role.OWNER or membership.user_id is None:
        return
    owners = membership.consultation.memberships.current().filter(role=Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise Refused(
            "last_owner",
            _("The last owner cannot leave. Invite another owner first, and wait until they accept."),
            status=409,
        )


def _invitation(consultation, email, role):
    waiting = Membership.objects.waiting().filter(consultation=consultation, email__iexact=email, role=role)
    return waiting.first() or Membership(consultation=consultation, email=email, role=role)


def _accepted(invitation, by):
    """The invitation turned into a membership; one held already stands, and the invitation ends."""
    held = by.memberships.current().filter(consultation=invitation.consultation, role=invitation.role).first()
    invitation.code_digest = ""
    if held is not None:
        invitation.ended_at = now()
        invitation.save(update_fields=["code_digest", "ended_at"])
        return held
    invitation.user, invitation.accepted_at = by, now()
    invitation.save(update_fields=["code_digest", "user", "accepted_at"])
    return invitation


def _log(act, by, membership):
    details = {"role": str(membership.role), "user": membership.user_id}
    record(act=act, by=by, consultation=membership.consultation, target=membership, details=details)


def _tell(membership):
    access_changed.send(
        sender=Membership, consultation=membership.consultation, user_ids=[membership.user_id]
    )


def _write_to_invited(membership, nonce):
    notify(
        kind=INVITED,
        key=f"{INVITED}:{membership.pk}:{nonce}",
        consultation=membership.consultation,
        target=membership,
        context={"nonce": nonce, "language": membership.consultation.source_language},
    )
