"""The production stack of a soak: a database of its own, two web processes and the worker under `serve`."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from psycopg import connect, sql

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("SOAK_DATABASE_SERVER", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("SOAK_REDIS", "redis://127.0.0.1:6379/7")


@contextmanager
def database():
    """A database that is gone afterwards; yields its address."""
    name = f"consult_soak_{os.getpid()}"
    with connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def production(folder, database_url):
    """The environment of a site behind one proxy, for this process and those it starts."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="consult.settings.production",
        SECRET_KEY=secrets.token_urlsafe(60),
        ALLOWED_HOSTS="127.0.0.1",
        DATABASE_URL=database_url,
        REDIS_URL=REDIS,
        DATA_DIR=str(folder),
        EMAIL_URL="dummymail://",
        WEB_CONCURRENCY="2",
    )
    for name in ("DEMO", "DEBUG", "CLOCK_OFFSET", "CONSULT_TRUSTED_PROXIES"):
        os.environ.pop(name, None)


def manage(*words):
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


class Stack:
    """`manage.py serve` on a free port; its log lies in the folder."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", int(os.environ.get("PORT", "0"))))
            self.port = probe.getsockname()[1]
        self.log = folder / "serve.log"

    def __enter__(self):
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        deadline = time.monotonic() + 120
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"The site did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.5)
        return self

    def __exit__(self, *exc):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def _answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def web_processes(self):
        """The process ids that serve pages and sockets."""
        parents = {pid: parent for pid, parent, _command in processes()}
        return sorted(
            pid
            for pid, _parent, command in processes()
            if "spawn_main" in command and self.process.pid in ancestors(pid, parents)
        )

    def tracebacks(self):
        return self.log.read_text(errors="replace").count("Traceback (most recent call last)")


def processes():
    """(pid, parent, command line) of everything that runs."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            yield int(entry.name), parent, (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue  # it ended while we looked


def ancestors(pid, parents):
    while pid := parents.get(pid, 0):
        yield pid


def memory_of(pid):
    """Resident bytes of a process."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024
