"""Runs whose worker died for good: settled, with the reason on the workbench."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consult.actions.work import hand_back_abandoned
from consult.clock import standing_at
from consult.models import LogEntry
from consult.schedule import run_due
from proposals.themes.actions import settle_lost_runs, start_run
from proposals.themes.enums import RunState
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import ThemeRunFactory, analyst_of

pytestmark = pytest.mark.django_db


def queued_run():
    """A run on the queue; returns it and its task."""
    consultation = ProposalFactory().consultation
    run = start_run(by=analyst_of(consultation), consultation=consultation)
    return run, DBTaskResult.objects.get(pk=run.task_id)


def die(task, times):
    for number in range(times):
        task.claim(f"worker {number}")
        hand_back_abandoned()
        task.refresh_from_db()


def test_run_whose_worker_died_three_times_is_failed_by_the_schedule_and_the_workbench_says_why():
    run, task = queued_run()
    die(task, 3)
    assert "lost runs" in run_due()
    run.refresh_from_db()
    assert (run.state, run.error, run.finished_at is not None) == (RunState.FAILED, "WorkerLost", True)
    entry = LogEntry.objects.get(act="run.failed")
    assert (entry.target_id, entry.details) == (run.pk, {"error": "WorkerLost"})
    client = Client()
    client.force_login(run.started_by)
    page = client.get(reverse("workbench", args=[run.consultation.slug])).content.decode()
    assert "What computed it stopped before it was finished" in page
    assert start_run(by=run.started_by, consultation=run.consultation).number == run.number + 1


@pytest.mark.parametrize("times", [0, 1, 2])
def test_run_whose_task_is_still_to_be_tried_is_left_alone_however_long_it_waits(times):
    run, task = queued_run()
    die(task, times)
    with standing_at(timezone.now() + timedelta(days=3)):
        assert settle_lost_runs() == 0
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_run_whose_task_runs_is_left_alone():
    _run, task = queued_run()
    task.claim("worker")
    assert settle_lost_runs() == 0


def test_run_whose_task_failed_without_telling_the_run_bears_the_kind_of_its_failure():
    run, task = queued_run()
    task.claim("worker")
    task.set_failed(OSError("CANARY"))
    assert (settle_lost_runs(), settle_lost_runs()) == (1, 0)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "OSError")


@pytest.mark.parametrize("hours, state", [(1, RunState.RUNNING), (3, RunState.FAILED)])
def test_run_without_a_task_is_lost_after_two_silent_hours(hours, state):
    run = ThemeRunFactory(state=RunState.RUNNING)
    with standing_at(timezone.now() + timedelta(hours=hours)):
        settle_lost_runs()
    run.refresh_from_db()
    assert run.state == state


@pytest.mark.parametrize("state", [RunState.DONE, RunState.CANCELLED, RunState.FAILED])
def test_run_that_has_ended_is_not_settled(state):
    ThemeRunFactory(state=state)
    with standing_at(timezone.now() + timedelta(days=1)):
        assert settle_lost_runs() == 0
