"""What goes away is said once, and once when it is back; what Redis's client says of it is not repeated."""

import logging

import pytest
import redis

from consult.outages import CACHE, CHANNEL_LAYER, Outage


@pytest.fixture(autouse=True)
def nothing_away(caplog):
    CACHE.ends()
    CHANNEL_LAYER.ends()
    caplog.clear()
    yield
    CHANNEL_LAYER.ends()


def said(caplog):
    return [(record.name, record.msg["event"]) for record in caplog.records]


def test_outage_met_many_times_is_said_once_with_its_error_and_its_end_once(caplog):
    outage = Outage("cache")
    for _each in range(3):
        outage.begins(ConnectionRefusedError("nobody listens"))
    outage.ends()
    outage.ends()
    assert said(caplog) == [("consult.outages", "cache away"), ("consult.outages", "cache back")]
    assert (caplog.records[0].msg["error"], caplog.records[0].exc_info) == ("ConnectionRefusedError", None)
    assert outage.lasts is False


@pytest.mark.parametrize(
    "error, expected",
    [
        (redis.ConnectionError("refused"), [("consult.outages", "channel layer away")]),
        (OSError("reset"), [("consult.outages", "channel layer away")]),
        (ValueError("a fault of ours"), [("channels_redis.pubsub", "Unexpected exception")] * 3),
    ],
    ids=["redis", "network", "fault"],
)
def test_tracebacks_of_the_layer_while_redis_is_away_become_one_line(caplog, error, expected):
    for _each in range(3):
        try:
            raise error
        except Exception:
            logging.getLogger("channels_redis.pubsub").exception("Unexpected exception")
    names = [(r.name, r.msg if isinstance(r.msg, str) else r.msg["event"]) for r in caplog.records]
    assert names == expected
