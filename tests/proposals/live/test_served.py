"""The live channel behind the real server, over real sockets: slow readers, rights that end, cuts."""

import json
import socket

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from consult.actions.memberships import end_membership
from consult.enums import Role
from proposals.events import record
from proposals.live.connection import TOO_SLOW
from tests.browser.server import Server
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.proposals import CommentFactory, ProposalFactory
from tests.sockets import session_cookie, signed_in
from tests.wire import Wire, handshake

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def host():
    """A served site whose kernel buffers little for each socket, so that a reader falls behind soon."""
    server = Server()
    server.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    server.start()
    yield server.url.removeprefix("http://")
    server.stop()


def subscribe(wire, topic, since=None, cookie=None):
    """Open the socket and ask for a topic; the first answer."""
    lines = [f"Cookie: sessionid={cookie}".encode()] if cookie else []
    assert wire.open(handshake(wire.host, *lines)) == 101
    wire.ask(type="subscribe", topic=topic, since=since)
    return wire.next()


def test_event_arrives_over_the_wire(host):
    comment = CommentFactory()
    with connect(f"ws://{host}/ws/", origin=f"http://{host}") as page:
        page.send(json.dumps({"type": "subscribe", "topic": comment.thread_topic}))
        assert json.loads(page.recv(5))["type"] == "synced"
        record((comment.thread_topic, "comment.added", comment.pk))
        assert json.loads(page.recv(5))["id"] == comment.pk


def test_socket_of_another_site_is_not_opened(host):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{host}/ws/", origin="http://elsewhere.example")
    assert refused.value.response.status_code == 403


def test_reader_who_never_reads_is_closed_and_catches_up_while_the_others_miss_nothing(host):
    root, words = ProposalFactory(), "橋" * 5000
    added = [CommentFactory(root=root, public_text=words).pk for _ in range(120)]
    topic = f"thread:{root.pk}"
    with Wire(host) as other, Wire(host, receive_buffer=4096) as slow:
        assert [subscribe(wire, topic)["type"] for wire in (slow, other)] == ["synced", "synced"]
        delivered = []
        for number in added:
            record((topic, "comment.added", number))
            delivered.append(other.next()["id"])
        before_the_cut, code = slow.until_closed()
    assert delivered == added
    assert code == TOO_SLOW
    with Wire(host) as again:
        missed = [subscribe(again, topic, since=before_the_cut[-1]["seq"])]
        while missed[-1]["type"] != "synced":
            missed.append(again.next())
    assert 0 < len(before_the_cut) < len(added)
    assert [event["id"] for event in before_the_cut + missed[:-1]] == added


def test_member_removed_hears_no_more_within_two_seconds_and_cannot_replay(host):
    consultation = ConsultationFactory(invited_only=True)
    owner = MembershipFactory(consultation=consultation, role=Role.OWNER).user
    member = MembershipFactory(consultation=consultation, role=Role.INVITED)
    comment = CommentFactory(root=ProposalFactory(consultation_of=consultation))
    topic, cookie = comment.thread_topic, session_cookie(signed_in(member.user))
    forbidden = {"type": "error", "code": "forbidden", "topic": topic}
    with Wire(host) as page, Wire(host) as again:
        assert subscribe(page, topic, cookie=cookie)["type"] == "synced"
        page.socket.settimeout(2)
        end_membership(by=owner, membership=member)
        assert page.next() == forbidden
        record((topic, "comment.added", comment.pk))
        page.ask(type="subscribe", topic=topic, since=0)
        assert page.next() == forbidden
        assert subscribe(again, topic, since=0, cookie=cookie) == forbidden
