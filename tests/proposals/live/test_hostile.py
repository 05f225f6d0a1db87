"""Handshakes and frames that nobody should send, to a served site: what becomes of each, and of the log."""

import logging
import struct

import pytest

from proposals.live.connection import MISUSED
from proposals.live.limits import Limits
from tests.browser.server import Server
from tests.factories.proposals import ProposalFactory
from tests.wire import BINARY, CLOSE, CONTINUED, FIN, PING, PONG, RESERVED, Wire, fragments, frame, handshake

pytestmark = pytest.mark.django_db(transaction=True)
LEFT = 0  # the other end leaves without a word


@pytest.fixture
def host():
    server = Server()
    server.start()
    yield server.url.removeprefix("http://")
    server.stop()


@pytest.fixture
def tracebacks(caplog):
    """What the log holds of mistakes in our own code; uvicorn keeps its lines from the root."""
    logging.getLogger("uvicorn").addHandler(caplog.handler)
    yield lambda: [(line.name, line.message) for line in caplog.records if line.exc_info or line.stack_info]
    logging.getLogger("uvicorn").removeHandler(caplog.handler)


# name: (lines that replace the usual ones, other parts of the request, status of the answer); HOST is ours
HANDSHAKES = {
    "as a browser does": ([], {}, 101),
    "no Origin": ([], {"without": [b"Origin"]}, 403),
    "an empty Origin": ([b"Origin:"], {}, 403),
    "another Origin": ([b"Origin: http://elsewhere.example"], {}, 403),
    "the Origin of a file": ([b"Origin: null"], {}, 403),
    "an Origin that begins like ours": ([b"Origin: http://HOST.elsewhere.example"], {}, 403),
    "an Origin with our name as its user": ([b"Origin: http://HOST@elsewhere.example"], {}, 403),
    "our Origin, then another": ([b"Origin: http://HOST", b"Origin: http://elsewhere.example"], {}, 400),
    "another Origin, then ours": ([b"Origin: http://elsewhere.example", b"Origin: http://HOST"], {}, 400),
    "two Origins in a line": ([b"Origin: http://HOST, http://elsewhere.example"], {}, 403),
    "an Origin in another header": ([b"X_Origin: http://HOST"], {"without": [b"Origin"]}, 403),
    "an Origin folded": ([b"Origin: http://elsewhere.example,", b" http://HOST"], {}, 400),
    "an Origin behind a line feed": ([b"X: 1\nOrigin: http://HOST"], {"without": [b"Origin"]}, 400),
    "an Origin with a space": ([b"Origin : http://HOST"], {"without": [b"Origin"]}, 400),
    "an Origin of no text": ([b"Origin: \xff\xfe"], {}, 403),
    "no Host": ([], {"without": [b"Host"]}, 403),
    "another Host": ([b"Host: elsewhere.example", b"Origin: http://elsewhere.example"], {}, 403),
    "our Host, then another": ([b"Host: HOST", b"Host: elsewhere.example"], {}, 403),
    "another Host, then ours": ([b"Host: elsewhere.example", b"Host: HOST"], {}, 403),
    "another Host, forwarded": (
        [b"X-Forwarded-Host: elsewhere.example", b"Origin: http://elsewhere.example"],
        {},
        403,
    ),
    "another address in the request": ([], {"target": "http://elsewhere.example/ws/"}, 403),
    "a path with steps back": ([], {"target": "/ws/../ws/"}, 403),
    "a path with NUL": ([], {"target": "/ws/%00"}, 403),
    "a query of no text": ([], {"target": "/ws/?language=%ff%00"}, 101),
    "a query in octets": ([], {"target": "/ws/?language=\xff"}, 400),
    "a post": ([], {"method": "POST"}, 405),
    "a body in chunks": ([b"Transfer-Encoding: chunked", b"Content-Length: 5"], {}, 400),
    "another version": ([b"Sec-WebSocket-Version: 8"], {}, 400),
    "no key": ([], {"without": [b"Sec-WebSocket-Key"]}, 400),
    "a short key": ([b"Sec-WebSocket-Key: AAAA"], {}, 400),
    "another protocol": ([b"Upgrade: h2c"], {}, 404),
    "a sub-protocol of no text": ([b"Sec-WebSocket-Protocol: ,,\xff"], {}, 400),
    "a broken extension": (
        [b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99"],
        {},
        101,
    ),
    "a header with NUL": ([b"X: a\0b"], {}, 400),
    "a header of 100,000 octets": ([b"X: " + b"a" * 100_000], {}, LEFT),
    "a thousand headers": ([b"X-%d: 1" % number for number in range(1000)], {}, LEFT),
    "a long cookie": ([b"Cookie: sessionid=" + b"a" * 7000], {}, 101),
    "a cookie with control characters": ([b"Cookie: sessionid=\x01\x02"], {}, 400),
    "an address of no text": ([b"X-Forwarded-For: \xff"], {}, 101),
}


def test_handshake_nobody_should_send_is_refused_each_in_its_way(host, tracebacks):
    got = {}
    for name, (lines, parts, _status) in HANDSHAKES.items():
        request = handshake(host, *[line.replace(b"HOST", host.encode()) for line in lines], **parts)
        with Wire(host) as wire:
            got[name] = wire.open(request, says_no_more=len(request) > 8000)
    assert got == {name: status for name, (_lines, _parts, status) in HANDSHAKES.items()}
    assert tracebacks() == []


def asking(words):
    return frame(b'{"type":"subscribe","topic":"thread:1",%s}' % words)


def closing(code, reason=b""):
    return frame(struct.pack("!H", code) + reason, CLOSE)


# name: (octets after the handshake, the code of the error or of the closing with which they are answered)
FRAMES = {
    "NUL": (frame(b"\0"), "not_json"),
    "nothing": (frame(), "not_json"),
    "a lone surrogate, escaped": (frame(b'{"type":"subscribe","topic":"\\ud800"}'), "unknown_topic"),
    "a lone surrogate, encoded": (frame(b"\xed\xa0\x80"), 1007),
    "no UTF-8": (frame(b"\xff\xfe"), 1007),
    "half a letter": (frame(b"\xc3"), 1007),
    "60,000 brackets": (frame(b"[" * 60_000), 1009),
    "as many brackets as fit": (frame(b"[" * 4096), "not_json"),
    "true for a number": (asking(b'"since":true'), "bad_since"),
    "a text for a number": (asking(b'"since":"1"'), "bad_since"),
    "1e400": (asking(b'"since":1e400'), "bad_since"),
    "NaN": (asking(b'"since":NaN'), "bad_since"),
    "a number beyond the database": (asking(b'"since":9223372036854775808'), "bad_since"),
    "4,000 digits": (asking(b'"since":' + b"9" * 4000), "bad_since"),
    "the same name twice": (asking(b'"topic":"secrets:1"'), "unknown_topic"),
    "an object as the type": (frame(b'{"type":{},"topic":"thread:1"}'), "unknown_type"),
    "a vote": (frame(b'{"type":"vote","topic":"thread:1","choice":"agree"}'), "unknown_type"),
    "rights of somebody": (frame(b'{"type":"subscribe","topic":"user:1"}'), "unknown_topic"),
    "4,097 octets": (frame(b" " * 4097), 1009),
    "2 MiB": (frame(b" " * 2**21), 1009),
    "2 MiB, not text": (frame(b"\0" * 2**21, BINARY), 1009),
    "octets": (frame(b"\0", BINARY), "not_text"),
    "no octets": (frame(b"", BINARY), "not_text"),
    "fragments of a question": (
        fragments(b'{"type":', b'"subscribe",', b'"topic":"thread:0"}'),
        "unknown_topic",
    ),
    "fragments that cut a letter": (fragments(b"\xc3", b"\xa9"), "not_json"),
    "fragments longer than a frame": (fragments(*[b" " * 1000] * 5), 1009),
    "10,000 empty fragments": (fragments(*[b""] * 10_000), "not_json"),
    "a fragment of nothing begun": (frame(b"", CONTINUED), 1002),
    "a second beginning": (frame(b"a", first=0) + frame(b"b"), 1002),
    "a ping between fragments": (
        frame(b"{", first=0) + frame(b"", PING) + frame(b"}", CONTINUED),
        "unknown_type",
    ),
    "a ping in fragments": (frame(b"", PING, first=0), 1002),
    "a long ping": (frame(b"a" * 126, PING), 1002),
    "1,000 pings": (frame(b"a", PING) * 1000 + frame(b"x"), "not_json"),
    "pongs nobody asked for": (frame(b"a", PONG) * 1000 + frame(b"x"), "not_json"),
    "no mask": (frame(b"{}", masked=False), 1002),
    "a reserved bit": (frame(b"{}", first=FIN | RESERVED), 1002),
    "a reserved kind": (frame(b"{}", 3), 1002),
    "a reserved kind of control": (frame(b"", 0xB), 1002),
    "a length of nine exabytes": (frame(length=2**63 - 1), 1009),
    "a length with a sign": (frame(length=2**64 - 1), 1009),
    "a length in more octets than needed": (b"\x81\xfe\x00\x02\0\0\0\0{}", "unknown_type"),
    "a page": (b"GET / HTTP/1.1\r\n\r\n", 1002),
    "a closing of one octet": (frame(b"a", CLOSE), 1002),
    "a closing with no such code": (closing(999), 1002),
    "a closing with a code not to be sent": (closing(1005), 1002),
    "a closing of no text": (closing(1000, b"\xff"), 1007),
    "words after a closing": (closing(4000) + frame(b"x"), 4000),
}


def test_frame_nobody_should_send_is_answered_each_by_its_code(host, tracebacks):
    got = {}
    for name, (octets, _code) in FRAMES.items():
        with Wire(host) as wire:
            assert wire.open() == 101
            wire.send(octets)
            got[name] = wire.outcome()
    assert got == {name: code for name, (_octets, code) in FRAMES.items()}
    assert tracebacks() == []


FLOODS = {
    "nonsense": (frame(b"x"), "not_json"),
    "questions nobody may ask": (asking(b'"since":null').replace(b"thread:1", b"thread:9"), "slow_down"),
}


@pytest.mark.parametrize("octets, last", FLOODS.values(), ids=FLOODS)
def test_thousand_frames_a_second_close_that_socket_and_no_other(host, tracebacks, octets, last):
    topic = f"thread:{ProposalFactory().pk}"
    with Wire(host) as quiet, Wire(host) as flood:
        assert (quiet.open(), flood.open()) == (101, 101)
        flood.send(octets * 1000)
        heard, code = flood.until_closed()
        quiet.ask(type="subscribe", topic=topic)
        assert quiet.next() == {"type": "synced", "topic": topic, "seq": 0}
    assert code == MISUSED
    assert {frame["type"] for frame in heard} == {"error"}
    assert heard[-1]["code"] == last
    assert Limits().refusals <= len(heard) <= Limits().refusals + 1 + 2 * Limits().subscribes_a_second
    assert tracebacks() == []
