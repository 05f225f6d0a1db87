"""Measures the live channel beside a naive consumer and a raw socket server, in one run: JSON lines.

Run by `make bench`, or `python -m tests.bench.bench_live [sockets]`. The server's own CPU time is counted,
not wall time, so that a busy machine tells the truth; latencies are printed for what they are worth.
"""

import asyncio
import http.client
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import picows
import pytest
import uvloop

SOCKETS = int(os.environ.get("LIVE_SOCKETS", "1000"))
PAYLOAD = 1900
# As many as frames: a comment that moves twice in one step of the hub comes once.
COMMENTS = 60
# Before the measurement each comment once: one that was just posted was drawn by the answer to its author.
WARM_UP = {"hub": COMMENTS, "raw": 3, "naive": 3}
FRAMES = {"hub": 60, "raw": 60, "naive": 6}  # enough for the clock of the kernel, which counts in 10 ms
SCREENS, POSTS, WARM = 200, 15, 2
ALONE = 10  # frames sent one after the other, to see when each arrives
TICKS = os.sysconf("SC_CLK_TCK")


class Command:
    """A server process that obeys lines on its input: call it with the words of one."""

    def __init__(self, *command):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.process = subprocess.Popen([sys.executable, "-m", *command], **pipes)

    def __call__(self, *words):
        print(*words, file=self.process.stdin, flush=True)

    async def answer(self, *words):
        """What it prints when it has done so."""
        self(*words)
        return await asyncio.to_thread(self.process.stdout.readline)


@contextmanager
def server(role, folder, *more, module="tests.bench.live_servers"):
    """A server process; yields what it said about itself and how to command it."""
    folder.mkdir(parents=True, exist_ok=True)
    command = Command(module, role, str(folder), *more)
    with command.process:
        try:
            yield json.loads(command.process.stdout.readline()), command
        finally:
            command.process.kill()


def cpu_of(pids):
    """Seconds of CPU these processes used."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def memory_of(pids):
    """Resident bytes of these processes."""
    said = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(re.search(r"VmRSS:\s+(\d+)", each)[1]) * 1024 for each in said)


class Screen(picows.WSListener):
    """Counts the events it gets and notes when each came."""

    def __init__(self, room, topic):
        self.room, self.topic = room, topic

    def on_ws_connected(self, transport):
        self.transport = transport
        transport.send(picows.WSMsgType.TEXT, json.dumps({"type": "subscribe", "topic": self.topic}).encode())

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == picows.WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type == picows.WSMsgType.TEXT:
            self.room.heard(frame.get_payload_as_bytes())


class Room:
    """All screens that look at one thread."""

    def __init__(self):
        self.synced = self.events = self.size = 0
        self.arrived = []
        self.last = 0.0

    def heard(self, payload):
        if b'"synced"' in payload[:40]:
            self.synced += 1
            return
        self.events += 1
        self.size = len(payload)
        self.last = time.perf_counter()
        self.arrived.append(self.last)

    async def leave(self):
        """Close them, with the turn of the loop in which they do."""
        for transport in self.screens:
            transport.disconnect(graceful=False)
        await asyncio.sleep(0.1)

    async def fill(self, about, sockets):
        """Open the sockets, fifty at a time; returns seconds taken."""
        started = time.perf_counter()
        self.screens = []
        for first in range(0, sockets, 50):
            some = [self.open(about, number) for number in range(first, min(first + 50, sockets))]
            self.screens += await asyncio.gather(*some)
        await self.until(lambda: self.synced == sockets)
        return time.perf_counter() - started

    async def open(self, about, number):
        origin = f"127.0.0.1:{about['port']}"
        # No session opens more than ten sockets; most readers have none.
        cookie = about["cookies"][number // 10 % len(about["cookies"])] if number % 10 == 0 else ""
        headers = {"Origin": f"http://{origin}", **({"Cookie": cookie} if cookie else {})}
        transport, _screen = await picows.ws_connect(
            lambda: Screen(self, about["topic"]), f"ws://{origin}/ws/", extra_headers=headers
        )
        return transport

    async def until(self, reached, patience=120):
        deadline = time.perf_counter() + patience
        while not reached():
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{self.synced} synced, {self.events} events")
            await asyncio.sleep(0.002)


async def fan_out(about, command, sockets, size, role="hub"):
    """CPU of the server for each delivery, memory for each socket, sockets opened a second."""
    frames, warm_up = FRAMES[role], WARM_UP[role]
    room, empty, idle = Room(), memory_of(about["pids"]), cpu_of(about["pids"])
    taken = await room.fill(about, sockets)
    opening = cpu_of(about["pids"]) - idle
    held = (memory_of(about["pids"]) - empty) / sockets
    command(warm_up, size)
    await room.until(lambda: room.events == warm_up * sockets)
    before, started = cpu_of(about["pids"]), time.perf_counter()
    command(frames, size)
    await room.until(lambda: room.events >= (warm_up + frames) * sockets)
    used, wall = cpu_of(about["pids"]) - before, room.last - started
    late = await lateness(room, command, sockets, size)
    await room.leave()
    return {
        "sockets": sockets,
        "delivered_percent": round(room.events / (warm_up + frames + ALONE) / sockets * 100, 3),
        "octets": room.size,
        "cpu_us_a_delivery": round(used / frames / sockets * 1e6, 2),
        "wall_s": round(wall, 2),
        "p50_ms": round(statistics.median(late), 1),
        "p99_ms": round(statistics.quantiles(late, n=100)[-1], 1),
        "kB_a_socket": round(held / 1000, 1),
        "opened_a_second": round(sockets / taken),
        "cpu_ms_an_opening": round(opening / sockets * 1000, 2),
    }


async def lateness(room, command, sockets, size):
    """Milliseconds from the wish to send a frame to its arrival at each socket, one frame after the other."""
    late = []
    for _ in range(ALONE):
        expected, started = room.events + sockets, time.perf_counter()
        room.arrived.clear()
        command(1, size)
        await room.until(lambda expected=expected: room.events >= expected)
        late += [(each - started) * 1000 for each in room.arrived]
        await asyncio.sleep(0.05)
    return late


def side_by_side(folder, sockets=SOCKETS):
    """Raw, ours and naive with frames of one size, and how ours stands to both."""
    figures, size = {}, PAYLOAD
    for role in ("hub", "raw", "naive"):
        with server(role, folder / role) as (about, command):
            figures[role] = uvloop.run(fan_out(about, command, sockets, size, role))
        size = figures["hub"]["octets"]
        yield {"server": role, **figures[role]}
    cost = {role: figure["cpu_us_a_delivery"] for role, figure in figures.items()}
    opening = {role: figure["cpu_ms_an_opening"] for role, figure in figures.items()}
    yield {
        "server": "hub",
        "sockets": sockets,
        "times_raw": round(cost["hub"] / cost["raw"], 2),
        "times_raw_goal": 2,
        "part_of_naive": round(cost["hub"] / cost["naive"], 4),
        "part_of_naive_goal": 0.1,
        "opening_times_naive": round(opening["hub"] / opening["naive"], 2),
        "opening_times_naive_goal": 1,
        "p99_ms": figures["hub"]["p99_ms"],
        "p99_ms_goal": round(2 * figures["raw"]["p99_ms"] + 50, 1),
    }


def posts(folder):
    """From the sending of a comment to the last of 200 screens, in milliseconds."""
    with server("hub", folder / "posts") as (about, _command):
        taken = uvloop.run(post_and_wait(about))
    yield {
        "screens": SCREENS,
        "posts": len(taken),
        "p50_ms": round(statistics.median(taken)),
        "p99_ms": round(max(taken)),
        "p99_ms_goal": 250,
    }


async def post_and_wait(about):
    room, taken = Room(), []
    await room.fill(about, SCREENS)
    writers = [Writer(about, cookie) for cookie in about["cookies"][:POSTS]]
    for number, writer in enumerate(writers):
        await asyncio.to_thread(writer.open_page)
        expected, started = room.events + SCREENS, time.perf_counter()
        await asyncio.to_thread(writer.post, f"Comment number {number} of this measurement.")
        await room.until(lambda expected=expected: room.events >= expected)
        taken.append((room.last - started) * 1000)
    await room.leave()
    return taken[WARM:]  # the first ones find cold caches


class Writer:
    """Somebody with a session who posts a comment through the form."""

    def __init__(self, about, cookie):
        self.about, self.cookie = about, cookie

    def ask(self, method, path, **form):
        host = f"127.0.0.1:{self.about['port']}"
        headers = {"Cookie": self.cookie, "Origin": f"http://{host}", "HX-Request": "true"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(host, timeout=30)) as connection:
            connection.request(method, path, body=urlencode(form) or None, headers=headers)
            response = connection.getresponse()
            return response, response.read().decode()

    def open_page(self):
        response, page = self.ask("GET", f"/proposals/{self.about['proposal']}/")
        assert response.status == 200, response.status
        token = re.search(r"csrftoken=([^;]+)", response.headers["Set-Cookie"])[1]
        self.cookie += f"; csrftoken={token}"
        self.token = token

    def post(self, words):
        address = f"/proposals/{self.about['proposal']}/comments/"
        response, _page = self.ask("POST", address, body=words, csrfmiddlewaretoken=self.token)
        assert response.status == 200, response.status


PARTS = {"fan_out": side_by_side, "posts": posts}


def report(name, *arguments):
    """Print each figure of a part as it is measured; returns them."""
    figures = []
    for figure in PARTS[name](*arguments):
        print(json.dumps({"bench": f"live.{name}", **figure}), flush=True)
        figures.append(figure)
    return figures


@pytest.fixture(autouse=True)
def many_files():
    open_many_files()


def open_many_files():
    """Each socket is one, and the usual limit is 1,024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@pytest.mark.slow
def test_fan_out_costs_a_small_part_of_the_naive_way(tmp_path):
    last = report("fan_out", tmp_path)[-1]
    assert last["part_of_naive"] <= last["part_of_naive_goal"]


@pytest.mark.slow
def test_every_comment_reaches_the_last_screen(tmp_path):
    assert report("posts", tmp_path)[0]["posts"] == POSTS - WARM


if __name__ == "__main__":
    open_many_files()
    with tempfile.TemporaryDirectory() as place:
        report("fan_out", Path(place), *map(int, sys.argv[1:]))
        report("posts", Path(place))
