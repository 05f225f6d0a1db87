"""Measures what others feel of a reader who never reads, and of visitors who send nonsense: JSON lines.

Run by `make bench`, or `python -m tests.bench.bench_live_abuse`. Each figure of the abused site stands beside
the one of the same site a moment before, when it was quiet.
"""

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import uvloop

from tests.bench.bench_live import PAYLOAD, Room, memory_of
from tests.wire import BINARY, CONTINUED, FIN, PING, RESERVED, Wire, fragments, frame, handshake

SCREENS, QUIET, SLOW, HOSTILE = 100, 60, 700, 200
WARM = 5
KEPT = 65536  # octets


@contextmanager
def served(folder, *more):
    """The site in a process of its own, its log in the folder: what it says of itself, how to command it."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.bench.live_servers", "hub", str(folder), *map(str, more)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log, **pipes) as process:
        try:
            about = json.loads(process.stdout.readline())
            yield about, lambda *words: print(*words, file=process.stdin, flush=True)
        finally:
            process.kill()


async def delays(room, command, number):
    """Milliseconds from an event to the last screen, for so many events one after the other."""
    taken = []
    for _ in range(number):
        expected, started = room.events + SCREENS, time.perf_counter()
        command(1, PAYLOAD)
        await room.until(lambda expected=expected: room.events >= expected)
        taken.append((room.last - started) * 1000)
    return taken


def compared(quiet, other):
    figures = {}
    for name, taken in (("quiet", quiet), ("abused", other)):
        taken.sort()
        figures[f"{name}_p50_ms"] = round(statistics.median(taken), 1)
        figures[f"{name}_p99_ms"] = round(taken[int(len(taken) * 0.99)], 1)
    return figures


def slow_reader(folder):
    """The others' delay while somebody follows the same thread and never reads."""
    # What the kernel keeps for a reader would else hide for minutes that nobody reads.
    with served(folder / "slow", KEPT) as (about, command), Wire(host(about), receive_buffer=4096) as slow:
        quiet, other = uvloop.run(beside_a_slow_reader(about, command, slow))
        seen, code = slow.until_closed()
    figures = compared(quiet, other)
    yield {
        "screens": SCREENS,
        **figures,
        "delay_of_others_ms": round(figures["abused_p99_ms"] - figures["quiet_p99_ms"], 1),
        "delay_of_others_ms_goal": 50,
        "closed_with": code,
        "events_before": len(seen) - 1,
    }


def host(about):
    return f"127.0.0.1:{about['port']}"


async def beside_a_slow_reader(about, command, slow):
    room = Room()
    await room.fill(about, SCREENS)
    await delays(room, command, WARM)
    quiet = await delays(room, command, QUIET)
    assert slow.open() == 101
    slow.ask(type="subscribe", topic=about["topic"], since=None)
    abused = await delays(room, command, SLOW)
    await room.leave()
    return quiet, abused


def hostile(folder):
    """The others' delay, memory and log while four visitors send hostile octets without end."""
    with served(folder / "hostile") as (about, command):
        quiet, other, grown, sent = uvloop.run(beside_hostile_visitors(about, command))
        log = (folder / "hostile" / "log").read_text()
    figures = compared(quiet, other)
    yield {
        "screens": SCREENS,
        **figures,
        "times_quiet": round(figures["abused_p50_ms"] / figures["quiet_p50_ms"], 2),
        "times_quiet_goal": 2,
        "grown_MB": round(grown / 1e6, 1),
        "grown_MB_goal": 50,
        "hostile_sockets": sent,
        "tracebacks": log.count("Traceback"),
    }


async def beside_hostile_visitors(about, command):
    room = Room()
    await room.fill(about, SCREENS)
    await delays(room, command, WARM)
    quiet, before = await delays(room, command, QUIET), memory_of(about["pids"])
    visitors = Visitors(host(about))
    visitors.begin()
    other = await delays(room, command, HOSTILE)
    sent = visitors.end()
    await asyncio.sleep(2)
    grown = memory_of(about["pids"]) - before
    await room.leave()
    return quiet, other, grown, sent


class Visitors:
    """Four threads that open sockets and send what the tests send, and a thousand frames a second."""

    def __init__(self, at):
        self.at, self.over, self.sockets = at, threading.Event(), count()
        self.threads = [threading.Thread(target=self.visit, args=(seed,), daemon=True) for seed in range(4)]

    def begin(self):
        for thread in self.threads:
            thread.start()

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=30)
        return next(self.sockets)

    def visit(self, seed):
        chance = random.Random(seed)
        while not self.over.is_set():
            next(self.sockets)
            try:
                self.abuse(chance)
            except OSError:
                continue  # turned away

    def abuse(self, chance):
        with Wire(self.at) as wire:
            if wire.open(handshake(self.at, *chance.choice(LINES))) != 101:
                return
            wire.send(chance.choice(OCTETS))
            wire.socket.settimeout(1)
            wire.read()
            self.over.wait(0.1)


LINES = [[], [], [], [b"Origin: http://elsewhere.example"], [b"Host: a", b"Host: b"], [b"X: " + b"a" * 7000]]
OCTETS = [
    frame(b"\0"),
    frame(b"\xed\xa0\x80"),
    frame(b"[" * 4096),
    frame(b"[" * 60_000),
    frame(b" " * 2**21),
    frame(b"\0" * 2**21, BINARY),
    fragments(*[b" " * 1000] * 5),
    fragments(*[b""] * 1000),
    frame(b"a", PING) * 100,
    frame(b"{}", first=FIN | RESERVED),
    frame(b"", CONTINUED),
    frame(length=2**63 - 1),
    frame(b'{"type":"subscribe","topic":"thread:1","since":1e400}'),
    frame(b'{"type":"subscribe","topic":"thread:1","since":true}') * 100,
]


PARTS = {"slow_reader": slow_reader, "hostile": hostile}


def report(name, folder):
    figures = list(PARTS[name](folder))
    for figure in figures:
        print(json.dumps({"bench": f"live.{name}", **figure}), flush=True)
    return figures


@pytest.mark.slow
def test_reader_who_never_reads_is_closed(tmp_path):
    assert report("slow_reader", tmp_path)[0]["closed_with"] == 4008


@pytest.mark.slow
def test_hostile_visitors_leave_no_traceback_and_little_memory(tmp_path):
    figures = report("hostile", tmp_path)[0]
    assert figures["tracebacks"] == 0
    assert figures["grown_MB"] < figures["grown_MB_goal"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for part in sys.argv[1:] or PARTS:
            report(part, Path(place))
