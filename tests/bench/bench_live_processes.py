"""Measures two web processes on PostgreSQL and Redis beside a raw socket server, in one run: JSON lines.

Run by `make bench`, or `python -m tests.bench.bench_live_processes [sockets]`. What happens is recorded by a
third process, this one, so every hint of it goes through Redis.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvloop

from tests.bench.bench_live import COMMENTS, PAYLOAD, fan_out, open_many_files, server
from tests.bench.live_servers import PAUSE, a_thread
from tests.soak.stack import Stack, database, manage, production

SOCKETS = int(os.environ.get("LIVE_SOCKETS", "1000"))


class Recorder:
    """Records events in the database, as a request does."""

    def __init__(self, comments):
        self.comments = comments
        self.hand = ThreadPoolExecutor(max_workers=1)  # one thread, one connection

    def __call__(self, number, _size):
        self.hand.submit(self.record, number)

    def record(self, number):
        from proposals.events import record

        for turn in range(number):
            comment = self.comments[turn % len(self.comments)]
            record((comment.thread_topic, "comment.changed", comment.pk))
            time.sleep(PAUSE)


@contextmanager
def two_processes(folder):
    """The production stack; what a client has to know of it, and how to make something happen there."""
    with database() as address:
        production(folder, address)
        os.environ["CONSULT_LIVE_SOCKETS_AN_ADDRESS"] = "10000"  # all readers of a measurement come from one
        manage("migrate", "--verbosity", "0")
        manage("collectstatic", "--no-input", "--verbosity", "0")
        import django

        django.setup()
        from django.db import connection

        comments, cookies = a_thread(people=60, comments=COMMENTS)
        with Stack(folder) as stack:
            pids = stack.web_processes()
            about = {"port": stack.port, "pids": pids, "topic": comments[0].thread_topic, "cookies": cookies}
            yield about, Recorder(comments)
        connection.close()
        connection.close_pool()


def beside_raw(folder, sockets=SOCKETS):
    """Two processes and a raw server with frames of one size, and how the one stands to the other."""
    with two_processes(folder / "site") as (about, command):
        ours = uvloop.run(fan_out(about, command, sockets, PAYLOAD))
    yield {"server": "two processes", "database": "postgresql", "layer": "redis", **ours}
    with server("raw", folder / "raw") as (about, command):
        raw = uvloop.run(fan_out(about, command, sockets, ours["octets"], "raw"))
    yield {"server": "raw", **raw}
    yield {
        "server": "two processes",
        "sockets": sockets,
        "times_raw": round(ours["cpu_us_a_delivery"] / raw["cpu_us_a_delivery"], 2),
        "delivered_percent": ours["delivered_percent"],
        "delivered_percent_goal": 100,
        "p99_ms": ours["p99_ms"],
        "p99_ms_goal": round(2 * raw["p99_ms"] + 50, 1),
    }


def report(folder, *arguments):
    figures = []
    for figure in beside_raw(folder, *arguments):
        print(json.dumps({"bench": "live.two_processes", **figure}), flush=True)
        figures.append(figure)
    return figures


def alone(folder, *sockets):
    """In a process of its own: Django is set up once in each."""
    command = [sys.executable, "-m", "tests.bench.bench_live_processes", *map(str, sockets)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(folder)}
    )
    print(done.stdout, end="", flush=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_two_processes_deliver_every_event_to_every_socket(tmp_path):
    assert alone(tmp_path)[-1]["delivered_percent"] == 100


if __name__ == "__main__":
    logging.getLogger("picows").setLevel(logging.WARNING)
    open_many_files()
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "site").mkdir()
        report(Path(place), *map(int, sys.argv[1:]))
