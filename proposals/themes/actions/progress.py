"""How far a run has come: on its row for every reader, and as an event for open pages."""

from django.db import transaction

from consult.clock import now
from proposals.events import record
from proposals.themes.models import ThemeRun


class Stopped(Exception):
    """Somebody stopped the run; what follows is not computed."""


def progress(run, percent, **changes):
    """Note the progress of an unfinished run; raises Stopped when it has been stopped meanwhile."""
    changes["progressed_at"] = now()
    with transaction.atomic():
        going_on = ThemeRun.objects.unfinished().filter(pk=run.pk).update(progress=percent, **changes)
        if not going_on:
            raise Stopped
        record((run.topic, "run.progress", run.pk))
    for name, value in {"progress": percent, **changes}.items():
        setattr(run, name, value)
