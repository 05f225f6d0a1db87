"""What a worker writes about itself, and what becomes of tasks whose worker died."""

from datetime import timedelta

import structlog
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from consult.clock import now
from consult.models import WorkerBeat

log = structlog.get_logger(__name__)

DEAD_AFTER = timedelta(seconds=30)
ATTEMPTS = 3
GAVE_UP = "The worker that ran this stopped before it was finished, {attempts} times. It was not tried again."


def beat(worker):
    """Note that a worker is alive."""
    WorkerBeat.objects.update_or_create(name=worker, defaults={"beat_at": now()})


def sign_off(worker):
    """Forget a worker that ended in order, so that whatever it left is handed back at once."""
    WorkerBeat.objects.filter(name=worker).delete()


def hand_back_abandoned(*, idle_worker=None):
    """Put tasks of dead workers back in the queue, or fail them after three attempts; returns how many.

    `idle_worker` runs nothing just now, so what stands as running under its name is abandoned too.
    """
    alive = set(WorkerBeat.objects.filter(beat_at__gt=now() - DEAD_AFTER).values_list("name", flat=True))
    running = DBTaskResult.objects.running()
    abandoned = [task for task in running if _runner_of(task) not in alive - {idle_worker}]
    return sum(_hand_back(task) for task in abandoned)


def _runner_of(task):
    return task.worker_ids[-1] if task.worker_ids else None


def _hand_back(task):
    """One conditional update: a task claimed anew meanwhile has another start and is left alone."""
    attempts = len(task.worker_ids)
    same_run = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    log.warning("task abandoned", task=task.task_path, id=str(task.pk), attempts=attempts)
    if attempts < ATTEMPTS:
        return same_run.update(status=TaskResultStatus.READY, started_at=None)
    return same_run.update(
        status=TaskResultStatus.FAILED,
        finished_at=now(),
        exception_class_path="consult.errors.WorkerLost",
        traceback=GAVE_UP.format(attempts=attempts),
    )
