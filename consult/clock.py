"""The only clock: everything that asks for the time asks here, so tests and demonstrations can move it."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

_standing_at: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now():
    """The aware present moment, moved by CLOCK_OFFSET seconds in development and tests."""
    moment = _standing_at.get()
    if moment is not None:
        return moment
    return timezone.now() + timedelta(seconds=settings.CONSULT_CLOCK_OFFSET)


def today():
    """The present date where the site is, not in UTC."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment):
    """Let this thread of work happen at another moment, as the seeding of a demonstration does."""
    token = _standing_at.set(moment)
    try:
        yield moment
    finally:
        _standing_at.reset(token)
