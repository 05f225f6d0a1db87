"""What `doctor` looks at: each part answers with one finding, good or not, never with an exception."""

import os
from dataclasses import dataclass
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.core import checks, mail
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .actions.work import DEAD_AFTER
from .clock import now
from .models import WorkerBeat
from .schedule import late_jobs

SYNCHRONOUS_FULL = 2


@dataclass(frozen=True)
class Finding:
    """One part of the installation and how it is."""

    part: str
    good: bool
    words: str


def examine():
    """Findings of every part, in the order in which a cure would start."""
    for part, look in PARTS.items():
        try:
            good, words = look()
        except Exception as error:  # a part that cannot be looked at is a finding, not an end
            good, words = False, f"{type(error).__name__}: {error}".strip()
        yield Finding(part, good, words)


def _settings():
    problems = checks.run_checks()
    serious = [each for each in problems if each.is_serious()]
    return not serious, "; ".join(each.msg for each in serious) or os.environ["DJANGO_SETTINGS_MODULE"]


def _folders():
    missing = [
        str(folder)
        for folder in (settings.DATA_DIR, settings.MEDIA_ROOT)
        if not os.access(folder if folder.exists() else folder.parent, os.W_OK)
    ]
    return not missing, f"cannot write {', '.join(missing)}" if missing else str(settings.DATA_DIR)


def _database():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return True, f"PostgreSQL {cursor.fetchone()[0]}"
    pragmas = {
        name: _pragma(name) for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
    }
    good = (
        pragmas["journal_mode"] == "wal"
        and pragmas["synchronous"] == SYNCHRONOUS_FULL
        and pragmas["busy_timeout"] >= 5000
        and pragmas["foreign_keys"] == 1
    )
    return good, "SQLite " + ", ".join(f"{name} {value}" for name, value in pragmas.items())


def _pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not plan, f"{len(plan)} not applied: run `manage.py migrate`" if plan else "all applied"


def _worker():
    alive = WorkerBeat.objects.filter(beat_at__gt=now() - DEAD_AFTER).count()
    return bool(
        alive
    ), f"{alive} alive" if alive else "no beat within 30 seconds: is `manage.py work` running?"


def _schedule():
    late = list(late_jobs())
    words = "; ".join(f"{job.name} due {job.due_at:%Y-%m-%d %H:%M} {job.last_error}".strip() for job in late)
    return not late, words or "nothing late"


def _layer():
    return True, async_to_sync(_round_trip)()


async def _round_trip():
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.send(channel, {"type": "doctor"})
    await layer.receive(channel)
    return type(layer).__name__


def _cache():
    for name in ("default", "limits"):
        key, value = f"doctor:{uuid4().hex}", 7
        caches[name].add(key, value, timeout=10)
        if caches[name].incr(key) != value + 1:
            return False, f"{name} does not count"
        caches[name].delete(key)
    return True, ", ".join(type(caches[name]).__name__ for name in ("default", "limits"))


def _mail():
    with mail.get_connection():
        return True, settings.EMAIL_BACKEND


PARTS = {
    "settings": _settings,
    "folders": _folders,
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "schedule": _schedule,
    "channel layer": _layer,
    "caches": _cache,
    "mail": _mail,
}
