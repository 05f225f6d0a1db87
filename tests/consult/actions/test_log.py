"""The audit log: what is sealed does not depend on the clock's time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consult.actions.log import record, together
from consult.audit import faults
from consult.clock import standing_at
from consult.models import LogEntry


@pytest.mark.django_db
def test_entries_written_at_a_local_summer_time_verify():
    with standing_at(datetime(2026, 6, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))):
        record(act="phase.opened", by=None)
    assert LogEntry.objects.get().at.hour == 8
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_entries_recorded_together_are_numbered_in_order_in_one_turn_and_verify():
    record(act="phase.opened", by=None)
    with CaptureQueriesContext(connection) as queries, transaction.atomic(), together():
        record(act="first", by=None)
        with together():
            record(act="second", by=None)
        assert LogEntry.objects.count() == 1
        record(act="third", by=None)
    acts = LogEntry.objects.order_by("number").values_list("number", "act")
    assert list(acts) == [(1, "phase.opened"), (2, "first"), (3, "second"), (4, "third")]
    assert sum("logcounter" in each["sql"] and "UPDATE" in each["sql"][:6] for each in queries) == 1
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_entries_recorded_together_are_gone_when_the_act_fails():
    def fail():
        with transaction.atomic(), together():
            record(act="first", by=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    record(act="after", by=None)
    assert [(each.number, each.act) for each in LogEntry.objects.all()] == [(1, "after")]
