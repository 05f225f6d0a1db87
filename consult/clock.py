"""The only clock: everything that asks for the time asks here, so tests and rehearsals can move it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone


def now():
    """The aware present moment, moved by CLOCK_OFFSET seconds in development and tests."""
    return timezone.now() + timedelta(seconds=settings.CONSULT_CLOCK_OFFSET)


def today():
    """The present date where the site is, not in UTC."""
    return timezone.localdate(now())
