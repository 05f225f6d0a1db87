"""The audit log: what is sealed does not depend on the clock's time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from consult.actions.log import record
from consult.audit import faults
from consult.clock import standing_at
from consult.models import LogEntry


@pytest.mark.django_db
def test_entries_written_at_a_local_summer_time_verify():
    with standing_at(datetime(2026, 6, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))):
        record(act="phase.opened", by=None)
    assert LogEntry.objects.get().at.hour == 8
    assert list(faults()) == []
