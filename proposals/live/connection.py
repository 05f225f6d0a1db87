"""One socket: a bounded queue, and a writer task that alone waits for the reader at the other end."""

import asyncio
from collections import deque

from .frames import Frame
from .limits import Limits

GONE, SIGNED_OUT, TOO_SLOW, MISUSED, UNAVAILABLE, TOO_MANY = 1000, 4001, 4008, 4009, 4013, 4029


class Unfinished:
    """A send that was begun outside the writer's task and has to wait: the writer awaits the rest of it."""

    def __init__(self, sending, waiting_for):
        self._sending, self._waiting_for = sending, waiting_for

    def __await__(self):
        waiting_for = self._waiting_for
        try:
            while True:
                yield waiting_for
                waiting_for = self._sending.send(None)
        except StopIteration:
            return
        finally:
            self._sending.close()


class Connection:
    """What the hub knows of a socket; `following` maps topic names to what is followed."""

    __slots__ = (
        "_octets",
        "_patience",
        "_queue",
        "_room",
        "_send",
        "_stir",
        "_unfinished",
        "_writing",
        "code",
        "following",
        "limits",
        "seat",
        "visitor",
    )

    def __init__(self, send, visitor, limits: Limits):
        self._send = send
        self.limits = limits
        self._queue: deque[Frame] = deque()
        self._octets = 0
        self._stir, self._room = asyncio.Event(), asyncio.Event()
        self._patience = asyncio.timeout(None)
        self._writing, self._unfinished, self.code = False, None, None
        self.visitor = visitor
        self.seat = None  # under which the hub counts it
        self.following = {}

    def put(self, frame):
        """Send a frame or queue it, never wait; a full queue means a reader too slow to keep."""
        if self.code is not None:
            return
        if self._writing and not self._stir.is_set():
            self._begin(frame)
            return
        if self._is_full_for(frame):
            self.close(TOO_SLOW)
            return
        self._queue.append(frame)
        self._octets += frame.size
        if not self._stir.is_set():
            self._stir.set()

    def _is_full_for(self, frame, part=1):
        frames, octets = self.limits.frames // part, self.limits.octets // part
        return len(self._queue) >= frames or self._octets + frame.size > octets

    def _begin(self, frame):
        """Nothing waits before it: most sends end without waiting, and need no turn of the writer."""
        sending = self._send(frame.message)
        try:
            self._unfinished = Unfinished(sending, sending.send(None))
            self._stir.set()
        except StopIteration:
            return
        except (OSError, RuntimeError):
            self.close(GONE)

    async def put_all(self, some):
        """Queue frames that were asked for, waiting for room; half of the queue stays free for news."""
        for each in some:
            while self.code is None and self._is_full_for(each, part=2):
                self._room.clear()
                await self._wait_for_room()
            self.put(each)

    async def _wait_for_room(self):
        try:
            await asyncio.wait_for(self._room.wait(), self.limits.stalled)
        except TimeoutError:
            self.close(TOO_SLOW)

    def close(self, code):
        """Stop taking frames; what waits is dropped, and the writer says goodbye when it can."""
        if self.code is None:
            self.code = code
            self._queue.clear()
            self._stir.set()
            self._room.set()
            if self._writing:
                self._patience.reschedule(asyncio.get_running_loop().time() + self.limits.stalled)

    async def write(self):
        """Send what is queued, in order, until the socket is closed or lost."""
        try:
            async with self._patience:
                self._writing = True
                await self._write()
        except (TimeoutError, OSError, RuntimeError):
            self.close(GONE)  # the other end is away, or reads nothing
        finally:
            self._writing = False

    async def _write(self):
        while self.code is None:
            await self._stir.wait()
            await self._send_queued()
            self._stir.clear()
        if self.code != GONE:
            await self._send({"type": "websocket.close", "code": self.code})

    async def _send_queued(self):
        queue, send = self._queue, self._send
        if self._unfinished:
            unfinished, self._unfinished = self._unfinished, None
            await unfinished
        while queue:
            frame = queue.popleft()
            self._octets -= frame.size
            await send(frame.message)
            if not self._room.is_set():
                self._room.set()
