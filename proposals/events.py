"""What happened, recorded as the truth and announced as a hint; nothing else touches the channel layer.

Every writing transaction ends with `record`. The layer carries (topic, seq) and may lose it; the hub asks
the database what it missed.
"""

from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from consult.clock import now

from .models import Event, Topic

_kept_back: ContextVar[list | None] = ContextVar("kept_back", default=None)


def record(*happenings):
    """Number and keep happenings (topic, kind, target_id) in the caller's transaction; announce on commit."""
    waiting = _kept_back.get()
    if waiting is not None:
        waiting += happenings
    elif happenings:
        _number(happenings)


@contextmanager
def together():
    """Number what is recorded inside at its end: all topics in one order and one statement.

    Inside the caller's transaction; who moved a topic keeps others who move it waiting, so it comes last.
    """
    if _kept_back.get() is not None:
        yield
        return
    happenings: list[tuple] = []
    token = _kept_back.set(happenings)
    try:
        yield
    finally:
        _kept_back.reset(token)
    if happenings:
        _number(happenings)


@transaction.atomic(savepoint=False)
def _number(happenings):
    numbers = _bump(Counter(topic for topic, _kind, _target in happenings))
    _keep(happenings, numbers)
    seqs = {name: last for name, (_pk, last) in numbers.items()}
    transaction.on_commit(lambda: announce(seqs), robust=True)


def _bump(steps):
    """Advance topics {name: by how many}; returns {name: (its id, its new last_seq)}.

    In one statement and in name order, since mixed order deadlocks.
    """
    table = Topic._meta.db_table
    rows = ", ".join(["(%s, %s)"] * len(steps))
    with connection.cursor() as cursor:
        cursor.execute(
            # the table's name is the model's own, never typed
            f"INSERT INTO {table} (name, last_seq) VALUES {rows} "  # noqa: S608
            f"ON CONFLICT (name) DO UPDATE SET last_seq = {table}.last_seq + excluded.last_seq "
            "RETURNING name, id, last_seq",
            [value for step in sorted(steps.items()) for value in step],
        )
        return {name: (pk, last) for name, pk, last in cursor.fetchall()}


def _keep(happenings, numbers):
    left = {name: last for name, (_pk, last) in numbers.items()}
    rows = []
    for topic, kind, target_id in reversed(happenings):
        rows.append(
            Event(topic_id=numbers[topic][0], seq=left[topic], kind=kind, target_id=target_id, at=now())
        )
        left[topic] -= 1
    Event.objects.bulk_create(reversed(rows))


def announce(seqs):
    """Give the layer a hint; a layer that is slow or away costs nothing but a second of delay."""
    from .live.publisher import publish

    publish(seqs)
