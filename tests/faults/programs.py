"""PostgreSQL, Redis and a small disk of the harness's own: whatever becomes of them harms nobody else."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import redis

# Below the ports that the kernel gives to connections: one of those could take the place of a server that
# is stopped for a while, and keep it from coming back.
PORTS = range(9100, 9200)
PATIENCE = 30.0


def port_of_its_own(taken=set()):  # noqa: B006 - what was given once is not given again
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if port not in taken:
                probe.bind(("127.0.0.1", port))
                taken.add(port)
                return port
    raise OSError(f"no free port from {PORTS[0]} to {PORTS[-1]}")


def program(name, package):
    """Its path; without it the harness fails, since a promise that nobody tried is none."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4])
    )
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        pytest.fail(f"make faults needs {name}: install your system's package {package}", pytrace=False)
    return found


def wait_until(seen, what):
    until = time.monotonic() + PATIENCE
    while not seen():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {PATIENCE:.0f} s: {what}")
        time.sleep(0.05)


class PostgreSQL:
    """A cluster in a folder; run as `postgres` where the harness is root, whom initdb refuses."""

    def __init__(self, folder):
        self.folder, self.port = folder / "postgresql", port_of_its_own()
        self.initdb, self.pg_ctl = program("initdb", "postgresql"), program("pg_ctl", "postgresql")
        self.identity = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.geteuid() != 0:
            self.identity = {}
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def create(self):
        self.folder.mkdir()
        if self.identity:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            self.initdb, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", self.folder / "data"
        )
        self.start()

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run(
            self.pg_ctl, "start", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options
        )

    def stop(self, mode="fast"):
        """`fast` ends sessions in order, `immediate` is a crash: the next start recovers from the log."""
        self._run(self.pg_ctl, "stop", "-w", "-m", mode, "-D", self.folder / "data")

    def _run(self, *command):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd=self.folder, timeout=120, **quiet, **self.identity)

    def rows(self, query):
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def end(self):
        with suppress(subprocess.SubprocessError):
            self.stop("immediate")


class Redis:
    """A server that keeps nothing on disk."""

    def __init__(self, folder):
        self.folder, self.port = folder, port_of_its_own()
        self.program = program("redis-server", "redis-server")
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.DEVNULL)
        wait_until(self.answers, "Redis answers")

    def answers(self):
        with suppress(redis.RedisError), redis.Redis(port=self.port) as client:
            return client.ping()
        return False

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def flush(self):
        with redis.Redis(port=self.port) as client:
            client.flushall()

    def hang(self, seconds):
        """Every connection stays open and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def end(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class SmallDisk:
    """A disk of a few megabytes, in memory, that can be filled to the last octet."""

    def __init__(self, folder, megabytes):
        self.folder, self.ballast = folder, folder / "ballast"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        done = subprocess.run(mount, check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.fail(
                f"make faults cannot mount a small disk (run it as root): {done.stderr}", pytrace=False
            )

    def fill(self):
        """Take what is left, and go on while others give something back."""
        with self.ballast.open("ab", buffering=0) as file:
            for size in (2**20, 2**12, 2**9):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * size)

    def free(self):
        self.ballast.unlink(missing_ok=True)

    def end(self):
        subprocess.run(["umount", "-l", str(self.folder)], check=False)
