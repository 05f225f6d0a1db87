"""Tasks whose worker died: back in the queue, at most three times, never taken from one that lives."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from consult.actions.pruning import prune_beats, prune_task_results
from consult.actions.work import beat, hand_back_abandoned, sign_off
from consult.clock import now
from consult.jobs import enqueue
from consult.models import WorkerBeat

pytestmark = pytest.mark.django_db
A_TASK = "wagtail.tasks.delete_file_from_storage_task"


@pytest.fixture
def running():
    """A task claimed by workers, one after the other."""

    def claimed(*workers):
        enqueue(A_TASK, [], "x")
        task = DBTaskResult.objects.latest("enqueued_at")
        for worker in workers:
            task.claim(worker)
        return task

    return claimed


def beat_seconds_ago(worker, seconds):
    WorkerBeat.objects.create(name=worker, beat_at=now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "workers, last_beat, status",
    [
        (["a"], 5, "RUNNING"),
        (["a"], 29, "RUNNING"),
        (["a"], 31, "READY"),
        (["a"], None, "READY"),
        (["a", "b"], None, "READY"),
        (["a", "b", "c"], None, "FAILED"),
        (["b", "c", "a"], 5, "RUNNING"),
    ],
)
def test_running_task_is_handed_back_when_its_worker_is_dead(running, workers, last_beat, status):
    task = running(*workers)
    if last_beat is not None:
        beat_seconds_ago("a", last_beat)
    hand_back_abandoned()
    task.refresh_from_db()
    assert task.status == status


def test_task_given_up_says_why(running):
    task = running("a", "b", "c")
    assert hand_back_abandoned() == 1
    task.refresh_from_db()
    assert task.exception_class_path == "consult.errors.WorkerLost"
    assert "3 times" in task.traceback
    assert task.task_result.errors[0].exception_class.__name__ == "WorkerLost"


def test_task_of_an_idle_worker_is_handed_back_though_it_lives(running):
    task = running("a")
    beat("a")
    assert hand_back_abandoned(idle_worker="a") == 1
    task.refresh_from_db()
    assert task.status == "READY"


def test_beat_twice_keeps_one_row():
    beat("a")
    beat("a")
    assert WorkerBeat.objects.count() == 1


def test_signing_off_hands_back_at_once(running):
    running("a")
    beat("a")
    assert hand_back_abandoned() == 0
    sign_off("a")
    assert hand_back_abandoned() == 1


@pytest.mark.parametrize(
    "status, days, kept",
    [("SUCCESSFUL", 8, 0), ("SUCCESSFUL", 6, 1), ("FAILED", 8, 1), ("FAILED", 91, 0), ("READY", 91, 1)],
)
def test_prune_task_results_keeps_what_may_still_be_asked_for(running, status, days, kept):
    task = running("a")
    DBTaskResult.objects.filter(pk=task.pk).update(status=status, finished_at=now() - timedelta(days=days))
    prune_task_results()
    assert DBTaskResult.objects.count() == kept


def test_prune_beats_forgets_the_dead_alone():
    beat_seconds_ago("dead", 2 * 24 * 3600)
    beat("alive")
    prune_beats()
    assert [row.name for row in WorkerBeat.objects.all()] == ["alive"]
