"""Tells people things, once each, on the site and by e-mail, and not before an undo has run out."""

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from consult.clock import now
from consult.models import Notice
from consult.notices import address_of, compose

# A mail server that is away is tried again after ever longer pauses, for three days in all.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440, 2160)]


def notify(
    *, kind, key, user=None, participant=None, consultation=None, target=None, context=None, send_after=None
):
    """Queue a notice; the same key never queues a second one. Returns the notice that stands."""
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
            "send_after": send_after or now(),
        },
    )
    return notice


def drop_notices(*, keys, because):
    """Take back notices that were not sent yet; returns how many."""
    waiting = Notice.objects.filter(idempotency_key__in=list(keys), sent_at=None, dropped_at=None)
    return waiting.update(dropped_at=now(), dropped_because=because)


def mark_read(*, notice):
    """Remember the first time a notice was opened on the site."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now())


def send_due_notices(*, most=200):
    """Send what is due, each claimed by a conditional update; returns how many were sent."""
    due = list(Notice.objects.due().order_by("send_after", "id")[:most])
    return sum(1 for notice in due if _send(notice))


def _send(notice):
    with transaction.atomic():
        claimed = Notice.objects.due().filter(pk=notice.pk).update(sent_at=now())
    if not claimed:
        return False
    with override(_language_of(notice)):
        letter = compose(notice)
        if letter is None:
            Notice.objects.filter(pk=notice.pk).update(
                sent_at=None, dropped_at=now(), dropped_because="nothing_to_say"
            )
            return False
        return _deliver(notice, letter)


def _deliver(notice, letter):
    address = address_of(notice)
    if not address:
        return True
    try:
        mail_for(letter, address).send()
    except OSError:
        _try_again(notice)
        return False
    Notice.objects.filter(pk=notice.pk).update(emailed_at=now())
    return True


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


def mail_for(letter, address):
    """The e-mail with a text part of equal worth; its link names the site, which a page need not."""
    site = settings.WAGTAILADMIN_BASE_URL
    if letter.url:
        letter = replace(letter, url=urljoin(site, letter.url))
    context = {"letter": letter, "site": site}
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("email/notice.txt", context),
        to=[address],
        headers={"Date": format_datetime(now())},
    )
    mail.attach_alternative(render_to_string("email/notice.html", context), "text/html")
    return mail
