"""The one parent: starts, restarts with growing pauses, stops in order, says where the site is."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from consult.management.commands.serve import own_name
from consult.prepared import install, sqlite_template
from consult.processes import FIRST_PAUSE, LONGEST_PAUSE, Child, Supervisor, answers, free, web_command

LIVES = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(60)",
]
# Starts one of its own, says its number, and lives on with it.
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, sys, time;"
    "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(left.pid, flush=True); time.sleep(60)",
]


@pytest.fixture
def supervised():
    """A supervisor of the given commands and the lines it said; everything is ended afterwards."""
    made = []

    def make(*commands, **more):
        lines = []
        children = [Child(f"child {number}", command, "web") for number, command in enumerate(commands)]
        made.append(Supervisor(children, say=lines.append, **more))
        return made[-1], lines

    yield make
    for supervisor in made:
        for child in supervisor.children:
            if child.process is not None:
                child.process.kill()
                child.process.wait()


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_look_starts_every_child(supervised):
    supervisor, lines = supervised(LIVES, LIVES)
    supervisor.look()
    assert [child.exit_code() for child in supervisor.children] == [None, None]
    assert lines == []


def test_child_that_died_is_said_and_started_again_after_its_pause(supervised):
    supervisor, lines = supervised(DIES)
    child = supervisor.children[0]
    supervisor.look()
    first = child.process
    first.wait()
    supervisor.look()
    assert lines == ["child 0 ended (3); starting it again in 1 s"]
    assert child.process is None
    child.start_at = 0.0
    supervisor.look()
    assert child.process is not None
    assert child.process.pid != first.pid


def test_child_that_died_leaves_nothing_of_its_own_behind(supervised):
    supervisor, _lines = supervised(PARENT)
    child = supervisor.children[0]
    left = start_parent(child)
    child.process.kill()
    child.process.wait()
    supervisor.look()
    assert wait_for(lambda: has_ended(left), seconds=5)


def test_child_that_is_ended_leaves_nothing_of_its_own_behind(supervised):
    supervisor, _lines = supervised(PARENT)
    left = start_parent(supervisor.children[0])
    supervisor.end_all()
    assert wait_for(lambda: has_ended(left), seconds=5)


def start_parent(child):
    """Start it in a session of its own, as `Child.start` does; the process id of what it starts."""
    child.process = subprocess.Popen(PARENT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    with child.process.stdout as said:
        return int(said.readline())


def has_ended(pid):
    """Gone, or nothing but a number until whoever inherited it looks."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_pause_grows_while_a_child_dies_young_and_falls_back_after_a_long_life(supervised):
    supervisor, lines = supervised(DIES)
    child = supervisor.children[0]
    pauses = []
    for _death in range(7):
        child.started = time.monotonic()
        pauses.append(child.pause)
        child.note_death(3, supervisor.say)
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE]
    child.started = time.monotonic() - 3600
    child.note_death(3, supervisor.say)
    assert lines[-1].endswith(f"in {FIRST_PAUSE:.0f} s")


def test_ready_is_asked_until_it_is_and_never_again(supervised):
    answers = [False, False, True]
    supervisor, _lines = supervised(LIVES, ready=lambda: answers.pop(0))
    for _look in range(5):
        supervisor.look()
    assert answers == []


def test_end_all_stops_children_in_order(supervised):
    supervisor, lines = supervised(LIVES, LIVES)
    supervisor.look()
    supervisor.end_all()
    assert [child.exit_code() for child in supervisor.children] == [-signal.SIGTERM] * 2
    assert lines == []


def test_child_that_does_not_stop_is_ended_after_the_grace(supervised):
    supervisor, lines = supervised(STUBBORN)
    supervisor.grace = 0.5
    child = supervisor.children[0]
    child.process = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE, text=True)
    assert child.process.stdout.readline() == "ready\n"
    child.process.stdout.close()
    supervisor.end_all()
    assert child.exit_code() == -signal.SIGKILL
    assert lines == ["child 0 did not stop within 0 s and is ended"]


def test_child_that_died_with_the_signal_is_no_obstacle(supervised):
    supervisor, _lines = supervised(DIES)
    supervisor.look()
    supervisor.children[0].process.wait()
    supervisor.end_all()
    assert supervisor.children[0].exit_code() == 3


def test_web_server_runs_as_measured():
    command = " ".join(web_command("127.0.0.1", 8000))
    for flag in (
        "--ws consult.websockets:SharedFrameProtocol",
        "--ws-per-message-deflate false",
        "--ws-max-size 4096",
        "--lifespan off",
        "--no-proxy-headers",
        "--no-server-header",
        "--timeout-worker-healthcheck 30",
    ):
        assert flag in command


@pytest.fixture
def taken_port():
    """A port on which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_port_that_is_taken_is_not_free(taken_port):
    assert not free("127.0.0.1", taken_port)


def test_serve_on_a_taken_port_says_which_other_to_try(taken_port):
    with pytest.raises(CommandError, match=f"PORT={taken_port + 1}"):
        call_command("serve", port=taken_port)


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_serve_on_an_impossible_port_is_refused(port):
    with pytest.raises(CommandError, match="from 1 to 65535"):
        call_command("serve", port=port)


@pytest.fixture
def served(tmp_path):
    """The whole site on a free port, with a folder of its own; (process, port)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: os.environ[name] for name in os.environ if name not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"DATA_DIR": str(tmp_path), "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "consult.settings.dev"}
    started = []

    def start():
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes))
        return started[0], port

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_stops_cleanly(tmp_path, served, ending):
    install(sqlite_template(), tmp_path / "consult.sqlite3")
    process, port = served()
    assert process.stdout.readline() == f"Consult is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as response:
        assert response.read() == b"ok\n"
    process.send_signal(ending)
    assert process.wait(timeout=20) == 0
    assert process.stdout.read().splitlines()[-1] == "Stopped."
    assert free("127.0.0.1", port)


@pytest.mark.slow
def test_serve_without_a_database_says_what_to_do(served):
    process, _port = served()
    assert process.wait(timeout=60) == 1
    assert "run `manage.py migrate` first" in process.stdout.read()


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["consult.example", "www.consult.example"], "consult.example"),
        ([".consult.example"], "consult.example"),
        (["*"], "localhost"),
        ([], "localhost"),
    ],
)
def test_site_is_asked_by_a_name_it_lets_itself_be_called(settings, hosts, name):
    settings.ALLOWED_HOSTS = hosts
    assert own_name() == name


def test_site_that_is_called_by_another_name_does_not_answer():
    with listening(lambda host: 200 if host == "consult.example" else 400) as url:
        assert answers(url, host="consult.example")
        assert not answers(url, host="127.0.0.1")
    assert not answers(url, host="consult.example")


@contextmanager
def listening(status_for):
    """The address of a server that answers by the name it is asked by."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status_for(self.headers["Host"]))
            self.end_headers()

        def log_message(self, *arguments):
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
