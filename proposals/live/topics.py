"""Which topics can be followed, by whom, and how their news are drawn; floors above register their own."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from consult.compiled import compiled
from consult.models import Consultation
from proposals.enums import Kind
from proposals.models import Contribution, Tally

NAME = re.compile(r"([a-z]{1,20}):([1-9][0-9]{0,17})", re.ASCII)


@dataclass(frozen=True)
class TopicKind:
    """What the part of a name before the colon stands for."""

    name: str
    allowed: Callable
    consultation: Callable | None = None
    render: Callable | None = None


_kinds: dict[str, TopicKind] = {}


def register(kind, *, allowed, render=None, consultation=None):
    """Let people follow `KIND:ID`.

    `allowed(user, number)` says who may. `render(event, language)` gives the HTML that comes with an event,
    or None. `consultation(id)` names the consultation on whose access the right depends: when that changes,
    or the rights of the person do, `allowed` is asked again.
    """
    _kinds[kind] = TopicKind(kind, allowed, consultation, render)


def parse(name):
    """(TopicKind, id) of a name somebody sent; None for what nobody can follow."""
    match = NAME.fullmatch(name) if isinstance(name, str) else None
    if match is None or match[1] not in _kinds:
        return None
    return _kinds[match[1]], int(match[2])


def consultation_of(name):
    """The id of the consultation on which the right to follow depends, or None."""
    kind, number = parse(name)
    return kind.consultation(number) if kind.consultation else None


def is_allowed(user, name):
    kind, number = parse(name)
    return bool(kind.allowed(user=user, number=number))


@compiled
def _reads_thread(user, number):
    return Contribution.objects.visible_to(user).filter(pk=number, kind=Kind.PROPOSAL).values_list("pk")


@compiled
def _sees_consultation(user, number):
    return Consultation.objects.visible_to(user).filter(pk=number).values_list("pk")


@compiled
def _knows_tally(user, number):
    return Tally.objects.readable_by(user).filter(pk=number).values_list("pk")


def _of_contribution(number):
    return Contribution.objects.filter(pk=number).values_list("consultation_id", flat=True).first()


register("thread", allowed=_reads_thread, consultation=_of_contribution)
register("tally", allowed=_knows_tally, consultation=_of_contribution)
register("consultation", allowed=_sees_consultation, consultation=lambda number: number)
