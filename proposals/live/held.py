"""What a hub keeps of each topic that somebody follows or on which somebody's rights depend."""

import asyncio
from dataclasses import dataclass, field

from .connection import Connection

YIELD_EVERY = 256  # sockets


@dataclass(eq=False)
class Following:
    """A socket follows a topic; `live` once it has everything up to where the hub stands."""

    connection: Connection
    topic: str
    consultation: int | None = None
    live: bool = False
    since: int | None = None  # the last event it has, while it waits to join
    settled: asyncio.Event = field(default_factory=asyncio.Event)  # joined, or told why not

    @property
    def language(self):
        return self.connection.visitor.language

    @property
    def stands(self):
        return self.connection.following.get(self.topic) is self


@dataclass(eq=False)
class HeldTopic:
    """A topic up to `seq`, the last event sent; None until the first reader asked the database."""

    name: str
    seq: int | None = None
    followers: set[Following] = field(default_factory=set)
    watchers: set[Following | Connection] = field(default_factory=set)  # whose rights hang on it
    joining: list[Following] = field(default_factory=list)
    moving: asyncio.Task | None = None
    moved_again: bool = False
    unchecked: bool = False  # the rights of its followers are still to be asked about

    @property
    def wanted(self):
        return bool(self.followers or self.watchers)

    @property
    def receivers(self):
        return [following for following in self.followers if following.live]


async def send_to_all(receivers, frames_by_language):
    """Queue frames on every socket that still follows, giving way to others now and then."""
    for number, following in enumerate(receivers, 1):
        if following.live:
            for frame in frames_by_language.get(following.language, ()):
                following.connection.put(frame)
        if number % YIELD_EVERY == 0:
            await asyncio.sleep(0)


class HeldTopics(dict):
    """{name: HeldTopic} of what is wanted; `on_new()` is called when one comes in."""

    def __init__(self, on_new):
        super().__init__()
        self._on_new = on_new

    def hold(self, name):
        held = self.get(name)
        if held is None:
            held = self[name] = HeldTopic(name)
            self._on_new()
        return held

    def release(self, held):
        if not held.wanted and self.get(held.name) is held:
            del self[held.name]

    def unchecked(self):
        return [held for held in self.values() if held.unchecked]

    def with_position(self):
        """Names of those of which the database was asked once."""
        return [held.name for held in self.values() if held.seq is not None]
