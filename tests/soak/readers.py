"""Pages that are open during a soak: each follows a thread, notes what it gets, comes back after a cut."""

import asyncio
import json
import random
from collections import Counter

import picows


class Reader(picows.WSListener):
    """One page; `seqs` are the numbers of the events of its thread, in the order in which they came."""

    def __init__(self, person, consultation, port):
        self.person, self.port = person, port
        self.thread = f"thread:{person.proposal}"
        self.topics = {self.thread: 0, f"consultation:{consultation}": None, f"tally:{person.proposal}": None}
        self.seqs, self.ids, self.tallies = [], [], 0
        self.cuts: Counter = Counter()  # code: how often the socket was closed with it
        self.refused: Counter = Counter()
        self.synced: set = set()
        self.leaving = False

    async def open(self):
        origin = f"https://127.0.0.1:{self.port}"
        headers = {"Origin": origin, "Cookie": self.person.cookie, "X-Forwarded-For": "192.0.2.1"}
        address = f"ws://127.0.0.1:{self.port}/ws/"
        await picows.ws_connect(lambda: self, address, extra_headers=headers)

    def on_ws_connected(self, transport):
        self.transport = transport
        for topic in self.topics:
            self.ask(topic)

    def ask(self, topic):
        asked = {"type": "subscribe", "topic": topic, "since": self.topics[topic]}
        self.transport.send(picows.WSMsgType.TEXT, json.dumps(asked).encode())

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == picows.WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type == picows.WSMsgType.CLOSE:
            self.code = frame.get_close_code()
            transport.disconnect()
        elif frame.msg_type == picows.WSMsgType.TEXT:
            self.take(json.loads(frame.get_payload_as_bytes()))

    def take(self, said):
        kind, topic = said["type"], said.get("topic")
        if kind == "event" and topic == self.thread:
            self.seqs.append(said["seq"])
            self.ids.append(said["id"])
            self.topics[topic] = said["seq"]
        elif kind == "tally":
            self.tallies += 1
        elif kind == "synced":
            self.synced.add(topic)
        elif kind in ("error", "resync"):
            self.refused[said.get("code", kind)] += 1
            if said.get("code") == "busy":
                asyncio.get_running_loop().call_later(2 + 2 * random.random(), self.ask, topic)

    def on_ws_disconnected(self, transport):
        if not self.leaving:
            self.cuts[getattr(self, "code", 1006)] += 1
            asyncio.get_running_loop().call_later(0.5, asyncio.ensure_future, self.come_back())

    async def come_back(self):
        try:
            await self.open()
        except (OSError, picows.WSError):
            asyncio.get_running_loop().call_later(1, asyncio.ensure_future, self.come_back())

    def leave(self):
        self.leaving = True
        self.transport.disconnect()

    def gaps(self):
        """How many numbers are missing, doubled or out of order; the thread began at nothing."""
        return sum(seq != number for number, seq in enumerate(self.seqs, 1))
