"""Batches: everything written once, in transactions that stay short, with rests for others on SQLite."""

import time

import pytest
from django.db import connection, transaction

from consult.batches import HOLD, LARGEST, in_batches, next_size


@pytest.mark.parametrize(
    "size, held, follows",
    [
        (8, 0.001, 16),  # quick: grow, twofold at most
        (100, 0.020, 100),  # four fifths of the time: just right
        (100, 0.100, 20),  # too slow: shrink as far as needed
        (1, 5.0, 1),  # never to nothing
        (LARGEST, 0.0, LARGEST),
    ],
)
def test_next_size_follows_the_time_held(size, held, follows):
    assert next_size(size, held, HOLD) == follows


@pytest.mark.django_db
def test_in_batches_writes_every_item_once_in_order():
    seen = []
    written = in_batches(iter(range(1000)), seen.extend)
    assert (written, seen) == (1000, list(range(1000)))


@pytest.mark.django_db
def test_in_batches_of_nothing_writes_nothing():
    assert in_batches([], pytest.fail) == 0


@pytest.mark.django_db(transaction=True)
def test_each_batch_is_a_transaction_of_its_own():
    depths = []
    in_batches(range(40), lambda _batch: depths.append(connection.in_atomic_block))
    assert set(depths) == {True}
    assert not transaction.get_connection().in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_slow_items_bring_the_hold_under_the_limit_and_leave_rests():
    starts, ends = [], []

    def write(batch):
        starts.append(time.monotonic())
        time.sleep(0.004 * len(batch))
        ends.append(time.monotonic())

    in_batches(range(40), write)
    held = [end - start for start, end in zip(starts, ends, strict=True)]
    rests = [start - end for start, end in zip(starts[1:], ends, strict=False)]
    assert max(held[2:-1]) < 2 * HOLD
    if connection.vendor == "sqlite":
        assert all(rest >= 2 * hold for rest, hold in zip(rests, held, strict=False))


@pytest.mark.django_db
def test_batches_inside_a_transaction_do_not_rest_since_the_lock_is_held_anyway():
    held = []

    def write(_batch):
        held.append(0.05)
        time.sleep(0.05)

    started = time.monotonic()
    in_batches(range(30), write)
    assert time.monotonic() - started < 2 * sum(held)
