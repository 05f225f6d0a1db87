"""How far a run, or another long act, has come: on its row for every reader; a run tells open pages too."""

from django.db import transaction

from consult.clock import now
from proposals.events import record
from proposals.themes.models import ThemeRun, Undertaking


class Stopped(Exception):
    """Somebody stopped the run, or the act; what follows is not computed."""


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


class Unwatched:
    """A long act that a command does: nobody looks on, and nobody stops it."""

    kept: dict = {}

    def __call__(self, done, of):
        """So many of so many are done."""

    def keep(self, **values):
        """Leave this for whoever takes the act up again."""

    def close(self, **said):
        """It is done."""


UNWATCHED = Unwatched()


class Watched(Unwatched):
    """A long act that somebody asked for: its row says how far it is, and whether it is still wanted."""

    def __init__(self, undertaking):
        self.pk, self.kept = undertaking.pk, undertaking.kept

    def __call__(self, done, of):
        self._note(done=done, of=of)

    def keep(self, **values):
        self.kept = self.kept | values
        self._note(kept=self.kept)

    def close(self, **said):
        """Called within the transaction that makes the act true, so that both hold or neither does."""
        self._note(ended_at=now(), said=said)

    def _note(self, **fields):
        if not Undertaking.objects.filter(pk=self.pk, ended_at=None).update(**fields):
            raise Stopped
