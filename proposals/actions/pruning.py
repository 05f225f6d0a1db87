"""Removes events that no page will ask for any more; topics stay, so their numbers never start again."""

from datetime import timedelta
from itertools import islice

from django.db.models import F

from consult.batches import in_batches
from consult.clock import now
from proposals.models import Event

KEEP = timedelta(hours=24)
KEEP_OF_EACH_TOPIC = 1000


def prune_events(*, of_each_topic=KEEP_OF_EACH_TOPIC):
    """Delete events older than a day, but the last ones of each topic; returns how many."""
    old = Event.objects.filter(at__lt=now() - KEEP, seq__lte=F("topic__last_seq") - of_each_topic)
    numbers = iter(list(old.order_by("pk").values_list("pk", flat=True)))
    return sum(in_batches(some, _delete) for some in iter(lambda: list(islice(numbers, 10_000)), []))


def _delete(numbers):
    Event.objects.filter(pk__in=numbers).delete()
