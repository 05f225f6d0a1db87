"""Removes what the site no longer needs to know about its own running."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from consult.clock import now
from consult.models import WorkerBeat

KEEP_SUCCESSFUL = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)
KEEP_BEATS = timedelta(days=1)


def prune_sessions():
    """Delete sessions past their date."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def prune_task_results():
    """Delete the records of finished tasks; failures are kept longer."""
    successful = DBTaskResult.objects.successful().filter(finished_at__lt=now() - KEEP_SUCCESSFUL)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now() - KEEP_FAILED)
    return successful.delete()[0] + failed.delete()[0]


def prune_beats():
    """Delete the beats of workers that are gone; what they left behind was handed back within a minute."""
    return WorkerBeat.objects.filter(beat_at__lt=now() - KEEP_BEATS).delete()[0]
