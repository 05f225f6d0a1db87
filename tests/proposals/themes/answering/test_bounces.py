"""People whose letter came back hear by receipt or on paper, and the account of who was told says so."""

import pytest
from django.core import mail

from consult.actions.bounces import record_bounce
from consult.actions.notices import send_due_notices
from consult.errors import Invalid
from consult.models import Notice
from proposals.enums import Channel
from proposals.themes import actions
from proposals.themes.enums import Way
from proposals.themes.reports.answers import told_of
from tests.factories.outcomes import published_by, published_themes, send_all, wrote

pytestmark = pytest.mark.django_db


def told(**person):
    """An edition in which one person was told by e-mail; returns (edition, responder, person)."""
    channel, digest = person.pop("channel", Channel.ONLINE), person.pop("digest", None)
    (theme,) = published_themes("Buses")
    text = wrote(theme, user=None, source="guest", contact_email="dead@example.org", **person)
    text.submission.channel, text.submission.receipt_digest = channel, digest
    text.submission.save()
    edition, responder = published_by(theme, text)
    send_all()
    assert [each.to for each in mail.outbox] == [["dead@example.org"]]
    return edition, responder


@pytest.mark.parametrize(
    "channel, digest, way",
    [
        (Channel.ONLINE, "0" * 64, Way.RECEIPT),
        (Channel.PAPER, None, Way.LETTER),
        (Channel.EMAIL, None, Way.NONE),
    ],
)
def test_letter_that_came_back_sends_its_reader_another_way(channel, digest, way):
    edition, _responder = told(channel=channel, digest=digest)
    assert dict(told_of(edition)["ways"]) == {Way.EMAIL: 1}
    record_bounce(notice_id=Notice.objects.get(kind="outcome").pk, status="5.1.1")
    assert told_of(edition) == {"people": 1, "ways": [(way, 1)], "held_back": False}
    waits = edition.outcomes.get().released_at is None
    assert waits is (way == Way.LETTER)


def test_address_typed_by_the_team_is_taken_once_and_an_unknown_one_is_said():
    edition, responder = told(digest="0" * 64)
    given = {"by": responder, "edition": edition}
    with pytest.raises(Invalid):
        actions.record_bounces_of(**given, addresses=["somebody@example.org"])
    assert actions.record_bounces_of(**given, addresses=["", " DEAD@example.org "]) == 1
    with pytest.raises(Invalid):
        actions.record_bounces_of(**given, addresses=["dead@example.org"])
    assert edition.outcomes.get().way == Way.RECEIPT
    send_due_notices()
    assert len(mail.outbox) == 1
