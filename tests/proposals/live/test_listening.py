"""Hearing through a layer that goes away and comes back: one line for each change, whoever meets it."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from channels.layers import channel_layers, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings

from consult.outages import CHANNEL_LAYER
from proposals.live.listening import Listener
from tests.sockets import in_loop

REDIS = settings.CHANNEL_LAYERS["default"].get("CONFIG", {}).get("hosts", [""])[0]
TOPIC = "thread:1"
in_redis = pytest.mark.skipif(not REDIS, reason="needs Redis as the channel layer")


@pytest.fixture(autouse=True)
def layer_not_away(caplog):
    CHANNEL_LAYER.ends()
    caplog.clear()
    yield
    CHANNEL_LAYER.ends()


class Relay:
    """A port in front of Redis that can be closed, with every connection through it, and opened again."""

    def __init__(self, host, port):
        self.redis, self.port, self.server, self.connections = (host, port), 0, None, []

    async def open(self):
        self.server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def cut(self):
        self.server.close()
        for writer in self.connections:
            writer.transport.abort()
        self.connections.clear()
        await asyncio.sleep(0)

    async def _join(self, reader, writer):
        onward, back = await asyncio.open_connection(*self.redis)
        self.connections += [writer, back]
        await asyncio.gather(self._carry(reader, back), self._carry(onward, writer), return_exceptions=True)

    async def _carry(self, reader, writer):
        while octets := await reader.read(4096):
            writer.write(octets)
            await writer.drain()


@asynccontextmanager
async def listening(port, heard=None):
    """A listener whose layer has Redis at this port."""
    before = get_channel_layer()
    layer = RedisPubSubChannelLayer(hosts=[f"redis://127.0.0.1:{port}/0"], prefix="listening")
    channel_layers.set("default", layer)
    listener = Listener((heard if heard is not None else []).append)
    listener.start()
    try:
        yield listener
    finally:
        await listener.stop()
        await layer.flush()
        channel_layers.set("default", before)


async def beating(listener, seconds):
    """What the hub does, at a quicker beat."""
    for _each in range(int(seconds / 0.1)):
        await listener.keep([TOPIC])
        await asyncio.sleep(0.1)


def said(caplog):
    return [
        record.getMessage() if isinstance(record.msg, str) else record.msg["event"]
        for record in caplog.records
    ]


def test_redis_where_nobody_listens_is_said_once(caplog):
    async def journey():
        async with listening(port=1) as listener:
            await beating(listener, 2.4)

    in_loop(journey)
    assert said(caplog) == ["channel layer away"]


@in_redis
def test_redis_that_goes_and_comes_back_is_said_twice_and_heard_again(caplog):
    place = urlsplit(REDIS)
    heard = []

    async def journey():
        relay = Relay(place.hostname, place.port or 6379)
        await relay.open()
        async with listening(relay.port, heard) as listener:
            await beating(listener, 0.5)
            await relay.cut()
            await beating(listener, 2.5)
            away = said(caplog)
            await relay.open()
            await beating(listener, 2.5)
            message = {"type": "live.moved", "topic": TOPIC, "seq": 7}
            await get_channel_layer().group_send("live.thread.1", message)
            await asyncio.sleep(0.3)
            both = said(caplog)
        await relay.cut()
        return away, both

    away, both = in_loop(journey)
    assert (away, both) == (["channel layer away"], ["channel layer away", "channel layer back"])
    assert heard == [{TOPIC: 7}]
