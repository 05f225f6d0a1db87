"""The worker: runs what waits, survives a locked database, and takes up what a killed one left."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from consult.jobs import enqueue
from consult.models import WorkerBeat
from consult.worker import QueueWorker, Rhythm, work

TASKS = "tests.consult.sleepy_tasks"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def notes(tmp_path):
    """A file where tasks leave a line; calling it reads the lines."""
    path = tmp_path / "notes"

    def lines():
        return path.read_text().split() if path.exists() else []

    lines.path = str(path)
    return lines


def statuses():
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_worker_in_batch_runs_all_that_waits_and_ends(notes):
    for word in "abc":
        enqueue(f"{TASKS}.say", notes.path, word)
    QueueWorker(batch=True).run()
    assert sorted(notes()) == ["a", "b", "c"]
    assert statuses() == ["SUCCESSFUL"] * 3


def test_task_that_raises_is_failed_with_its_reason_and_the_next_one_runs(notes):
    enqueue(f"{TASKS}.fail", notes.path)
    enqueue(f"{TASKS}.say", notes.path, "after")
    QueueWorker(batch=True).run()
    assert notes() == ["failed", "after"]
    assert "on purpose" in DBTaskResult.objects.get(status="FAILED").traceback


def test_worker_that_ends_in_order_signs_off(notes):
    enqueue(f"{TASKS}.say", notes.path, "a")
    work(QueueWorker(batch=True))
    assert notes() == ["a"]
    assert not WorkerBeat.objects.exists()


def test_stopped_worker_finishes_nothing_new(notes):
    enqueue(f"{TASKS}.say", notes.path, "a")
    worker = QueueWorker()
    worker.stop()
    worker.run()
    assert notes() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks as a whole")
def test_worker_outlives_a_locked_database(notes, settings):
    enqueue(f"{TASKS}.say", notes.path, "a")
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    patience = {key: options[key] for key in ("timeout", "init_command")}
    options |= {"timeout": 0.1, "init_command": "PRAGMA busy_timeout=100"}
    locker = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
    locker.execute("BEGIN EXCLUSIVE")
    threading.Timer(1.5, locker.rollback).start()
    try:
        worker = QueueWorker(batch=False)
        threading.Timer(4, worker.stop).start()
        worker.run()
    finally:
        locker.close()
        connection.close()
        options |= patience
    assert notes() == ["a"]


def test_rhythm_goes_on_after_a_failure():
    calls, stopping = [], threading.Event()

    def act():
        calls.append(1)
        if len(calls) == 3:
            stopping.set()
        raise ValueError

    rhythm = Rhythm("test", act, 0.01, stopping)
    rhythm.start()
    rhythm.join(timeout=5)
    assert len(calls) == 3


def worker_process(*arguments):
    """A real worker on this test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        user, host, port = database["USER"], database["HOST"], database["PORT"] or 5432
        url = f"postgres://{user}:{database['PASSWORD']}@{host}:{port}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "consult.settings.test"}
    command = [sys.executable, "manage.py", "work", *arguments]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_task_of_a_killed_worker_is_taken_up_again(notes):
    enqueue(f"{TASKS}.sleep_once", notes.path, 60)
    first = worker_process()
    assert wait_for(lambda: notes() == ["begun"])
    first.send_signal(signal.SIGKILL)
    first.wait()
    WorkerBeat.objects.all().delete()  # thirty seconds without a beat, made short
    second = worker_process("--batch")
    assert second.wait(timeout=60) == 0
    assert notes() == ["begun", "begun", "ended"]
    assert statuses() == ["SUCCESSFUL"]


@pytest.mark.slow
def test_task_that_kills_its_worker_three_times_is_failed(notes):
    enqueue(f"{TASKS}.die", notes.path)
    for _attempt in range(3):
        assert worker_process().wait(timeout=60) == 9
        WorkerBeat.objects.all().delete()
    assert worker_process("--batch").wait(timeout=60) == 0
    assert notes() == ["died"] * 3
    failed = DBTaskResult.objects.get()
    assert (failed.status, failed.exception_class_path) == ("FAILED", "consult.errors.WorkerLost")


@pytest.mark.slow
def test_worker_asked_to_stop_finishes_its_task(notes):
    enqueue(f"{TASKS}.sleep_once", notes.path, 3)
    process = worker_process()
    assert wait_for(lambda: notes() == ["begun"])
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert statuses() == ["SUCCESSFUL"]
    assert not WorkerBeat.objects.exists()
