"""Tells people things, once each, on the site and by e-mail, and not before an undo has run out."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from consult.clock import now
from consult.mailing import mail_for
from consult.models import Notice
from consult.notices import Letter, Section, address_of, compose, list_of

from .preferences import preference_of, round_up_at, stop_key

# A mail server that is away is tried again after ever longer pauses, for three days in all.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440, 2160)]


def notify(
    *, kind, key, user=None, participant=None, consultation=None, target=None, context=None, send_after=None
):
    """Queue a notice; the same key never queues a second one. Returns the notice that stands.

    What belongs to a list waits for the round-up of whoever wants them together.
    """
    rhythm = _rhythm(kind, user, participant)
    notice, _created = Notice.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "kind": kind,
            "user": user,
            "participant_id": participant.pk if participant else None,
            "consultation_id": consultation.pk if consultation else None,
            "target_type": target._meta.concrete_model._meta.label_lower if target else "",
            "target_id": target.pk if target else None,
            "context": context or {},
            "send_after": round_up_at(rhythm) if rhythm else send_after or now(),
            "rhythm": rhythm,
        },
    )
    return notice


def _rhythm(kind, user, participant):
    if not list_of(kind) or not (user or participant):
        return ""
    return preference_of(user=user, participant_id=participant.pk if participant else None).rhythm


def drop_notices(*, keys, because):
    """Take back notices that were not sent yet; returns how many."""
    waiting = Notice.objects.filter(idempotency_key__in=list(keys), sent_at=None, dropped_at=None)
    return waiting.update(dropped_at=now(), dropped_because=because)


def mark_read(*, notice):
    """Remember the first time a notice was opened on the site."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now())


def send_due_notices(*, most=200):
    """Send what is due, each claimed by a conditional update; returns how many were sent.

    What one person wants together goes into one letter, all that is due of it.
    """
    due = list(Notice.objects.due().order_by("send_after", "id")[:most])
    sent = sum(1 for notice in due if not notice.rhythm and _send(notice))
    people = {(notice.user_id, notice.participant_id) for notice in due if notice.rhythm}
    return sent + sum(_send_together(*person) for person in sorted(people, key=str))


def _send(notice):
    if not _claimed(notice):
        return False
    with override(_language_of(notice)):
        letter = _letter_or_drop(notice)
        return letter is not None and _deliver([notice], letter)


def _claimed(notice):
    with transaction.atomic():
        return Notice.objects.due().filter(pk=notice.pk).update(sent_at=now())


def _letter_or_drop(notice):
    """What may be said now; a notice with nothing left to say is dropped."""
    letter = compose(notice)
    if letter is None:
        Notice.objects.filter(pk=notice.pk).update(
            sent_at=None, dropped_at=now(), dropped_because="nothing_to_say"
        )
    return letter


def _send_together(user_id, participant_id):
    """One letter of all that is due to one person in their rhythm; returns how many notices went into it."""
    whose = {"user_id": user_id} if user_id else {"user_id": None, "participant_id": participant_id}
    due = Notice.objects.due().exclude(rhythm="").filter(**whose).order_by("id")
    notices = [notice for notice in due if _claimed(notice)]
    if not notices:
        return 0
    with override(_language_of(notices[0])):
        said = [(notice, letter) for notice in notices if (letter := _letter_or_drop(notice))]
        wanted = [(notice, letter) for notice, letter in said if _wants(notice)]
        if not wanted:
            return len(said)
        letters = [letter for _notice, letter in wanted]
        whole = letters[0] if len(letters) == 1 else _round_up(letters)
        return len(said) if _deliver([notice for notice, _letter in wanted], whole) else 0


def _round_up(letters):
    """Several letters as the sections of one."""
    sections = []
    for letter in letters:
        page = [(letter.button or _("Open the page"), letter.url)] if letter.url else []
        own = Section(letter.subject, letter.paragraphs, letter.rows, letter.quote, [*page, *letter.links])
        sections += [own, *letter.sections]
    subject = ngettext("%(n)d piece of news for you", "%(n)d pieces of news for you", len(letters))
    return Letter(subject=subject % {"n": len(letters)}, paragraphs=[], sections=sections)


def _wants(notice):
    preference = preference_of(user=notice.user, participant_id=notice.participant_id)
    return preference.wants(list_of(notice.kind))


def _deliver(notices, letter):
    """Send one letter for these notices of one person; True also when there is nowhere to send it."""
    first = notices[0]
    address = address_of(first)
    if not address or not _wants(first):
        return True
    try:
        mail_for(letter, address, notice=first, stop_key=_stop_key(first)).send()
    except OSError:
        for notice in notices:
            _try_again(notice)
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(emailed_at=now())
    return True


def _stop_key(notice):
    """The key that stops the list of a notice; empty for what is always sent."""
    name = list_of(notice.kind)
    if not name:
        return ""
    return stop_key(name, user_id=notice.user_id, participant_id=notice.participant_id)


def _language_of(notice):
    if notice.user:
        return notice.user.language
    return notice.context.get("language", settings.LANGUAGE_CODE)


def _try_again(notice):
    """The notice becomes due again after a pause; after the last one it stays on the site alone."""
    again = {}
    if notice.attempts < len(PAUSES):
        again = {"sent_at": None, "send_after": now() + PAUSES[notice.attempts]}
    Notice.objects.filter(pk=notice.pk).update(attempts=notice.attempts + 1, **again)
