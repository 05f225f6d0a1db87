"""One's own account: its public name and language, and leaving for good."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consult.clock import now
from consult.errors import Invalid, Refused
from consult.models import Notice, NoticePreference
from consult.rules import REASONS
from consult.signals import account_erasing, account_renamed

from .log import record
from .memberships import end_membership
from .notices import drop_notices


def change_account(*, by, display_name, language):
    """Change how one is called, everywhere, and in which language one is written to. Raises Invalid."""
    _signed_in(by)
    renamed = by.display_name != display_name
    by.display_name, by.language = display_name, language
    try:
        by.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    with transaction.atomic():
        by.save(update_fields=["display_name", "language"])
        if renamed:
            account_renamed.send(type(by), user=by)
    return by


def erase_account(*, by, keep_words):
    """Erase one's own account: name, address, password and keys go, votes and counts stay.

    With `keep_words` the texts stay without a name; else they are emptied and their places stay. Roles end
    first, so this is refused for the last owner of a consultation.
    """
    _signed_in(by)
    with transaction.atomic():
        for membership in by.memberships.filter(ended_at=None):
            end_membership(by=by, membership=membership)
        account_erasing.send(type(by), user=by, keep_words=keep_words)
        _scrub(by)
        record(act="account.erased", by=by, target=by, details={"words_kept": keep_words})
        end_sessions(user=by)
    return by


def _scrub(user):
    for model in (EmailAddress, Authenticator, SocialAccount, NoticePreference):
        model.objects.filter(user=user).delete()
    waiting = Notice.objects.filter(user=user, sent_at=None, dropped_at=None)
    drop_notices(keys=waiting.values_list("idempotency_key", flat=True), because="erased")
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    user.email, user.display_name, user.job_title = f"erased-{user.pk}@invalid.invalid", _("Erased"), ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_at = now()
    user.save()


def end_sessions(*, user):
    """Sign somebody out on every device that signed in."""
    sessions = UserSession.objects.filter(user=user)
    for session in Session.objects.filter(session_key__in=sessions.values("session_key")):
        session.delete()  # one by one: open sockets hear of each
    sessions.delete()


def _signed_in(user):
    if not user.is_authenticated:
        raise Refused("sign_in", REASONS["sign_in"])
