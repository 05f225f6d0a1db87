"""Pages that watch a thread: they keep the number of the last event and come back by themselves, as the
page's script does (`socket.js`), with its pauses."""

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import connect

FIRST_PAUSE, LONGEST_PAUSE, CROWDED_PAUSE = 0.5, 8.0, 30.0
TOO_MANY = 4029
UNREACHABLE = (OSError, InvalidHandshake, InvalidMessage, EOFError)


@dataclass(eq=False)
class Screen(threading.Thread):
    """`since` maps topics to the last number seen; `events` is what came on the thread: (seq, id, when)."""

    site: object
    resident: dict | None
    since: dict
    stop: threading.Event
    events: list = field(default_factory=list)
    tally: dict = field(default_factory=dict)
    closes: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    skipped: list = field(default_factory=list)
    synced: int = 0

    def __post_init__(self):
        super().__init__(daemon=True)
        self.tries, self.failure, self.again = 0, None, {}

    def run(self):
        try:
            while not self.stop.is_set():
                self._sit_at_a_socket()
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"

    def _sit_at_a_socket(self):
        code = None
        try:
            with self._open() as socket:
                self._follow(socket)
                return
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else None
        except UNREACHABLE:
            pass
        self.closes[str(code)] += 1
        self.stop.wait(self._pause_after(code))

    def _open(self):
        cookie = {"Cookie": f"sessionid={self.resident['session']}"} if self.resident else {}
        headers = {"X-Forwarded-Proto": "https", **cookie}
        address = f"ws://127.0.0.1:{self.site.port}/ws/?language=en"
        return connect(address, origin=self.site.address, additional_headers=headers, open_timeout=10)

    def _pause_after(self, code):
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.tries)
        self.tries += 1
        return CROWDED_PAUSE if code == TOO_MANY else longest * random.uniform(0.5, 1)

    def _follow(self, socket):
        self.again = dict.fromkeys(self.since, 0.0)
        while not self.stop.is_set():
            self._ask(socket)
            try:
                self._take(json.loads(socket.recv(timeout=0.2)))
            except TimeoutError:
                continue

    def _ask(self, socket):
        for topic, when in list(self.again.items()):
            if time.monotonic() >= when:
                del self.again[topic]
                ask = {"type": "subscribe", "topic": topic, "since": self.since[topic]}
                socket.send(json.dumps(ask))

    def _take(self, frame):
        topic, seq = frame["topic"], frame.get("seq", -1)
        if frame["type"] == "event":
            self.events.append((seq, frame["id"], time.monotonic()))
        elif frame["type"] == "tally":
            self.tally = frame
        elif frame["type"] == "synced":
            self._joined(topic, seq)
        else:
            self._refused(topic, frame.get("code", frame["type"]))
        self.since[topic] = max(seq, self.since[topic] if self.since[topic] is not None else -1)

    def _joined(self, topic, seq):
        """What `synced` passes over will never be sent: it must have come before."""
        self.tries, self.synced = 0, self.synced + 1
        if topic.startswith("thread:") and self.since[topic] is not None and seq != self.since[topic]:
            self.skipped.append(f"{self.since[topic]} to {seq}")

    def _refused(self, topic, code):
        self.refused[code] += 1
        if code == "busy":
            self.again[topic] = time.monotonic() + random.uniform(2, 4)

    @property
    def cuts(self):
        return sum(self.closes.values())

    def shows(self, last, tally):
        """Whether this is up to date: the thread, and the tally where it is shown."""
        thread = next(seq for topic, seq in self.since.items() if topic.startswith("thread:"))
        return thread == last and counts(self.tally) in (None, tally)

    def arrived(self, number):
        """When the event of this comment came, None if it did not."""
        return next((when for _seq, target, when in self.events if target == number), None)


def counts(tally):
    """(agree, disagree, pass) of a frame; None for no frame."""
    return (tally["agree"], tally["disagree"], tally["pass"]) if tally else None
