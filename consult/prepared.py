"""Prepared databases: migrated once, then copied, since migrating an empty database costs ten seconds.

A template's name carries a digest of everything that shaped it, so it is never stale and never committed.
It is built under a lock, beside its place, and moved there when it is whole.
"""

import fcntl
import gc
import hashlib
import os
import shutil
import sqlite3
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from .garbage import SELDOM

MIGRATED_BY = ["django", "wagtail", "wagtail-localize", "django-allauth", "django-tasks-db", "django-taggit"]
EMPTY = "empty"
BESIDE = ("-wal", "-shm", "-journal")


def template_key(sources=(), also=""):
    """A digest of our migrations, the versions of those who bring their own, further files and words."""
    digest = hashlib.sha256(also.encode())
    for name in MIGRATED_BY:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in [*_migration_files(), *sorted(map(Path, sources))]:
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _migration_files():
    ours = [
        Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.BASE_DIR)
    ]
    outside = settings.BASE_DIR / ".venv"
    return sorted(
        file for path in ours if not path.is_relative_to(outside) for file in path.glob("migrations/*.py")
    )


def migrate():
    """Bring the present database up to date."""
    call_command("migrate", verbosity=0, interactive=False)


def sqlite_template(kind=EMPTY, *, fill=None, sources=(), also="", folder=None, migrate=migrate):
    """The path of a prepared SQLite file; builds it when it is not there yet.

    Any other kind begins as a copy of the empty one, on which `fill` writes whatever it stands for; `sources`
    are the files that decide what it writes, `also` what else does, such as the day.
    """
    folder = Path(folder or settings.DATA_DIR / "cache" / "databases")
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / f"{kind}-{template_key(sources, also)}.sqlite3"
    if not ready.exists():
        base = None if kind == EMPTY else sqlite_template(folder=folder, migrate=migrate)
        with _locked(folder / f"{kind}.lock"):
            if not ready.exists():
                _build(ready, base, migrate if base is None else fill)
                _forget_older(folder, kind, ready)
    return ready


@contextmanager
def _locked(path):
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(ready, base, write):
    unfinished = ready.with_suffix(f".{os.getpid()}.part")
    remove(unfinished)
    if base is not None:
        shutil.copyfile(base, unfinished)
    with database_at(unfinished), _in_a_hurry():
        write()
    with sqlite3.connect(unfinished) as database:  # one plain file, with no log beside it
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()
    unfinished.rename(ready)
    remove(unfinished)


@contextmanager
def _in_a_hurry():
    """Nobody reads an unfinished file: no waiting for the disk, and a fifth less time without collections."""
    connections[DEFAULT_DB_ALIAS].cursor().execute("PRAGMA synchronous=OFF")
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def database_at(path):
    """Make `path` the default database of this thread for a while."""
    connection = connections[DEFAULT_DB_ALIAS]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _forget_older(folder, kind, ready):
    for other in folder.glob(f"{kind}-*.sqlite3"):
        if other != ready:
            remove(other)


def remove(path):
    """Delete a database file and what SQLite keeps beside it."""
    for suffix in ("", *BESIDE):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def install(template, target):
    """Put a copy of the template in the target's place, whole or not at all. Nobody may have it open."""
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = target.with_suffix(f".{os.getpid()}.copy")
    shutil.copyfile(template, copy)
    remove(target)
    copy.rename(target)
    marker(target).write_text(f"{Path(template).stem}\n")


def installed(target):
    """The name of the template the target was copied from; empty when there is no such database."""
    target = Path(target)
    return marker(target).read_text().strip() if target.exists() and marker(target).exists() else ""


def marker(target):
    return Path(target).with_suffix(".template")
