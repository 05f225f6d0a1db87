"""Phases are announced once, in order, however late."""

from datetime import timedelta

import pytest

from consult.actions.phases import announce_phases
from consult.clock import now
from consult.models import LogEntry
from consult.signals import phase_closed, phase_opened
from tests.factories.consult import ConsultationFactory, PhaseFactory, RehearsalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    heard = []
    phase_opened.connect(lambda phase, **_: heard.append(("opened", phase.pk)), weak=False, dispatch_uid="o")
    phase_closed.connect(lambda phase, **_: heard.append(("closed", phase.pk)), weak=False, dispatch_uid="c")
    yield heard
    phase_opened.disconnect(dispatch_uid="o")
    phase_closed.disconnect(dispatch_uid="c")


def phase(consultation, opens, closes):
    return PhaseFactory(
        consultation=consultation,
        opens_at=now() + timedelta(days=opens),
        closes_at=now() + timedelta(days=closes),
        announced_open_at=None,
    )


def test_catching_up_after_days_off_keeps_the_order_of_time(news):
    consultation = ConsultationFactory(phase=False)
    second, first = phase(consultation, -2, 5), phase(consultation, -9, -3)
    assert announce_phases() == 3
    assert news == [("opened", first.pk), ("closed", first.pk), ("opened", second.pk)]
    acts = LogEntry.objects.filter(chain=consultation.pk, act__startswith="phase.").values_list(
        "act", flat=True
    )
    assert list(acts) == ["phase.opened", "phase.closed", "phase.opened"]


def test_a_second_run_announces_nothing(news):
    phase(ConsultationFactory(phase=False), -9, -3)
    assert (announce_phases(), announce_phases()) == (2, 0)
    assert len(news) == 2


def test_what_is_still_to_come_waits(news):
    phase(ConsultationFactory(phase=False), 1, 3)
    assert announce_phases() == 0
    assert announce_phases(at=now() + timedelta(days=2)) == 1


def test_rehearsals_and_retired_phases_are_silent(news):
    phase(RehearsalFactory(phase=False), -9, -3)
    retired = phase(ConsultationFactory(phase=False), -9, -3)
    retired.retired_at = now()
    retired.save()
    assert (announce_phases(), news) == (0, [])
