"""The whole site in processes of its own, seen from outside: HTTP, WebSocket, mail, signals."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from websockets.sync.client import connect

from consult.prepared import database_at, install, sqlite_template

START = 120.0
LOOK_EVERY = 0.25
# What the site under test must not inherit from whoever runs the tests.
OURS = {
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "CLOCK_OFFSET",
    "WEB_CONCURRENCY",
    "HOST",
    "PORT",
    "DEMO",
    "DEBUG",
}


@dataclass
class Serving:
    """`manage.py serve` in a folder and on a port of its own; `variables()` of a subclass says with what."""

    folder: Path
    process: subprocess.Popen | None = None

    def __post_init__(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "serve.log"

    def variables(self):
        """{environment variable: value} of this site."""
        raise NotImplementedError

    def start(self):
        """Serve, and wait until the site says that it is ready."""
        self.launch()
        self.wait_for(lambda: self.ready()[0] == 200, "the site is ready", START)

    def launch(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port)],
                cwd=settings.BASE_DIR,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def environment(self):
        return {name: value for name, value in os.environ.items() if name not in OURS} | self.variables()

    def wait_for(self, seen, what, seconds):
        """Look again and again until `seen()` is true; the log is part of the failure."""
        until = time.monotonic() + seconds
        while not (found := seen()):
            assert time.monotonic() < until, f"not within {seconds:.0f} s: {what}\n{self.said()[-4000:]}"
            time.sleep(LOOK_EVERY)
        return found

    def get(self, path):
        """(status, text); status 0 while nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def ready(self):
        """(status, findings) of /readyz."""
        status, text = self.get("/readyz")
        return status, json.loads(text) if text else {}

    def socket(self):
        return connect(f"ws://127.0.0.1:{self.port}/ws/", origin=self.address)

    def children(self, parent=None):
        """{process id: its command line} of what `serve`, or another parent, runs."""
        parent, found = parent or self.process.pid, {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                started_by = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):
                continue  # it ended while we looked
            if started_by == parent:
                found[int(entry.name)] = command
        return found

    def descendants(self, parent):
        """Process ids of children and of theirs: web processes have a parent of their own."""
        return [pid for child in self.children(parent) for pid in (child, *self.descendants(child))]

    def worker(self):
        """The process id of the worker, 0 while there is none."""
        return next((pid for pid, command in self.children().items() if " work" in command), 0)

    def said(self):
        return self.log.read_text(errors="replace")

    def interrupt(self, seconds):
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=seconds)

    def end(self):
        """Leave nothing behind, however the test went."""
        if self.process is None or self.process.poll() is not None:
            return
        pids = self.descendants(self.process.pid)
        self.process.kill()
        self.process.wait()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@dataclass
class Site(Serving):
    """With the demo's settings: SQLite, one web process, letters in a folder."""

    def __post_init__(self):
        super().__post_init__()
        self.database = self.folder / "consult.sqlite3"
        install(sqlite_template(), self.database)

    def variables(self):
        return {
            "DJANGO_SETTINGS_MODULE": "consult.settings.dev",
            "SECRET_KEY": settings.SECRET_KEY,
            "DEMO": "1",
            "DEBUG": "0",
            "DATA_DIR": str(self.folder),
            "CONSULT_BASE_URL": self.address,
        }

    @contextmanager
    def rows(self):
        """The site's database as the test's own, to prepare and to look at."""
        with database_at(self.database):
            yield

    def letters(self):
        return [file.read_text() for file in sorted((self.folder / "mail").glob("*.eml"))]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
