"""The socket behind the real server: what is broken below the level of frames."""

import json
import logging

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from proposals.events import record
from tests.browser.server import Server
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address():
    server = Server()
    server.start()
    yield server.url.removeprefix("http://")
    server.stop()


def opened(address):
    return connect(f"ws://{address}/ws/", origin=f"http://{address}")


def test_event_arrives_over_the_wire(address):
    comment = CommentFactory()
    with opened(address) as socket:
        socket.send(json.dumps({"type": "subscribe", "topic": comment.thread_topic}))
        assert json.loads(socket.recv(5))["type"] == "synced"
        record((comment.thread_topic, "comment.added", comment.pk))
        assert json.loads(socket.recv(5))["id"] == comment.pk


@pytest.mark.parametrize(
    "octets, code",
    [(b"\xff\xfe", 1007), (b"\xed\xa0\x80", 1007), (b" " * 5000, 1009)],
    ids=["no UTF-8", "a surrogate", "longer than a frame"],
)
def test_broken_octets_close_that_socket_without_a_traceback(address, caplog, octets, code):
    with opened(address) as socket, caplog.at_level(logging.INFO):
        socket.send(octets, text=True)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(5)
    assert closed.value.rcvd.code == code
    assert [line.exc_info for line in caplog.records if line.exc_info] == []


def test_socket_of_another_site_is_not_opened(address):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{address}/ws/", origin="http://elsewhere.example")
    assert refused.value.response.status_code == 403
