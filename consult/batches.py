"""Writing many rows without keeping everyone else waiting."""

import time
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, connections, transaction

HOLD = 0.025  # seconds a transaction may keep SQLite's one write lock
REST = 2  # times the held time to leave the lock to others, so that a vote gets through in between
FIRST, LARGEST = 8, 5000


def in_batches(items, write, *, using=DEFAULT_DB_ALIAS, hold=HOLD):
    """Call write(list) for all items, each call in a transaction of its own of about `hold` seconds.

    Compute outside, hand in what is ready to be written. The size of a batch follows the time the
    last one took. On SQLite it sleeps between batches, unless the caller's own transaction keeps the lock
    all along. Returns the number of items written.
    """
    rest = REST if _lock_is_shared(connections[using]) else 0
    remaining, size, written = iter(items), FIRST, 0
    while batch := list(islice(remaining, size)):
        held = _write_one(batch, write, using)
        written += len(batch)
        size = next_size(size, held, hold)
        time.sleep(held * rest)
    return written


def _lock_is_shared(connection):
    return connection.vendor == "sqlite" and not connection.in_atomic_block


def _write_one(batch, write, using):
    started = time.monotonic()
    with transaction.atomic(using=using):
        write(batch)
    return time.monotonic() - started


def next_size(size, held, hold=HOLD):
    """Aim at four fifths of the allowed time; grow at most twofold, shrink as far as needed."""
    fitting = int(size * 0.8 * hold / max(held, 1e-6))
    return max(1, min(fitting, size * 2, LARGEST))
