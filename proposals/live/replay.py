"""What happened in a topic since a number: the database is the truth, whatever the layer lost."""

from dataclasses import dataclass, field
from itertools import islice

from consult.compiled import compiled
from proposals.models import Event, Topic

from .drawing import draw, present_tally
from .limits import Limits

NAMES_A_QUERY = 500


@dataclass(frozen=True)
class Stretch:
    """A topic up to `seq`: frames by language, or a gap that cannot be filled."""

    seq: int
    frames: dict = field(default_factory=dict)
    gap: bool = False
    checks_rights: bool = False


def positions(names):
    """{topic: number of its last event}; a topic in which nothing happened yet stands at 0."""
    found, rest = dict.fromkeys(names, 0), iter(names)
    while some := list(islice(rest, NAMES_A_QUERY)):
        found.update(Topic.objects.filter(name__in=some).values_list("name", "last_seq"))
    return found


def is_count(topic):
    """Of a count only the present state is sent, to each newcomer, too."""
    return topic.startswith("tally:")


def stretch(topic, since, languages, longest=Limits.replayed):
    """All that happened after `since`; nothing but where the topic stands when `since` is None."""
    return stretches(topic, {since: languages}, longest)[since]


def stretches(topic, starts, longest=Limits.replayed):
    """{since: Stretch} for each {since: languages}, all up to the same number; over `longest` is a gap."""
    last = positions([topic])[topic]
    return {since: _up_to(last, topic, since, languages, longest) for since, languages in starts.items()}


def _up_to(last, topic, since, languages, longest):
    if is_count(topic):
        return Stretch(last, present_tally(topic, languages) if since != last else {})
    if since is None or since == last:
        return Stretch(last)
    events = _between(topic=topic, since=since, last=last) if since < last <= since + longest else []
    if len(events) != last - since:
        return Stretch(last, gap=True)
    roots_moved = topic.startswith("thread:") and any(e.kind.startswith("proposal.") for e in events)
    return Stretch(last, draw(topic, events, languages), checks_rights=roots_moved)


@compiled
def _between(topic, since, last):
    return Event.objects.filter(topic__name=topic, seq__gt=since, seq__lte=last).order_by("seq")
