"""What is broken on purpose: each a context in which it is broken, and what it promises beyond the rest.

A fault is a generator: it breaks something, yields the seconds it lasts, and puts it right.
"""

import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from dataclasses import dataclass

from .silent import SilentClient


@dataclass(frozen=True)
class Fault:
    """`shows` is what writers or screens have to notice, or nothing was broken; see `noticed`."""

    break_it: Callable
    shows: str = ""
    calm: bool = False  # nobody is told to come back
    forms_go_on: bool = False  # calm, and things are taken all the while

    @property
    def name(self):
        return self.break_it.__name__

    def __call__(self, stack):
        return contextmanager(self.break_it)(stack)


def web_worker_killed(stack):
    """One of two; the other goes on."""
    stack.kill(stack.web_workers()[0])
    yield 0


def web_workers_killed(stack):
    """Both at once: nobody answers until their parent has started others."""
    for pid in stack.web_workers():
        stack.kill(pid)
    stack.wait_for(lambda: stack.get("/healthz")[0] == 200, "others answer", 60)
    yield 0


def web_parent_killed(stack):
    """Of several web processes; with one only, this is the web server itself."""
    parent = stack.web_parent()
    stack.kill(parent)
    stack.wait_for_another_web_server(parent)
    yield 0


def task_worker_killed(stack):
    """In the middle of a task; after half a minute without a beat the next worker takes it up."""
    notes = stack.folder / "notes"
    enqueue = (
        f"from consult.jobs import enqueue; enqueue('tests.consult.sleepy_tasks.sleep_once', '{notes}', 60)"
    )
    stack.run("manage.py", "shell", "--no-imports", "-c", enqueue)
    stack.wait_for(notes.exists, "the task has begun", 20)
    stack.kill(stack.worker())
    stack.wait_for(lambda: notes.read_text().split() == ["begun", "begun", "ended"], "the task is done", 60)
    yield 0


def web_worker_terminated(stack):
    stack.kill(stack.web_workers()[0], signal.SIGTERM)
    yield 0


def web_server_terminated(stack):
    """All of it; `serve` starts it again."""
    parent = stack.web_parent()
    stack.kill(parent, signal.SIGTERM)
    stack.wait_for_another_web_server(parent)
    yield 0


def site_terminated(stack):
    """As for a new version: it ends in order, what is under way is finished, then it is started."""
    stack.kill(stack.process.pid, signal.SIGTERM)
    assert stack.process.wait(timeout=15) == 0
    assert stack.said().endswith("Stopped.\n"), stack.said()[-1000:]
    stack.launch()
    stack.wait_for_another_web_server(None)
    yield 0


def redis_stopped(stack):
    stack.redis.stop()
    yield 8
    stack.redis.start()


def redis_flushed(stack):
    stack.redis.flush()
    yield 3


def redis_slow(stack):
    """Twice three seconds without an answer."""
    stack.redis.hang(3)
    time.sleep(2)
    stack.redis.hang(3)
    yield 0


def postgresql_stopped(stack):
    """Long enough for whatever tries again at growing distances to be caught in a long pause."""
    stack.postgresql.stop()
    yield 18
    stack.postgresql.start()


def postgresql_crashed(stack):
    stack.postgresql.stop("immediate")
    yield 3
    stack.postgresql.start()


def half_open_client(stack):
    """Until the server has given it up: after two unanswered pings, 20 seconds apart."""
    silent = SilentClient(stack, f"thread:{stack.room['proposal']}")
    stack.wait_for(lambda: not silent.held(), "the server lets the silent client go", 60)
    yield 0
    silent.close()


def sqlite_locked(stack):
    with closing(sqlite3.connect(stack.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield 5
        other.execute("ROLLBACK")


def disk_full(stack):
    """What the log of SQLite holds is moved away first, or it would go on in its own old space."""
    with closing(sqlite3.connect(stack.database, timeout=20)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    until = time.monotonic() + 8
    while time.monotonic() < until:
        stack.disk.fill()
        time.sleep(0.1)
    yield 0
    stack.disk.free()


LARGE = [
    Fault(web_worker_killed, shows="cuts"),
    Fault(web_workers_killed, shows="cuts"),
    Fault(web_parent_killed, shows="cuts"),
    Fault(task_worker_killed, forms_go_on=True),
    Fault(web_worker_terminated, shows="cuts"),
    Fault(web_server_terminated, shows="cuts"),
    Fault(site_terminated, shows="cuts"),
    Fault(redis_stopped, forms_go_on=True),
    Fault(redis_flushed, forms_go_on=True),
    Fault(redis_slow, forms_go_on=True),
    Fault(postgresql_stopped, shows="503"),
    Fault(postgresql_crashed, shows="503"),
    Fault(half_open_client, forms_go_on=True),
]
SMALL = [
    Fault(sqlite_locked, calm=True),
    Fault(disk_full, shows="503"),
]
