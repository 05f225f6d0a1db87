"""Announces phases when their time comes; the clock decides what is open, this tells those who watch."""

from django.db import transaction

from consult.clock import now
from consult.models import Consultation, Phase
from consult.signals import phase_closed, phase_opened

from .log import record


def announce_phases(*, at=None):
    """Announce every phase due to open or close, each exactly once, oldest first; returns how many.

    Only phases of consultations that have opened; after days off it catches up, opening before closing.
    """
    at = at or now()
    published = Phase.objects.filter(consultation__in=Consultation.objects.published().values("pk"))
    due = [(phase.opens_at, 0, phase) for phase in published.due_to_open(at)]
    due += [(phase.closes_at, 1, phase) for phase in published.due_to_close(at)]
    due.sort(key=lambda each: (each[0], each[1], each[2].pk))
    return sum(_announce(phase, closing=bool(closing), at=at) for _time, closing, phase in due)


def _announce(phase, *, closing, at):
    field = "announced_close_at" if closing else "announced_open_at"
    with transaction.atomic():
        if not Phase.objects.filter(pk=phase.pk, **{field: None}).update(**{field: at}):
            return False
        phase = Phase.objects.select_related("consultation").get(pk=phase.pk)
        act = "phase.closed" if closing else "phase.opened"
        record(act=act, by=None, consultation=phase.consultation, target=phase)
        (phase_closed if closing else phase_opened).send(sender=Phase, phase=phase)
    return True
