"""`manage.py demo` from nothing, again, and where it is not wanted."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
LONGEST = 300  # seconds; what it takes on a machine that does much else


@pytest.fixture
def environment(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    settings = {"DJANGO_SETTINGS_MODULE": "consult.settings.dev", "DATA_DIR": str(tmp_path / "var")}
    return {**kept, **settings, "DEMO": "1", "DEBUG": "0", "PORT": str(port)}


@contextmanager
def demo(environment, said):
    """The command as `make demo` starts it; ends it as Ctrl-C does."""
    command = [sys.executable, "manage.py", "demo"]
    with said.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def page_of(environment, path):
    url = f"http://127.0.0.1:{environment['PORT']}{path}"
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=20) as response:
                return response.read().decode()
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"{url} did not answer")


@pytest.mark.slow
def test_demo_from_nothing_serves_stops_and_starts_again_with_what_was_there(environment, tmp_path):
    with demo(environment, tmp_path / "first") as process:
        assert "Low-traffic streets in Ashby Vale" in page_of(environment, "/")
        assert "theme you wrote about" in page_of(environment, "/outbox/")
    assert process.returncode == 0
    told = (tmp_path / "first").read_text()
    assert "editor@example.org" in told
    assert told.rstrip().endswith("Stopped.")
    with demo(environment, tmp_path / "second"):
        assert "Library opening hours" in page_of(environment, "/consultations/")
    assert "set up already" in (tmp_path / "second").read_text()


def test_demo_is_refused_where_known_passwords_are_not_wanted(settings):
    settings.CONSULT_DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo", "--no-serve")
