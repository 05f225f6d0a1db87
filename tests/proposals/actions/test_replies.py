"""Who asked for it hears of a reply; one that was hidden before the letter goes out is not spoken of."""

from datetime import timedelta

import pytest
import time_machine

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.models import Notice, NoticePreference
from proposals.actions.replies import tell_of_reply
from proposals.actions.states import hide
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db

CANARY = "CANARY-HID words about a person"


@pytest.fixture
def parent():
    """A comment whose author asked to hear of replies, at once."""
    parent = CommentFactory()
    NoticePreference.objects.update_or_create(
        user=parent.participant.user, defaults={"replies": True, "rhythm": ""}
    )
    return parent


def reply_to(parent, **fields):
    reply = CommentFactory(root=parent.root, parent=parent, public_text=CANARY, **fields)
    tell_of_reply(contribution=reply)
    return reply


def sent(mailoutbox):
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        send_due_notices()
    return [(letter.to, CANARY in letter.body) for letter in mailoutbox]


def test_reply_is_quoted_to_who_asked_for_it(parent, mailoutbox):
    reply_to(parent)
    assert sent(mailoutbox) == [([parent.participant.user.email], True)]


def test_own_reply_and_reply_to_who_did_not_ask_tell_nobody(parent, mailoutbox):
    reply_to(parent, participant=parent.participant)
    reply_to(CommentFactory())
    assert (sent(mailoutbox), Notice.objects.count()) == ([], 0)


@pytest.mark.parametrize("rhythm", ["", "weekly"])
def test_nothing_hidden_meanwhile_is_quoted_alone_or_in_a_round_up(parent, mailoutbox, rhythm):
    NoticePreference.objects.update(rhythm=rhythm)
    reply = reply_to(parent)
    hide(contribution=reply, by=None)
    assert sent(mailoutbox) == []
    assert set(Notice.objects.values_list("dropped_because", flat=True)) == {"nothing_to_say"}
