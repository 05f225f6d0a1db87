"""Breaks the running site on purpose while people write and watch, and holds it to docs/operations.md.

`make faults` runs all of it, `make faults FAULT=redis` what has that in its name. Each prints a line of JSON.
"""

import json
import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from .crowd import Crowd
from .faults import LARGE, SMALL
from .promises import Findings, calm, in_time, joined, judge, noticed, taken_meanwhile
from .recount import Recount
from .stacks import LargeStack, SmallStack

pytestmark = pytest.mark.slow
BEFORE, AFTER = 3.0, 2.0


@pytest.fixture(scope="module")
def start(tmp_path_factory, django_db_blocker):
    """Starts a stack with so many rooms, in a folder that the user of the database may enter."""
    static = tmp_path_factory.mktemp("static")
    with ExitStack() as until_all_is_done, django_db_blocker.unblock():

        def started(kind, rooms):
            folder = Path(until_all_is_done.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
            folder.chmod(0o755)
            stack = kind(folder)
            until_all_is_done.callback(stack.end)
            stack.prepare(rooms, static)
            stack.start()
            return stack

        yield started


@pytest.fixture(scope="module")
def large(start):
    return start(LargeStack, len(LARGE))


@pytest.fixture(scope="module")
def small(start):
    return start(SmallStack, len(SMALL))


def broken_promises(fault, stack):
    """Break it with everybody there; prints the figures, returns what did not hold."""
    stack.come_back()
    stack.room = stack.rooms.pop()
    with Crowd(stack, stack.room) as crowd:
        crowd.come()
        time.sleep(BEFORE)
        began = time.monotonic()
        with fault(stack) as lasts:
            time.sleep(lasts)
        found = judged(fault, crowd, began, time.monotonic())
    print(f"\n{json.dumps({**found.figures, 'broken': found.broken})}", flush=True)
    return found.broken


def judged(fault, crowd, began, healed):
    """Findings about a fault that is over, with those who were there."""
    about = {"fault": fault.name, "load": round(os.getloadavg()[0], 1), "lasted_s": round(healed - began, 1)}
    recount = Recount(crowd.site.rows, crowd.proposal)
    alive = in_time("live_again_s", crowd.live_again(healed))
    time.sleep(AFTER)
    caught_up = in_time("caught_up_s", crowd.leave(recount))
    everything = joined([Findings(about, []), judge(crowd, recount), alive, caught_up])
    return joined([everything, *own_promises(fault, crowd, everything.figures, (began, healed))])


def own_promises(fault, crowd, figures, while_broken):
    """What this fault promises beyond all others."""
    yield noticed(fault.shows, figures)
    if fault.calm or fault.forms_go_on:
        yield calm(figures)
    meanwhile = taken_meanwhile(crowd, *while_broken)
    yield meanwhile if fault.forms_go_on else Findings(meanwhile.figures, [])


@pytest.mark.parametrize("fault", LARGE, ids=lambda fault: fault.name)
def test_promises_hold_on_postgresql_and_redis(large, fault):
    assert broken_promises(fault, large) == []


@pytest.mark.parametrize("fault", SMALL, ids=lambda fault: fault.name)
def test_promises_hold_on_sqlite(small, fault):
    assert broken_promises(fault, small) == []
