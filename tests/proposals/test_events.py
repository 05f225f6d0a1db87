"""Events are numbered in their topics without a gap, in the transaction of the act."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from proposals.events import record, together
from proposals.models import Event, Topic

pytestmark = pytest.mark.django_db(transaction=True)


def kept():
    return list(Event.objects.order_by("topic__name", "seq").values_list("topic__name", "seq", "kind"))


def test_events_recorded_together_move_all_topics_in_name_order_in_one_statement():
    record(("thread:2", "comment.added", 1))
    with CaptureQueriesContext(connection) as queries, transaction.atomic(), together():
        record(("thread:2", "comment.added", 2), ("thread:1", "comment.added", 3))
        with together():
            record(("moderation:1", "case.opened", 4))
        record(("thread:2", "comment.changed", 2))
        assert Event.objects.count() == 1
    assert kept() == [
        ("moderation:1", 1, "case.opened"),
        ("thread:1", 1, "comment.added"),
        ("thread:2", 1, "comment.added"),
        ("thread:2", 2, "comment.added"),
        ("thread:2", 3, "comment.changed"),
    ]
    (moved,) = [each["sql"] for each in queries if "proposals_topic" in each["sql"]]
    assert moved.index("moderation:1") < moved.index("thread:1") < moved.index("thread:2")
    assert Topic.objects.get(name="thread:2").last_seq == 3


def test_events_recorded_together_are_gone_when_the_act_fails():
    def fail():
        with transaction.atomic(), together():
            record(("thread:1", "comment.added", 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (kept(), Topic.objects.count()) == ([], 0)
