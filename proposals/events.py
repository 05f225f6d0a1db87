"""What happened, recorded as the truth and announced as a hint; nothing else touches the channel layer.

Every writing transaction ends with `record`. The layer carries (topic, seq) and may lose it; the hub asks
the database what it missed.
"""

from django.db import connection, transaction

from consult.clock import now

from .models import Event, Topic


@transaction.atomic(savepoint=False)
def record(*happenings):
    """Number and keep happenings (topic, kind, target_id) in the caller's transaction; announce on commit.

    Topics are bumped in name order, since mixed order deadlocks. Returns {topic: last seq}.
    """
    names = sorted({topic for topic, _kind, _target in happenings})
    numbers = {name: _bump(name, sum(1 for h in happenings if h[0] == name)) for name in names}
    _keep(happenings, numbers)
    seqs = {name: last for name, (_pk, last) in numbers.items()}
    transaction.on_commit(lambda: announce(seqs), robust=True)
    return seqs


def _bump(name, by):
    """Advance a topic and return (its id, its new last_seq) in one statement."""
    table = Topic._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            # the table's name is the model's own, never typed
            f"INSERT INTO {table} (name, last_seq) VALUES (%s, %s) "  # noqa: S608
            f"ON CONFLICT (name) DO UPDATE SET last_seq = {table}.last_seq + %s "
            "RETURNING id, last_seq",
            [name, by, by],
        )
        return cursor.fetchone()


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
