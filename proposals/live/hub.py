"""The hub of a process: holds each followed topic once, brings it forward from the database, sends to all.

Whoever says that a topic moved (this process, another one through the layer, or the question asked once a
second) only wakes the hub. What it sends is always read from the events after the last one sent, so nothing
is lost, doubled or out of order whatever becomes of the layer.
"""

import asyncio
import time
from collections import Counter
from weakref import WeakKeyDictionary

import structlog
from django.db import InterfaceError, OperationalError

from . import frames, publisher
from .held import Following, HeldTopics, send_to_all
from .limits import Limits
from .listening import Listener
from .replay import Stretch, is_count, positions, stretch, stretches
from .rights import access_topic, grant
from .threads import in_thread
from .watch import Watch

log = structlog.get_logger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)

_hubs: WeakKeyDictionary = WeakKeyDictionary()


def hub_here(**made_with):
    """The hub of the running loop; who asks first may say with which limits and clock it is made."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(**made_with)
    return _hubs[loop]


def _seen(task):
    """Look at how a task ended, so that asyncio does not report a failure as overlooked."""
    return task.cancelled() or task.exception()


class Hub:
    """Runs while there are sockets; all but `in_thread` happens in one event loop, so nothing is locked."""

    def __init__(self, limits=None, clock=time.monotonic):
        self.limits = limits or Limits()
        self.clock = clock
        self.connections = set()
        self.topics = HeldTopics(on_new=self._join_soon)
        self._seats: Counter = Counter()
        self._watch = Watch(self)
        self._tasks: set = set()
        self.rights: dict = {}  # (who, topic) -> the answer, for a moment
        self._listener: Listener | None = None
        self._stopping: asyncio.Event | None = None

    # Sockets

    def enter(self, connection):
        """Take a socket in; False when its session, or the address of somebody without one, has too many."""
        seat, most = connection.visitor.seat(self.limits)
        if self._seats[seat] >= most:
            return False
        connection.seat = seat
        self._seats[seat] += 1
        self.connections.add(connection)
        if self._stopping is None:
            self._start()
        self._watch.visitor(connection)
        return True

    async def leave(self, connection):
        """Forget a socket; the last one stops the hub."""
        if connection not in self.connections:
            return
        self.connections.discard(connection)
        self._seats -= Counter([connection.seat])
        for topic in list(connection.following):
            self.unfollow(connection, topic)
        self._watch.forget_visitor(connection)
        if not self.connections:
            await self._stop()

    def _start(self):
        self._stopping = asyncio.Event()
        self._listener = Listener(self.hear)
        self._listener.start()
        publisher.listen(asyncio.get_running_loop(), self.hear)
        self.spawn(self._beat(self._stopping))

    async def _stop(self):
        """End what runs and wait for it, so that a loop can end after its last socket."""
        publisher.stop_listening(asyncio.get_running_loop())
        stopping, listener, tasks = self._stopping, self._listener, list(self._tasks)
        self._stopping = self._listener = None
        if stopping and listener:
            stopping.set()
            await listener.stop()
        await asyncio.gather(*tasks, return_exceptions=True)

    def spawn(self, work):
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("live task failed", error=type(task.exception()).__name__, exc_info=task.exception())

    # Following

    async def follow(self, connection, topic, since):
        """Send what was missed, then everything; says forbidden or resync instead where that is the truth."""
        right = await self._right(connection.visitor, topic)
        self.unfollow(connection, topic)
        if right is None:
            connection.put(frames.error("forbidden", topic))
            return
        following = connection.following[topic] = Following(connection, topic, right.consultation)
        self.topics.hold(topic).followers.add(following)
        if right.consultation:
            self._watch.topic(access_topic(right.consultation), right.access_seq, following)
        await self._catch_up(following, since)

    async def _right(self, visitor, topic):
        """The right of all who may see the same, asked once a second for each topic however many come."""
        key = visitor.identity, topic
        if key not in self.rights:
            asked = self.rights[key] = asyncio.ensure_future(in_thread(grant, visitor.user, topic))
            asked.add_done_callback(_seen)  # perhaps nobody waits for it any more
            asyncio.get_running_loop().call_later(self.limits.rights_kept, self.rights.pop, key, None)
        right = await asyncio.shield(self.rights[key])
        if right is None:
            self.rights.pop(key, None)  # a vote may open what was closed a moment ago
        return right

    def unfollow(self, connection, topic):
        following = connection.following.pop(topic, None)
        if following is None:
            return
        held = self.topics[topic]
        held.followers.discard(following)
        following.live = False
        following.settled.set()
        self.topics.release(held)
        if following.consultation:
            self._watch.forget(access_topic(following.consultation), following)

    async def _catch_up(self, following, since):
        """Send the long part at the reader's own pace, then join where the hub stands."""
        if self._misses_nothing(following, since):
            self._joined(following, self.topics[following.topic])
            return
        read = await in_thread(stretch, following.topic, since, {following.language}, self.limits.replayed)
        if read.gap:
            self._start_over(following)
            return
        await following.connection.put_all(read.frames.get(following.language, ()))
        if following.stands:
            self._join(following, read.seq)
            await following.settled.wait()

    def _misses_nothing(self, following, since):
        """Most pages are as new as the hub: then the database need not be asked."""
        held = self.topics[following.topic]
        up_to_date = held.seq is not None and held.moving is None and since in (None, held.seq)
        return up_to_date and not is_count(following.topic)

    def _join(self, following, seq):
        """At once if nothing moves and all agree on the number; else the next step forward takes it along."""
        held = self.topics[following.topic]
        if held.seq is None:
            held.seq = seq
        following.since = seq
        if held.moving is None and held.seq == seq:
            self._joined(following, held)
        else:
            held.joining.append(following)
            self._start_moving(held)

    def _joined(self, following, held):
        following.live = True
        following.settled.set()
        following.connection.put(frames.synced(held.name, held.seq))

    def _start_over(self, following):
        self._leave_off(following, frames.resync(following.topic))

    def _leave_off(self, following, why):
        if following.stands:
            following.connection.put(why)
            self.unfollow(following.connection, following.topic)

    # News

    def hear(self, seqs):
        """Bring forward the topics that moved past what was sent; called in the hub's loop."""
        for name, seq in seqs.items():
            held = self.topics.get(name)
            if held and held.seq is not None and seq > held.seq:
                self._start_moving(held)

    def _start_moving(self, held):
        held.moved_again = True
        if held.moving is None:
            held.moving = self.spawn(self._move(held))

    async def _move(self, held):
        try:
            while held.moved_again and held.wanted:
                held.moved_again = False
                await (self._move_rights(held) if held.watchers else self._move_news(held))
        except DATABASE_AWAY as error:
            log.warning("live topic waits for the database", topic=held.name, error=type(error).__name__)
        finally:
            held.moving = None

    async def _move_rights(self, held):
        seq = (await in_thread(positions, [held.name]))[held.name]
        await self._watch.look_again(list(held.watchers))
        held.seq = seq  # only now: what could not be asked is asked again at the next beat

    async def _move_news(self, held):
        """One step forward, with those who wait to join: all end at the same number."""
        receivers, held.joining, joining = held.receivers, [], held.joining
        reads = await self._read(held, receivers, joining)
        own = reads[held.seq]
        if own.gap:
            for following in list(held.followers):
                self._start_over(following)
            return
        held.seq = own.seq
        for following in joining:
            self._take_along(following, held, reads[following.since])
        await send_to_all(receivers, own.frames)
        held.unchecked = held.unchecked or own.checks_rights
        if held.unchecked:
            await self._watch.look_again(list(held.followers))
            held.unchecked = False

    def _take_along(self, following, held, read):
        if read.gap:
            self._start_over(following)
        elif following.stands:
            for frame in read.frames.get(following.language, ()):
                following.connection.put(frame)
            self._joined(following, held)

    async def _read(self, held, receivers, joining):
        starts = {held.seq: {following.language for following in receivers}}
        for following in joining:
            starts.setdefault(following.since, set()).add(following.language)
        try:
            return await in_thread(stretches, held.name, starts, self.limits.replayed)
        except DATABASE_AWAY:
            for following in joining:
                self._leave_off(following, frames.error("busy", held.name))
            raise
        except Exception:  # what cannot be drawn must not hold up what comes after it
            log.exception("live topic not drawn", topic=held.name)
            return dict.fromkeys(starts, Stretch(held.seq, gap=True))

    # The question asked once a second

    async def _beat(self, stopping):
        while not stopping.is_set():
            try:
                await asyncio.wait_for(stopping.wait(), self.limits.beat)
            except TimeoutError:
                await self._ask()

    async def _ask(self):
        """Whatever was lost on the way, or written by a process that nobody hears, moves here."""
        if self._listener:
            await self._listener.keep(self.topics)
        try:
            self.hear(await in_thread(positions, self.topics.with_position()))
            for held in self.topics.unchecked():
                self._start_moving(held)
        except DATABASE_AWAY as error:
            log.warning("hub cannot ask the database", error=type(error).__name__)

    def _join_soon(self):
        if self._listener:
            self._listener.join_soon(self.topics)
