"""Who may do what in a consultation, here and now; each refusal has a code and a reason in words.

A permission is a list of (predicate, code) pairs, checked in order. `check` raises the first refusal;
the same predicates joined by & stand in the rules registry for templates and Django's `has_perm`.
"""

from functools import reduce
from operator import and_

import rules
from django.utils.translation import gettext_lazy as _

from .enums import Access, Role
from .errors import Refused

REASONS = {
    "not_found": _("There is nothing here that you can open."),
    "sign_in": _("Sign in first. We ask because this part is for people we know by name."),
    "not_staff": _("This is for the team that runs the consultation."),
    "not_owner": _("Only an owner of this consultation can do this."),
    "not_moderator": _("Only a moderator of this consultation can do this."),
    "not_analyst": _("Only an analyst of this consultation can do this."),
    "not_responder": _("Only a policymaker of this consultation can do this."),
    "phase_closed": _("This part of the consultation is closed now."),
    "access_nobody": _("Nobody can do this in this consultation."),
    "access_confirmed": _("Confirm your e-mail address first, then you can do this."),
    "access_invited": _("This is for people who were invited."),
    "not_administrator": _("Only an administrator of this site can do this."),
    "own_membership_only": _("You can end your own role, or an owner can do it for you."),
}

_steps: dict[str, list] = {}


def reasons(**texts):
    """Register reasons for refusal codes of another app."""
    REASONS.update(texts)


def permission(name, *steps):
    """Register a permission as ordered (predicate, code) steps."""
    _steps[name] = list(steps)
    rules.set_perm(name, reduce(and_, (predicate for predicate, _code in steps)))


def check(name, user, subject):
    """Raise Refused with the first reason that speaks against it; 404 for what one may not even see."""
    for predicate, code in _steps[name]:
        if not predicate(user, subject):
            status = 404 if code == "not_found" else 403
            raise Refused(code, REASONS[code], status=status)


def refusal(name, user, subject):
    """The refusal that `check` would raise, or None."""
    try:
        check(name, user, subject)
    except Refused as refused:
        return refused
    return None


def allowed(name, user, subject):
    return refusal(name, user, subject) is None


def consultation_of(subject):
    """The consultation a subject stands in; a consultation stands in itself."""
    return getattr(subject, "consultation", subject)


def has_role(user, consultation, *wanted):
    """Does this person hold one of the roles here, now?"""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return user.memberships.current().filter(consultation=consultation, role__in=wanted).exists()


def _role_predicate(role):
    @rules.predicate(f"is_{role}")
    def holds(user, subject):
        return has_role(user, consultation_of(subject), role)

    return holds


is_owner = _role_predicate(Role.OWNER)
is_moderator = _role_predicate(Role.MODERATOR)
is_analyst = _role_predicate(Role.ANALYST)
is_responder = _role_predicate(Role.RESPONDER)


@rules.predicate
def is_signed_in(user, _subject):
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def is_staff_here(user, subject):
    return has_role(user, consultation_of(subject), *Role.staff())


def seen(user, *subjects):
    """Note that this person was just found to see these, so that the rules asked next need not look again.

    Kept on the objects and for the very same user object: no longer than the request that loaded both.
    """
    for subject in subjects:
        subject.seen_by = user


def was_seen(user, subject):
    return getattr(subject, "seen_by", None) is user


@rules.predicate
def can_see(user, subject):
    consultation = consultation_of(subject)
    if was_seen(user, consultation):
        return True
    return type(consultation).objects.visible_to(user).filter(pk=consultation.pk).exists()


def phase_allows(act):
    """Is a phase open that allows the act? Rehearsal allows what any phase will allow."""

    @rules.predicate(f"phase_allows_{act}")
    def open_now(_user, subject):
        consultation = consultation_of(subject)
        if consultation.in_rehearsal:
            return act in consultation.acts_ever_allowed()
        return consultation.phase_allowing(act) is not None

    return open_now


def access_is_not_nobody(act):
    @rules.predicate(f"somebody_may_{act}")
    def somebody(_user, subject):
        return consultation_of(subject).access_to(act) != Access.NOBODY

    return somebody


_vouchers: list = []


def vouches(voucher):
    """Register a function (user, consultation) -> bool: does something other than an address vouch here?"""
    _vouchers.append(voucher)
    return voucher


def is_vouched_for(user, consultation):
    return any(voucher(user, consultation) for voucher in _vouchers)


def access_is_confirmed(act):
    """Where access asks for it: an account with a confirmed address, or a code that was handed out."""

    @rules.predicate(f"confirmed_enough_to_{act}")
    def confirmed(user, subject):
        if consultation_of(subject).access_to(act) == Access.GUEST:
            return True
        if user.is_authenticated and user.is_active and has_confirmed_email(user):
            return True
        return is_vouched_for(user, consultation_of(subject))

    return confirmed


def access_is_invited(act):
    @rules.predicate(f"invited_enough_to_{act}")
    def invited(user, subject):
        consultation = consultation_of(subject)
        if consultation.access_to(act) != Access.INVITED:
            return True
        if has_role(user, consultation, Role.INVITED, *Role.staff()):
            return True
        return is_vouched_for(user, consultation)

    return invited


def has_confirmed_email(user):
    return user.emailaddress_set.filter(verified=True).exists()


def steps_for(act):
    """The steps every act of a resident passes: visible, phase open, access given."""
    return [
        (can_see, "not_found"),
        (access_is_not_nobody(act), "access_nobody"),
        (phase_allows(act), "phase_closed"),
        (access_is_confirmed(act), "access_confirmed"),
        (access_is_invited(act), "access_invited"),
    ]


@rules.predicate
def is_administrator(user, _subject):
    return bool(getattr(user, "is_superuser", False) and user.is_active)


@rules.predicate
def is_owner_or_administrator(user, subject):
    return is_administrator(user, subject) or is_owner(user, subject)


@rules.predicate
def is_owner_or_self(user, membership):
    return membership.user_id == user.pk or is_owner_or_administrator(user, membership)


permission("consult.view", (can_see, "not_found"))
permission("consult.own", (can_see, "not_found"), (is_owner, "not_owner"))
permission("consult.staff", (can_see, "not_found"), (is_staff_here, "not_staff"))
permission("consult.moderate", (can_see, "not_found"), (is_moderator, "not_moderator"))
permission("consult.analyse", (can_see, "not_found"), (is_analyst, "not_analyst"))
permission("consult.respond", (can_see, "not_found"), (is_responder, "not_responder"))
permission("consult.name_body", (is_administrator, "not_administrator"))
permission("consult.publish", (is_owner_or_administrator, "not_owner"))
permission("consult.manage_people", (is_owner_or_administrator, "not_owner"))
permission("consult.end_membership", (is_owner_or_self, "own_membership_only"))
