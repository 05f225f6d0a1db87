from datetime import timedelta

import pytest

from consult.clock import now
from consult.schedule import SCHEDULE
from proposals.actions.pruning import prune_events
from proposals.events import record
from proposals.models import Event, Topic

pytestmark = pytest.mark.django_db


def events_of(topic, *, number, days_old):
    record(*[(topic, "comment.added", 1)] * number)
    Event.objects.filter(topic__name=topic).update(at=now() - timedelta(days=days_old))


def kept(topic):
    return list(Event.objects.filter(topic__name=topic).order_by("seq").values_list("seq", flat=True))


def test_old_events_go_but_the_last_ones_of_each_topic():
    events_of("thread:1", number=5, days_old=2)
    events_of("thread:2", number=2, days_old=2)
    events_of("thread:3", number=5, days_old=0.5)
    assert prune_events(of_each_topic=3) == 2
    assert (kept("thread:1"), kept("thread:2"), kept("thread:3")) == ([3, 4, 5], [1, 2], [1, 2, 3, 4, 5])
    assert prune_events(of_each_topic=3) == 0


def test_numbers_go_on_after_pruning():
    events_of("thread:1", number=2, days_old=2)
    prune_events(of_each_topic=0)
    record(("thread:1", "comment.added", 1))
    assert Topic.objects.get().last_seq == 3


def test_the_last_thousand_events_of_a_topic_are_kept():
    events_of("thread:1", number=1001, days_old=2)
    assert prune_events() == 1
    assert kept("thread:1")[:1] == [2]


def test_pruning_is_on_the_schedule():
    assert "proposals.actions.pruning.prune_events" in {job.action for job in SCHEDULE}
