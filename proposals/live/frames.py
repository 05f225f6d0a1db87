"""The frames a socket sends: made and encoded once, however many sockets get them."""

import json
from typing import NamedTuple

from consult.websockets import FRAMED, framed


class Frame(NamedTuple):
    """An encoded frame as the server takes it, and its size in octets."""

    message: dict
    size: int


def frame(**content):
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    octets = framed(text)
    return Frame({"type": "websocket.send", "text": text, FRAMED: octets}, len(octets))


def event(topic, seq, kind, number, html=None, **more):
    """Something happened; `html` is what the page shows of it."""
    if html is not None:
        more["html"] = html
    return frame(type="event", topic=topic, seq=seq, kind=kind, id=number, **more)


def tally(topic, row, html):
    """The present count, as numbers and as the page shows it; a page keeps the highest version it saw."""
    return frame(
        type="tally",
        topic=topic,
        version=row["version"],
        agree=row["agree"],
        disagree=row["disagree"],
        html=html,
        **{"pass": row["passes"]},
    )


def synced(topic, seq):
    """All up to `seq` was sent, from here on it is live."""
    return frame(type="synced", topic=topic, seq=seq)


def resync(topic):
    """The gap is too old or too long: fetch the page again."""
    return frame(type="resync", topic=topic)


def error(code, topic=None):
    """Something was not understood or is not allowed; of what was sent only a topic's name is repeated."""
    return frame(type="error", code=code, **({"topic": topic} if topic else {}))
