"""Five hundred open pages, twenty comments and fifty votes a second, for ten minutes on the production stack.

Run by `make soak` (SECONDS= shortens it): prints one line of JSON, ends with 1 when an acknowledgement was
lost, a page missed or doubled an event, or memory grew.
"""

import asyncio
import json
import logging
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import uvloop

from tests.soak.crowd import seeded
from tests.soak.readers import Reader
from tests.soak.stack import Stack, database, manage, memory_of, production
from tests.soak.writers import Writing

SECONDS = int(os.environ.get("SECONDS_TO_SOAK") or 600)
SOCKETS, RATES = 500, {"comment": 20, "vote": 50}
LOOK_EVERY = 2.0
CHOICES = {"agree": 1, "disagree": -1, "pass": 0}


class Memory:
    """What the web processes hold, noted every two seconds."""

    def __init__(self, pids):
        self.pids, self.notes = pids, []

    async def watch(self):
        while True:
            self.notes.append(sum(map(memory_of, self.pids)) / 1e6)
            await asyncio.sleep(LOOK_EVERY)

    def figures(self):
        """MB in the second minute and in the last one; a shorter run has shorter minutes."""
        minute = max(1, min(int(60 / LOOK_EVERY), len(self.notes) // 5))
        second, last = self.notes[minute : 2 * minute], self.notes[-minute:]
        before, after = statistics.mean(second), statistics.mean(last)
        return {
            "MB_second_minute": round(before, 1),
            "MB_last_minute": round(after, 1),
            "memory_grew_percent": round((after / before - 1) * 100, 2),
            "memory_grew_percent_goal": 5,
        }


async def soak(stack, consultation, proposals, people):
    readers = [Reader(person, consultation, stack.port) for person in people[:SOCKETS]]
    for first in range(0, SOCKETS, 25):
        await asyncio.gather(*(reader.open() for reader in readers[first : first + 25]))
    await until(lambda: all(reader.thread in reader.synced for reader in readers))
    memory, writing = Memory(stack.web_processes()), Writing(people, proposals, stack.port)
    watching, started = asyncio.create_task(memory.watch()), time.monotonic()
    await writing.run(SECONDS, RATES)
    seconds = time.monotonic() - started
    wanted = Counter(writing.comments.values())
    await until(lambda: all(len(reader.seqs) >= wanted[reader.person.proposal] for reader in readers))
    await asyncio.sleep(2)  # whatever comes twice has come by then
    watching.cancel()
    for reader in readers:
        reader.leave()
    return {**memory.figures(), **speed(writing, seconds)}, writing, readers


async def until(reached, patience=60):
    """Wait for it, or go on: what is missing then is counted as missing."""
    deadline = time.monotonic() + patience
    while not reached() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)


def speed(writing, seconds):
    figures = {"seconds": round(seconds, 1)}
    for what, taken in writing.taken.items():
        taken.sort()
        figures[f"{what}s_a_second"] = round(writing.answers[what, 200] / seconds, 1)
        figures[f"{what}s_a_second_goal"] = RATES[what]
        figures[f"{what}_p50_ms"] = round(taken[len(taken) // 2] * 1000)
        figures[f"{what}_p99_ms"] = round(taken[len(taken) * 99 // 100] * 1000)
    figures["answers"] = {f"{what} {status}": n for (what, status), n in writing.answers.items()}
    return figures


def heard(writing, readers):
    """What the pages got, beside what was acknowledged."""
    by_proposal: dict = {}
    for number, proposal in writing.comments.items():
        by_proposal.setdefault(proposal, set()).add(number)
    missed = sum(len(by_proposal.get(each.person.proposal, set()) - set(each.ids)) for each in readers)
    return {
        "deliveries": sum(len(reader.ids) + reader.tallies for reader in readers),
        "gaps": sum(reader.gaps() for reader in readers),
        "missed": missed,
        "cuts": dict(sum((reader.cuts for reader in readers), Counter())),
        "refused": dict(sum((reader.refused for reader in readers), Counter())),
    }


def kept(writing, proposals):
    """What the database holds, beside what was acknowledged."""
    from django.db.models import Count

    from proposals.models import Contribution, Tally, Vote

    there = set(Contribution.objects.filter(pk__in=writing.comments).values_list("pk", flat=True))
    rows = Vote.objects.filter(contribution__in=proposals).values_list(
        "participant__user", "contribution", "choice"
    )
    votes = {(user, proposal): choice for user, proposal, choice in rows}
    lost = [key for key, choice in writing.votes.items() if votes.get(key) != CHOICES[choice]]
    counted = Vote.objects.filter(contribution__in=proposals).values("contribution", "choice")
    by_row = {(row["contribution"], row["choice"]): row["n"] for row in counted.annotate(n=Count("pk"))}
    wrong = [
        tally.pk
        for tally in Tally.objects.filter(pk__in=proposals)
        if (tally.agree, tally.disagree, tally.passes)
        != tuple(by_row.get((tally.pk, choice), 0) for choice in (1, -1, 0))
    ]
    return {
        "lost_comments": len(set(writing.comments) - there),
        "lost_votes": len(lost),
        "wrong_tallies": len(wrong),
    }


def measure(folder):
    with database() as address:
        production(folder, address)
        manage("migrate", "--verbosity", "0")
        manage("collectstatic", "--no-input", "--verbosity", "0")
        import django

        django.setup()
        logging.getLogger("picows").setLevel(logging.WARNING)
        from django.core.cache import caches
        from django.db import connection

        for name in ("default", "limits"):
            caches[name].clear()
        crowd = seeded()
        with Stack(folder) as stack:
            figures, writing, readers = uvloop.run(soak(stack, *crowd))
            time.sleep(6)  # the recount of what was left is due every five seconds
        figures |= {**heard(writing, readers), **kept(writing, crowd[1]), "tracebacks": stack.tracebacks()}
        connection.close()
        connection.close_pool()
    return figures


def holds(figures):
    none = ("gaps", "missed", "lost_comments", "lost_votes", "wrong_tallies", "tracebacks")
    grew = figures["memory_grew_percent"] <= figures["memory_grew_percent_goal"]
    return grew and not any(figures[name] for name in none)


def main():
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    load = [round(each, 1) for each in os.getloadavg()]
    print(json.dumps({"bench": "soak", "sockets": SOCKETS, **figures, "load": load, "holds": holds(figures)}))
    return 0 if holds(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
