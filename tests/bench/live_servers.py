"""The servers that are measured side by side, each a process of its own that obeys lines on its input.

`python -m tests.bench.live_servers hub|naive|raw FOLDER [OCTETS KEPT]` prints a line of JSON when it listens.
Each line `N SIZE` makes it send N frames of that size to all sockets, one after the other.
"""

import asyncio
import json
import os
import socket
import sys
import threading
import time
from itertools import cycle
from pathlib import Path

PAUSE = 0.02  # seconds between two frames, as comments do not come in one go


def listening(kept=0):
    """A listening socket; the kernel keeps so many octets for each reader, or as many as it likes."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if kept:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, kept)
    listener.bind(("127.0.0.1", 0))
    listener.listen(4096)
    return listener


def ready(listener, **more):
    print(json.dumps({"port": listener.getsockname()[1], "pids": [os.getpid()], **more}), flush=True)


def obey(send_one):
    """Read commands in a thread of their own."""

    def loop():
        for line in sys.stdin:
            number, size = map(int, line.split())
            for _ in range(number):
                send_one(size)
                time.sleep(PAUSE)

    threading.Thread(target=loop, daemon=True).start()


def django_in(folder, postgresql=""):
    """The site on a database of its own, as the demo runs it, or on a PostgreSQL server; in-memory layer."""
    os.environ.update(
        DATA_DIR=str(folder),
        DJANGO_SETTINGS_MODULE="consult.settings.dev",
        DEMO="0",
        DEBUG="0",
        CONSULT_LIVE_SOCKETS_AN_ADDRESS="10000",  # all readers of a measurement come from one
    )
    os.environ.pop("REDIS_URL", None)
    os.environ.pop("DATABASE_URL", None)
    if postgresql:
        os.environ["DATABASE_URL"] = postgresql
    import django

    django.setup()
    if postgresql:
        from tests.databases import PostgresqlDatabase

        return PostgresqlDatabase(f"consult_bench_{os.getpid()}").create()
    return _sqlite_in(folder)


def _sqlite_in(folder):
    from django.conf import settings

    from consult.prepared import install, sqlite_template

    kept = settings.BASE_DIR / "var" / "cache" / "databases"
    install(sqlite_template(folder=kept), Path(settings.DATABASES["default"]["NAME"]))


def serve(application, listener, ws="consult.websockets:SharedFrameProtocol"):
    import uvicorn

    uvicorn.run(
        application,
        fd=listener.fileno(),
        lifespan="off",
        ws=ws,
        ws_per_message_deflate=False,
        ws_max_size=4096,
        backlog=4096,
        log_level="error",
        access_log=False,
        proxy_headers=False,
    )


def hub(folder, kept=0):
    """Our endpoint; a frame is a comment event, recorded in the database as a request records it."""
    django_in(folder)
    from consult.asgi import application
    from proposals.events import record

    comments, cookies = a_thread(people=60, comments=60)
    comment, turns = comments[0], cycle(comments)

    def send_one(_size):
        record((comment.thread_topic, "comment.changed", next(turns).pk))

    listener = listening(kept)
    obey(send_one)
    ready(listener, topic=comment.thread_topic, cookies=cookies, proposal=comment.root_id)
    serve(application, listener)


def a_thread(people, comments=1):
    """Comments of a usual length, and session cookies of people who may post."""
    from django.conf import settings
    from django.test import Client

    from tests.factories.accounts import UserFactory
    from tests.factories.proposals import CommentFactory, ProposalFactory

    root, words = ProposalFactory(), "A comment of a usual length, with some reasons in it. " * 6
    thread = [CommentFactory(root=root, public_text=words) for _ in range(comments)]
    cookies = []
    for _ in range(people):
        client = Client()
        client.force_login(UserFactory())
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    return thread, cookies


def naive(folder):
    """What the Channels tutorial teaches: a group joined by every socket, each encoding its own frame."""
    django_in(folder)
    from channels.auth import AuthMiddlewareStack
    from channels.generic.websocket import AsyncJsonWebsocketConsumer
    from channels.layers import get_channel_layer

    loops = []

    class Consumer(AsyncJsonWebsocketConsumer):
        async def connect(self):
            loops[:] = [asyncio.get_running_loop()]
            await self.channel_layer.group_add("thread.1", self.channel_name)
            await self.accept()

        async def receive_json(self, content):
            await self.send_json({"type": "synced", "seq": 0})

        async def comment(self, message):
            await self.send_json({"type": "event", "topic": "thread:1", "html": message["html"]})

        async def disconnect(self, code):
            await self.channel_layer.group_discard("thread.1", self.channel_name)

    def send_one(size):
        news = {"type": "comment", "html": "x" * size}
        asyncio.run_coroutine_threadsafe(get_channel_layer().group_send("thread.1", news), loops[0]).result()

    _comments, cookies = a_thread(people=60)
    listener = listening()
    obey(send_one)
    ready(listener, topic="thread:1", cookies=cookies)
    serve(AuthMiddlewareStack(Consumer.as_asgi()), listener, ws="websockets-sansio")


def raw(_folder):
    """A socket server in C that does nothing but frame and write."""
    import picows
    import uvloop

    transports = set()

    class Listener(picows.WSListener):
        def on_ws_connected(self, transport):
            self.transport = transport
            transports.add(transport)

        def on_ws_frame(self, transport, frame):
            if frame.msg_type == picows.WSMsgType.TEXT:
                transport.send(picows.WSMsgType.TEXT, b'{"type":"synced","seq":0}')

        def on_ws_disconnected(self, transport):
            transports.discard(transport)

    def send_to_all(payload):
        for transport in transports:
            transport.send(picows.WSMsgType.TEXT, payload)

    async def main():
        loop = asyncio.get_running_loop()
        listener = listening()
        server = await picows.ws_create_server(lambda _request: Listener(), sock=listener)
        obey(lambda size: loop.call_soon_threadsafe(send_to_all, b'{"type":"event"}' + b" " * size))
        ready(listener, topic="thread:1", cookies=[""])
        await server.serve_forever()

    uvloop.run(main())


if __name__ == "__main__":
    {"hub": hub, "naive": naive, "raw": raw}[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))
