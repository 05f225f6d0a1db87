"""Cycles are looked for seldom, and what a process began with is set aside."""

import gc

import pytest

from consult.garbage import SELDOM, collect_seldom


@pytest.fixture
def usual_collector():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_process_looks_seldom_and_not_at_what_was_there(usual_collector):
    gc.unfreeze()
    collect_seldom()
    assert gc.get_threshold() == SELDOM
    assert gc.get_freeze_count() > 100_000


def test_cycle_made_later_is_still_collected(usual_collector):
    collect_seldom()
    cycle = []
    cycle.append(cycle)
    before = gc.get_freeze_count()
    del cycle
    assert gc.collect() >= 1
    assert gc.get_freeze_count() == before
