"""Notices: once each, not before their time, again while the mail server is away."""

from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from consult.actions.notices import PAUSES, drop_notices, notify, send_due_notices
from consult.clock import now
from consult.models import Notice
from consult.notices import Letter, composer
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Away(BaseEmailBackend):
    """A mail server that nobody answers for."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@composer("test.told")
def told(notice):
    return Letter(subject="Told", paragraphs=["So it is."]) if notice.context.get("true", True) else None


def tell(key="told:1", **fields):
    return notify(kind="test.told", key=key, user=UserFactory(), **fields)


def test_the_same_key_tells_once(mailoutbox):
    assert tell() == tell()
    assert (send_due_notices(), send_due_notices(), len(mailoutbox)) == (1, 0, 1)


def test_nothing_is_sent_before_its_time(mailoutbox, time_machine):
    tell(send_after=now() + timedelta(seconds=30))
    assert send_due_notices() == 0
    time_machine.move_to(now() + timedelta(seconds=31))
    assert (send_due_notices(), len(mailoutbox)) == (1, 1)


def test_what_was_taken_back_is_never_sent(mailoutbox):
    tell(send_after=now() + timedelta(seconds=30))
    assert drop_notices(keys=["told:1"], because="undone") == 1
    assert (send_due_notices(), mailoutbox) == (0, [])


def test_a_notice_with_nothing_left_to_say_is_dropped(mailoutbox):
    notice = tell(context={"true": False})
    assert (send_due_notices(), mailoutbox) == (0, [])
    notice.refresh_from_db()
    assert (notice.sent_at, notice.dropped_because) == (None, "nothing_to_say")


def test_somebody_without_an_address_has_the_notice_on_the_site(mailoutbox):
    notice = tell()
    notice.user.is_active = False
    notice.user.save()
    assert (send_due_notices(), mailoutbox) == (1, [])
    assert list(Notice.objects.visible_to(notice.user)) == [notice]


def test_a_mail_server_that_is_away_is_tried_again_after_ever_longer_pauses(settings, time_machine):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    notice, began = tell(), now()
    for pause in PAUSES:
        assert send_due_notices() == 0
        notice.refresh_from_db()
        assert notice.sent_at is None
        assert notice.send_after - now() == pytest.approx(pause, abs=timedelta(seconds=5))
        time_machine.move_to(notice.send_after + timedelta(seconds=1))
    assert now() - began > timedelta(days=3)


def test_a_letter_that_nobody_takes_stays_on_the_site_alone(settings, time_machine):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    notice = tell()
    for _each in range(len(PAUSES) + 2):
        send_due_notices()
        time_machine.move_to(now() + timedelta(days=2))
    notice.refresh_from_db()
    assert (notice.attempts, notice.emailed_at) == (len(PAUSES) + 1, None)
    assert list(Notice.objects.visible_to(notice.user)) == [notice]
