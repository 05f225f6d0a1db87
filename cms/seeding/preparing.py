"""Puts the demonstration into the database: copied from a prepared one, or written in place."""

import logging
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from consult.clock import today
from consult.prepared import install, sqlite_template

from .words import FOLDER

READY = "The demonstration is set up already; what was written since is kept."
DONE = "The demonstration is set up."


def prepare(*, say):
    """Set up what is missing and say what was done; a database in use keeps all it holds."""
    if connection.vendor == "sqlite" and not _database_file().exists():
        say("Setting up the demonstration. This takes about half a minute, the first time only.")
        install(template(), _database_file())
        return DONE
    if _migrations_missing():
        say("Bringing the database up to date.")
        call_command("migrate", verbosity=0, interactive=False)
    return _fill_in_place(say)


def template(folder=None):
    """A prepared database with the demonstration as of today."""
    return sqlite_template(
        "demo", fill=_seed, sources=[*_sources(), *FOLDER.iterdir()], also=today().isoformat(), folder=folder
    )


def _seed():
    """Write it all; what the pages' log says of each of them is of no use to whoever waits."""
    from .demonstration import seed

    pages = logging.getLogger("wagtail")
    before = pages.level
    pages.setLevel(logging.WARNING)
    try:
        seed()
    finally:
        pages.setLevel(before)


def _sources():
    return Path(__file__).parent.glob("*.py")


def _database_file():
    return Path(connection.settings_dict["NAME"])


def _migrations_missing():
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _fill_in_place(say):
    from .demonstration import is_seeded

    if is_seeded():
        return READY
    say("Setting up the demonstration in the database that is there.")
    _seed()
    return DONE
