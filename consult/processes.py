"""One parent for the site's processes: starts them, restarts what dies, stops all in order."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

GRACE = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_AFTER = 60.0
LOOK_EVERY = 0.2


@dataclass
class Child:
    """A process that should always run; `pause` grows while it keeps dying young."""

    name: str
    command: list[str]
    role: str
    process: subprocess.Popen | None = None
    started: float = 0.0
    start_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self):
        # A session of its own, so that Ctrl-C reaches the parent alone and the parent decides the order.
        self.process = subprocess.Popen(  # noqa: S603
            self.command, env={**os.environ, "CONSULT_PROCESS": self.role}, start_new_session=True
        )
        self.started = time.monotonic()

    def exit_code(self):
        """None while it runs, and before it was started."""
        return None if self.process is None else self.process.poll()

    def clear_up(self, how):
        """End what it started and left behind: web processes without their parent would keep the port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)

    def note_death(self, code, say):
        """Plan the next start: soon after a long life, later and later after short ones."""
        self.clear_up(signal.SIGTERM)
        self.process = None
        if time.monotonic() - self.started > STEADY_AFTER:
            self.pause = FIRST_PAUSE
        say(f"{self.name} ended ({code}); starting it again in {self.pause:.0f} s")
        self.start_at = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


@dataclass
class Supervisor:
    """Keeps children running until a signal; `say` prints a line."""

    children: list[Child]
    say: Callable[[str], None]
    ready: Callable[[], bool] | None = None
    grace: float = GRACE
    stopping: bool = field(default=False, init=False)

    def run(self):
        handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {each: signal.signal(each, self.stop) for each in handled}
        try:
            while not self.stopping:
                self.look()
                time.sleep(LOOK_EVERY)
        finally:
            self.end_all()
            for each, handler in before.items():
                signal.signal(each, handler)

    def stop(self, *_signal):
        self.stopping = True

    def look(self):
        """Start what should run, note what died, and say once that the site is ready."""
        for child in self.children:
            code = child.exit_code()
            if code is not None:
                child.note_death(code, self.say)
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()
        if self.ready is not None and self.ready():
            self.ready = None

    def end_all(self):
        """Ask all to finish, wait out the grace, then end what is left."""
        running = [(child, child.process) for child in self.children if child.process is not None]
        for _child, process in running:
            process.terminate()
        deadline = time.monotonic() + self.grace
        for child, process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not stop within {self.grace:.0f} s and is ended")
                process.kill()
                process.wait()
            child.clear_up(signal.SIGKILL)


def web_command(host, port, workers=1):
    """uvicorn as measured: frames shared by all sockets, no per-message deflate, small frames only.

    A process that has to start on a busy machine is given time to answer its parent, who would kill it.
    """
    return [
        *(sys.executable, "-m", "uvicorn", "consult.asgi:application"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--ws", "consult.websockets:SharedFrameProtocol"),
        *("--ws-per-message-deflate", "false", "--ws-max-size", "4096"),
        *("--lifespan", "off", "--timeout-graceful-shutdown", "8"),
        *("--timeout-worker-healthcheck", "30"),
        *("--no-server-header", "--no-proxy-headers", "--no-access-log", "--log-level", "warning"),
    ]


def worker_command():
    return [sys.executable, sys.argv[0], "work"]


def free(host, port):
    """Whether nobody listens there yet."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(url, host):
    """Whether the site answers there when asked by its own name: it does not know others."""
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=1) as response:  # noqa: S310
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
