"""Measures votes on one proposal while a thousand sockets watch its count, beside the naive way, in one run.

One JSON line a server; on SQLite, and on PostgreSQL when one is reachable.
"""

import json
import subprocess
import sys
import time

import pytest
import uvloop

from tests.bench.bench_live import Room, many_files, server
from tests.bench.bench_votes import POSTGRESQL, ROOT

__all__ = ["many_files"]
WATCHERS, SECONDS = 1000, 8
GOAL_TIMES, GOAL_P99_MS, GOAL_TALLIES_A_SECOND = 20, 250, 5


async def watched(about, command, watchers=WATCHERS):
    """What the voters met while everybody watched, and how many counts each watcher got a second."""
    room = Room()
    await room.fill(about, watchers)
    started = time.perf_counter()
    found = json.loads(await command.answer(SECONDS))
    taken = time.perf_counter() - started
    await room.leave()
    return {**found, "watchers": watchers, "tallies_a_second": round(room.events / watchers / taken, 1)}


def measure(role, folder, *postgresql):
    with server(role, folder, *postgresql, module="tests.bench.voting_servers") as (about, command):
        return uvloop.run(watched(about, command))


def side_by_side(folder, *postgresql):
    found = {}
    for role in ("ours", "naive"):
        found[role] = measure(role, folder / role, *postgresql)
        figure = {"bench": "votes.watched", "server": role, "postgresql": bool(postgresql), **found[role]}
        print(json.dumps(figure), flush=True)
    times = found["ours"]["votes_a_second"] / max(found["naive"]["votes_a_second"], 0.1)
    print(
        json.dumps(
            {
                "bench": "votes.watched",
                "postgresql": bool(postgresql),
                "times_naive": round(times, 1),
                "times_goal": GOAL_TIMES,
                "p99_ms": found["ours"]["p99_ms"],
                "p99_ms_goal": GOAL_P99_MS,
            }
        ),
        flush=True,
    )
    return found["ours"]


def holds(ours):
    assert ours["shown"] == ours["rows"]
    assert 0 < ours["tallies_a_second"] <= GOAL_TALLIES_A_SECOND


@pytest.mark.slow
def test_watched_votes_on_sqlite(tmp_path):
    holds(side_by_side(tmp_path))


@pytest.mark.slow
def test_watched_votes_on_postgresql_where_it_is_reachable(tmp_path):
    if subprocess.run([sys.executable, ROOT / "tools" / "reachable.py", POSTGRESQL], check=False).returncode:
        pytest.skip("no PostgreSQL here")
    holds(side_by_side(tmp_path, POSTGRESQL))
