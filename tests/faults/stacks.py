"""The site with production's settings, seen as the proxy in front of it sees it: with and without servers."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from secrets import token_urlsafe

from django.conf import settings

from consult.prepared import install, sqlite_template
from tests.running.site import Serving

from .programs import PostgreSQL, Redis, SmallDisk, port_of_its_own

DISK = 48  # megabytes
RESIDENTS = 24


@dataclass
class Stack(Serving):
    """Behind a proxy that ends TLS, whose word about address and scheme is believed."""

    web_processes = 1

    def __post_init__(self):
        super().__post_init__()
        self.port = port_of_its_own()
        self.address = f"https://127.0.0.1:{self.port}"
        self.secret = token_urlsafe(60)
        self.rooms, self.room = [], None

    def variables(self):
        return {
            "DJANGO_SETTINGS_MODULE": "consult.settings.production",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "WEB_CONCURRENCY": str(self.web_processes),
            "EMAIL_URL": "dummymail://",
        }

    def prepare(self, rooms, static):
        """A migrated database, static files in a folder that stacks share, and a room for each fault."""
        self.migrate()
        (self.folder / "static").symlink_to(static)
        if not any(static.iterdir()):
            self.run("manage.py", "collectstatic", "--no-input", "-v0")
        self.rooms = json.loads(self.run("-m", "tests.faults.stage", str(rooms), str(RESIDENTS)))

    def come_back(self):
        """Start it anew where the fault before left it broken, so that each is judged for itself."""
        with suppress(AssertionError):
            self.wait_for(lambda: self.ready()[0] == 200, "ready", 20)
            return
        super().end()
        self.start()

    def run(self, *arguments):
        """What a command of the site prints."""
        command = [sys.executable, *arguments]
        given = {"cwd": settings.BASE_DIR, "env": self.environment(), "timeout": 300}
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **given).stdout

    def kill(self, pid, how=signal.SIGKILL):
        os.kill(pid, how)

    def web_parent(self):
        """Process id of what `serve` knows as the web server, None while there is none."""
        return next((pid for pid, command in self.children().items() if "uvicorn" in command), None)

    def wait_for_another_web_server(self, before):
        """Until it answers; how long it takes to start is the machine's affair, and told as `lasted_s`."""
        self.wait_for(lambda: self.web_parent() not in (None, before), "another web server", 60)
        self.wait_for(lambda: self.get("/healthz")[0] == 200, "it answers", 60)

    def web_workers(self):
        """Process ids of those that answer; they have a parent when there are several."""
        parent = self.web_parent()
        return [pid for pid, command in self.children(parent).items() if "spawn_main" in command] or [parent]

    def end(self):
        super().end()
        for server in self.servers:
            server.end()


@dataclass
class LargeStack(Stack):
    """PostgreSQL, Redis, two web processes, the worker."""

    web_processes = 2

    def __post_init__(self):
        super().__post_init__()
        self.postgresql, self.redis = PostgreSQL(self.folder), Redis(self.folder)
        self.servers = [self.postgresql, self.redis]
        self.database_url, self.rows = self.postgresql.url, self.postgresql.rows

    def variables(self):
        return super().variables() | {"REDIS_URL": self.redis.url}

    def migrate(self):
        self.postgresql.create()
        self.redis.start()
        self.run("manage.py", "migrate", "-v0")


@dataclass
class SmallStack(Stack):
    """One web process and the worker on SQLite, whose database lies on a small disk of its own."""

    def __post_init__(self):
        super().__post_init__()
        self.disk = SmallDisk(self.folder / "disk", DISK)
        self.servers = [self.disk]
        self.database = self.disk.folder / "consult.sqlite3"
        self.database_url = f"sqlite:///{self.database}"

    def migrate(self):
        install(sqlite_template(), self.database)

    def rows(self, query):
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()
