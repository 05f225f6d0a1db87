"""A page at the live channel, through the real ASGI application."""

import asyncio
import json

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from consult.clock import now
from proposals.events import record
from proposals.live.hub import hub_here
from proposals.live.threads import in_thread
from proposals.models import Event, Topic

ORIGIN = (b"origin", b"http://testserver")
HOST = (b"host", b"testserver")


class Page:
    """`async with Page(client) as page`: an open socket with the cookies of a test client."""

    def __init__(self, client=None, *, path="/ws/", headers=(ORIGIN, HOST), address="192.0.2.1"):
        from consult.asgi import application

        path, _, query = path.partition("?")
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "client": (address, 50000),
            "headers": [*headers, *cookies_of(client)],
        }
        self.socket = ApplicationCommunicator(application, scope)

    async def __aenter__(self):
        await self.socket.send_input({"type": "websocket.connect"})
        answer = await self.socket.receive_output(timeout=5)
        self.accepted = answer["type"] == "websocket.accept"
        self.refused_with = answer.get("code")
        return self

    async def __aexit__(self, *exc):
        if self.accepted:
            await self.socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.socket.wait(timeout=5)

    async def send(self, text):
        await self.socket.send_input({"type": "websocket.receive", "text": text})

    async def ask(self, **frame):
        await self.send(json.dumps(frame))

    async def subscribe(self, topic, since=None):
        """Subscribe and return all frames up to synced, resync or error."""
        await self.ask(type="subscribe", topic=topic, since=since)
        return await self.until("synced", "resync", "error")

    async def next(self, timeout=5):
        message = await self.socket.receive_output(timeout)
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def until(self, *types):
        frames = [await self.next()]
        while frames[-1]["type"] not in types:
            frames.append(await self.next())
        return frames

    async def closed_with(self, timeout=5):
        """Read on to the end and return its code."""
        while True:
            message = await self.socket.receive_output(timeout)
            if message["type"] == "websocket.close":
                return message["code"]

    async def hears_nothing(self, seconds):
        await asyncio.sleep(seconds)
        return self.socket.output_queue.empty()


def cookies_of(client):
    client = client or Client()
    text = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return [(b"cookie", text.encode())] if text else []


def in_loop(journey):
    """Run an async journey to its end: tests stay sync, as the browser's own loop allows no second one."""
    return async_to_sync(journey)()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def session_cookie(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def happens_elsewhere(*happenings):
    """Leave the rows which another process leaves of whose commit nobody here hears; {topic: seq}."""
    numbers = {}
    for name, kind, target_id in happenings:
        topic, _is_new = Topic.objects.get_or_create(name=name)
        topic.last_seq += 1
        topic.save()
        Event.objects.create(topic=topic, seq=topic.last_seq, kind=kind, target_id=target_id, at=now())
        numbers[name] = topic.last_seq
    return numbers


async def happens(*happenings):
    """Record events as a request of this process does, in a thread."""
    await in_thread(lambda: record(*happenings))


def replayed(topic, since, client=None, **made_with):
    """All frames that a page gets which subscribes once, from a hub of its own."""

    async def journey():
        hub_here(**made_with)
        async with Page(client) as page:
            return await page.subscribe(topic, since)

    return in_loop(journey)
