"""What people want to hear, and how often; and stopping one list from a letter."""

from datetime import datetime, time, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.clock import now
from consult.enums import NoticeList, Rhythm
from consult.errors import Invalid, Refused
from consult.models import NoticePreference
from consult.rules import REASONS

STOP_SALT = "consult.notices.stop"
AT = time(7)  # when a round-up is sent, in the site's time zone
MONDAY = 0


def preference_of(*, user=None, participant_id=None):
    """What this person chose; an unsaved row with the defaults when they chose nothing."""
    whose = {"user": user} if user else {"participant_id": participant_id, "user": None}
    return NoticePreference.objects.filter(**whose).first() or NoticePreference(**whose)


def choose_notices(*, by, lists, rhythm, language=None):
    """Keep which lists (names of NoticeList) somebody signed in wants, how often, and in which language."""
    if not by.is_authenticated:
        raise Refused("sign_in", REASONS["sign_in"], 403)
    if rhythm not in Rhythm.values or not set(lists) <= set(NoticeList.values):
        raise Invalid({"rhythm": [_("Choose from the answers given.")]})
    chosen = {name.value: name.value in lists for name in NoticeList}
    with transaction.atomic():
        preference, _new = NoticePreference.objects.update_or_create(
            user=by, defaults={**chosen, "rhythm": rhythm}
        )
        if language:
            by.language = language
            by.save(update_fields=["language"])
    return preference


def want_list(*, user, list_name):
    """Somebody asked for something that comes by this list, such as by following it."""
    preference = preference_of(user=user)
    setattr(preference, list_name, True)
    preference.save()


def stop_key(list_name, *, user_id=None, participant_id=None):
    """The key in the address by which a letter lets its reader stop its list, and that list only."""
    whose = ["user", user_id] if user_id else ["participant", participant_id]
    return signing.dumps([*whose, list_name], salt=STOP_SALT)


def read_stop_key(key):
    """(whose, list name) of a key, whose as for `preference_of`; None for anything that is no key."""
    try:
        kind, number, list_name = signing.loads(key, salt=STOP_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    whose = {"user_id": number} if kind == "user" else {"participant_id": number}
    return whose, NoticeList(list_name)


def stop_list(*, key):
    """No more letters of one list to whoever got the one with this key; returns the list, None for no key."""
    read = read_stop_key(key)
    if read is None:
        return None
    whose, stopped = read
    row, _new = NoticePreference.objects.get_or_create(**whose)
    NoticePreference.objects.filter(pk=row.pk).update(**{stopped.value: False})
    return stopped


def round_up_at(rhythm, moment=None):
    """When the next round-up of a rhythm is sent: the next morning, or the next Monday's."""
    local = timezone.localtime(moment or now())
    day = local.date() + timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, AT), local.tzinfo)
