"""What people want to hear, how often, and what stops one list and no other."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from consult.actions.notices import notify, send_due_notices
from consult.actions.preferences import choose_notices, preference_of, read_stop_key, round_up_at, stop_key
from consult.clock import now
from consult.errors import Invalid
from consult.models import Notice, NoticePreference
from consult.notices import Letter, composer
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LISTS = ["answers", "promises", "replies", "follows"]
ZONE = ZoneInfo(settings.TIME_ZONE)
hidden = set()


class Away(BaseEmailBackend):
    """A mail server that nobody answers for."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@composer("test.answered", list_name="answers")
def answered(notice):
    """A letter of a list; what was hidden meanwhile has nothing to say."""
    if notice.target_id in hidden or notice.context.get("word") in hidden:
        return None
    word = notice.context.get("word", "news")
    return Letter(subject=f"About {word}", paragraphs=[f"This is {word}."], quote=f"Quoting {word}")


@composer("test.decided")
def decided(notice):
    return Letter(subject="A decision", paragraphs=["It stays."])


@pytest.fixture(autouse=True)
def nothing_hidden():
    hidden.clear()


def wanting(rhythm="", lists=("answers",), **fields):
    user = UserFactory(**fields)
    choose_notices(by=user, lists=list(lists), rhythm=rhythm)
    return user


def tell(user, word, kind="test.answered"):
    return notify(kind=kind, key=f"{kind}:{word}:{user.pk}", user=user, context={"word": word})


def stop_url(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.WAGTAILADMIN_BASE_URL)


@pytest.mark.parametrize(
    "rhythm, at, due",
    [
        ("daily", datetime(2026, 11, 28, 3), datetime(2026, 11, 29, 7)),
        ("daily", datetime(2026, 11, 28, 23, 30), datetime(2026, 11, 29, 7)),
        ("weekly", datetime(2026, 11, 28, 3), datetime(2026, 11, 30, 7)),
        ("weekly", datetime(2026, 11, 30, 3), datetime(2026, 12, 7, 7)),
    ],
)
def test_round_up_comes_the_next_morning_or_the_next_monday(rhythm, at, due):
    assert round_up_at(rhythm, at.replace(tzinfo=ZONE)) == due.replace(tzinfo=ZONE)


def test_what_is_wanted_together_is_one_letter_at_its_time_and_leaves_out_what_was_hidden():
    user = wanting("daily")
    with time_machine.travel(datetime(2026, 11, 28, 12, tzinfo=ZONE), tick=False):
        for word in ("first", "second", "CANARY-HID"):
            tell(user, word)
        assert send_due_notices() == 0
    hidden.add("CANARY-HID")
    with time_machine.travel(datetime(2026, 11, 29, 8, tzinfo=ZONE), tick=False):
        assert send_due_notices() == 2
        assert send_due_notices() == 0
    assert [each.subject for each in mail.outbox] == ["2 pieces of news for you"]
    said = ("Quoting first", "Quoting second", "CANARY-HID")
    assert [words in mail.outbox[0].body for words in said] == [True, True, False]
    assert Notice.objects.filter(dropped_because="nothing_to_say").count() == 1


def test_round_ups_of_two_people_hold_nothing_of_each_other():
    people = [wanting("weekly") for _each in range(2)]
    for user in people:
        for word in ("one", "two"):
            tell(user, f"{word}-{user.pk}")
    with time_machine.travel(round_up_at("weekly"), tick=False):
        send_due_notices(most=1)
        send_due_notices()
    for user in people:
        (letter,) = [each for each in mail.outbox if each.to == [user.email]]
        others = [f"one-{each.pk}" in letter.body for each in people]
        assert others == [each == user for each in people]


def test_decisions_are_sent_at_once_whatever_was_chosen_and_cannot_be_stopped():
    user = wanting("weekly", lists=())
    tell(user, "x", kind="test.decided")
    assert send_due_notices() == 1
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_list_that_is_not_wanted_stays_on_the_site_and_sends_no_mail():
    user = wanting(lists=["promises"])
    tell(user, "x")
    assert send_due_notices() == 1
    assert (mail.outbox, Notice.objects.visible_to(user).count()) == ([], 1)


def test_letter_of_a_list_carries_the_headers_that_stop_it_by_a_post():
    tell(wanting(), "x")
    send_due_notices()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith(f"<{settings.WAGTAILADMIN_BASE_URL}/me/notices/stop/")


def test_robot_that_opens_the_link_changes_nothing_and_a_post_stops_one_list_only():
    user = wanting(lists=LISTS)
    tell(user, "x")
    send_due_notices()
    url = stop_url(mail.outbox[0])
    robot = Client(enforce_csrf_checks=True)
    for ask in (robot.head, robot.get, robot.get):
        assert ask(url).status_code == 200
    assert preference_of(user=user).wants("answers")
    page = robot.post(url, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    preference = preference_of(user=user)
    assert [preference.wants(name) for name in LISTS] == [False, True, True, True]


def test_somebody_without_an_account_stops_a_list_too():
    key = stop_key("answers", participant_id=7)
    assert Client().post(f"/me/notices/stop/{key}/").status_code == 200
    assert NoticePreference.objects.get(participant_id=7).answers is False


@pytest.mark.parametrize("made", ["nothing", "InVzZXIi:1v:x", "changed"])
def test_key_that_is_none_is_not_found(made):
    key = stop_key("answers", user_id=3)[:-2] + "--" if made == "changed" else made
    assert read_stop_key(key) is None
    assert Client().post(f"/me/notices/stop/{key}/").status_code == 404


def test_preferences_page_keeps_boxes_rhythm_and_language():
    user, client = UserFactory(), Client()
    assert client.get("/me/notices/").status_code == 302
    client.force_login(user)
    page = client.get("/me/notices/").content.decode()
    assert [f'id="{name}"' in page for name in LISTS] == [True] * 4
    typed = {"replies": "on", "rhythm": "daily", "language": "fr"}
    assert client.post("/me/notices/", typed).status_code == 302
    kept = NoticePreference.objects.get(user=user)
    user.refresh_from_db()
    assert [getattr(kept, name) for name in LISTS] == [False, False, True, False]
    assert (kept.rhythm, user.language) == ("daily", "fr")
    assert client.post("/me/notices/", {**typed, "rhythm": "hourly"}).status_code == 422


def test_choosing_what_there_is_not_is_invalid():
    for chosen in ({"lists": ["spam"], "rhythm": ""}, {"lists": [], "rhythm": "hourly"}):
        with pytest.raises(Invalid):
            choose_notices(by=UserFactory(), **chosen)


def test_mail_server_that_is_away_leaves_the_whole_round_up_for_later(settings):
    user = wanting("daily")
    for word in ("first", "second"):
        tell(user, word)
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    with time_machine.travel(round_up_at("daily"), tick=False):
        assert send_due_notices() == 0
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        at = now()
    with time_machine.travel(at.replace(hour=at.hour + 1), tick=False):
        assert send_due_notices() == 2
    assert len(mail.outbox) == 1
