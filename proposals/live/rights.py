"""Rights to follow, asked of the database and asked again when they may have changed."""

from dataclasses import dataclass

from .replay import positions
from .topics import consultation_of, is_allowed
from .visitors import visitor_of


@dataclass(frozen=True)
class Grant:
    """A right that holds until the consultation's access moves past `access_seq`."""

    consultation: int | None
    access_seq: int = 0


def grant(user, topic):
    """The visitor's right to follow a topic, or None."""
    consultation = consultation_of(topic)
    # Read before the right is: a change in between moves the topic past this number.
    seq = positions([access_topic(consultation)]).popitem()[1] if consultation else 0
    return Grant(consultation, seq) if is_allowed(user, topic) else None


def access_topic(consultation):
    return f"access:{consultation}"


def lost(followings):
    """Those of (visitor, topic, key) whose right is gone, as keys; equal visitors are asked about once."""
    known: dict = {}
    gone = []
    for visitor, topic, key in followings:
        asked = (visitor.identity, topic)
        if asked not in known:
            known[asked] = is_allowed(visitor.user, topic)
        if not known[asked]:
            gone.append(key)
    return gone


def renewed(visitors):
    """The same visitors as their sessions know them now."""
    return [visitor_of(visitor.session_key, visitor.language, visitor.address) for visitor in visitors]
