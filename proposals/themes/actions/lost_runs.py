"""Runs that nobody computes any more: they would stand as under way until somebody stops them."""

from datetime import timedelta
from typing import Any

import structlog
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from consult.clock import now
from consult.errors import WorkerLost
from proposals.themes.models import OutcomeEdition, ThemeRun, Undertaking

from .answering.edition import fail_publishing
from .runs import fail_run
from .undertakings import fail_undertaking

# A run without a task is one that a command computes: no step of it takes this long without progress.
SILENT_FOR = timedelta(hours=2)
LIVING = [TaskResultStatus.READY, TaskResultStatus.RUNNING]

logger = structlog.get_logger(__name__)


def settle_lost_runs():
    """End every unfinished run, publishing and other long act whose task is gone; returns how many."""
    unfinished = list(ThemeRun.objects.unfinished().select_related("consultation"))
    editions = list(OutcomeEdition.objects.filter(asked_at__isnull=False, published_at=None))
    acts = list(Undertaking.objects.filter(ended_at=None).select_related("asked_by"))
    every: list[Any] = [*unfinished, *editions, *acts]
    tasks = DBTaskResult.objects.in_bulk([each.task_id for each in every if each.task_id])
    ended = {
        each.task_id: _kind_of_failure(tasks.get(each.task_id)) for each in every if _is_gone(each, tasks)
    }
    failed = sum(
        fail_publishing(edition=each, error=ended[each.task_id]) for each in editions if each.task_id in ended
    )
    failed += sum(
        fail_undertaking(undertaking=each, error=ended[each.task_id])
        for each in acts
        if each.task_id in ended
    )
    return failed + sum(_settle(run, tasks.get(run.task_id)) for run in unfinished)


def _is_gone(each, tasks):
    task = tasks.get(each.task_id)
    return task is None or task.status not in LIVING


def _settle(run, task):
    if not _is_lost(run, task):
        return 0
    error = _kind_of_failure(task)
    logger.warning("run lost", run=run.pk, error=error)
    return int(fail_run(run=run, error=error))


def _is_lost(run, task):
    if task is not None:
        return task.status not in LIVING
    return run.progressed_at < now() - SILENT_FOR


def _kind_of_failure(task):
    """The name of what ended the task; whatever left no name behind lost its worker."""
    path = task.exception_class_path if task else ""
    return path.rsplit(".", 1)[-1] or WorkerLost.__name__
