"""The socket of a page: accept, check each frame, hand over to the hub. Nothing can be written through it."""

import asyncio
import json

import structlog
from django.db import InterfaceError, OperationalError

from . import frames
from .connection import GONE, MISUSED, TOO_MANY, UNAVAILABLE, Connection
from .hub import hub_here
from .threads import in_thread
from .topics import parse
from .visitors import address_of_scope, language_of, passer_by, session_key_of, visitor_of

log = structlog.get_logger(__name__)

LONGEST_FRAME = 4096
LARGEST_SEQ = 2**63 - 1


class Unfit(Exception):
    """A frame that cannot be taken: (the code with which it is answered, the topic if it had one)."""


class LiveConsumer:
    """One socket from its opening to its end."""

    async def __call__(self, scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        hub = hub_here()
        connection = Connection(send, await _visitor(scope), hub.limits)
        if connection.visitor is None:
            connection.close(UNAVAILABLE)
        elif not hub.enter(connection):
            connection.close(TOO_MANY)
        reader = asyncio.create_task(_read(receive, connection, hub))
        try:
            await connection.write()
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
            await hub.leave(connection)


async def _visitor(scope):
    key, language, address = session_key_of(scope), language_of(scope), address_of_scope(scope)
    if not key:
        return passer_by(language, address)
    try:
        return await in_thread(visitor_of, key, language, address)
    except (OperationalError, InterfaceError) as error:
        log.warning("socket refused without a database", error=type(error).__name__)
        return None


async def _read(receive, connection, hub):
    """Take frames until the page goes away; while one is answered the next ones wait."""
    gate = Gate(hub.limits, hub.clock)
    try:
        while connection.code is None:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            await _take(message, gate, connection, hub)
    except Exception:  # a mistake of ours ends this socket, is written down, and the page comes back
        log.exception("socket failed")
        connection.close(UNAVAILABLE)
    finally:
        connection.close(GONE)


async def _take(message, gate, connection, hub):
    try:
        await _answer(understood(message), gate, connection, hub)
    except Unfit as unfit:
        connection.put(frames.error(*unfit.args))
        if gate.refused_too_many():
            connection.close(MISUSED)


async def _answer(asked, gate, connection, hub):
    verb, topic, since = asked
    if verb == "unsubscribe":
        hub.unfollow(connection, topic)
        return
    gate.let_through(topic)
    if topic not in connection.following and len(connection.following) >= hub.limits.topics_a_socket:
        raise Unfit("too_many_topics", topic)
    try:
        await hub.follow(connection, topic, since)
    except (OperationalError, InterfaceError):
        connection.put(frames.error("busy", topic))


class Gate:
    """Counts what a socket asks for."""

    def __init__(self, limits, clock):
        self._limits, self._clock = limits, clock
        self._second, self._asked, self._refused = 0, 0, 0

    def let_through(self, topic):
        second = int(self._clock())
        if second != self._second:
            self._second, self._asked = second, 0
        self._asked += 1
        if self._asked > self._limits.subscribes_a_second:
            raise Unfit("slow_down", topic)

    def refused_too_many(self):
        self._refused += 1
        return self._refused > self._limits.refusals


def understood(message):
    """(verb, topic, since) of a frame; Unfit for anything else somebody may send."""
    text = message.get("text")
    if text is None or len(text) > LONGEST_FRAME:
        raise Unfit("not_text" if text is None else "too_long")
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit("not_json") from None
    if not isinstance(asked, dict) or asked.get("type") not in ("subscribe", "unsubscribe"):
        raise Unfit("unknown_type")
    if parse(asked.get("topic")) is None:
        raise Unfit("unknown_topic")
    return asked["type"], asked["topic"], _since(asked)


def _since(asked):
    since = asked.get("since")
    # bool is an int to Python, and a float is not a number of an event
    if since is not None and (type(since) is not int or not 0 <= since <= LARGEST_SEQ):
        raise Unfit("bad_since")
    return since
