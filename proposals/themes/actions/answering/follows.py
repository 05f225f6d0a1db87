"""Following a consultation, a proposal or a theme, and letting go of it."""

from django.db import transaction

from consult.actions.preferences import want_list
from consult.enums import NoticeList
from consult.errors import Refused
from consult.rules import REASONS
from proposals.themes.models import Follow


def follow(*, by, consultation, proposal=None, theme=None):
    """Hear what comes of it; following again changes nothing. The caller found that the person may see it."""
    _check_signed_in(by)
    with transaction.atomic():
        row, new = Follow.objects.get_or_create(
            user=by, consultation=consultation, proposal=proposal, theme=theme
        )
        if new:
            want_list(user=by, list_name=NoticeList.FOLLOWS)
    return row


def unfollow(*, by, consultation, proposal=None, theme=None):
    """Hear nothing more of it; returns whether it was followed."""
    _check_signed_in(by)
    rows = Follow.objects.filter(user=by, consultation=consultation, proposal=proposal, theme=theme)
    return bool(rows.delete()[0])


def _check_signed_in(by):
    if not by.is_authenticated:
        raise Refused("sign_in", REASONS["sign_in"], 403)
