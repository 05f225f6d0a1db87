"""Hearing from other processes: one channel of the layer, joined to a group for each topic the hub holds."""

import asyncio
import time

from channels.layers import get_channel_layer

from consult.outages import CHANNEL_LAYER

from .publisher import PATIENCE, group_of, reaches_others

RENEW = 3600.0  # seconds; some layers forget a group after a day
PAUSE = 1.0
SOON = 0.02  # a page follows several topics at once


class Listener:
    """Keeps a channel while the hub runs; a layer that is away is asked again every second."""

    def __init__(self, hear):
        self._hear = hear
        self._channel = None
        self._joined = {}
        self._task = self._joining = None

    def start(self):
        if reaches_others(get_channel_layer()):
            self._task = asyncio.create_task(self._run())

    async def stop(self):
        running = [task for task in (self._task, self._joining) if task]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def join_soon(self, topics):
        """Join new groups in a moment instead of at the next beat."""
        if self._channel and (self._joining is None or self._joining.done()):
            self._joining = asyncio.create_task(self._join_later(topics))

    async def _join_later(self, topics):
        await asyncio.sleep(SOON)
        await self.keep(topics)

    async def keep(self, topics):
        """Join the groups of these topics, leave all others; what fails now is tried at the next call."""
        if self._channel is None:
            return
        old = time.monotonic() - RENEW
        wanted = set(topics)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._join([topic for topic in wanted if self._joined.get(topic, old) <= old])
                await self._leave([topic for topic in self._joined if topic not in wanted])
                if CHANNEL_LAYER.lasts:
                    await self._ask()
        except Exception as error:
            CHANNEL_LAYER.begins(error)

    async def _join(self, topics):
        for topic in topics:
            await get_channel_layer().group_add(group_of(topic), self._channel)
            self._joined[topic] = time.monotonic()

    async def _leave(self, topics):
        for topic in topics:
            await get_channel_layer().group_discard(group_of(topic), self._channel)
            self._joined.pop(topic, None)

    async def _ask(self):
        """A layer that reads for itself does not say when it reads again; sending something tells."""
        await get_channel_layer().group_send(group_of("nobody"), {"type": "live.asked"})
        CHANNEL_LAYER.ends()

    async def _run(self):
        while True:
            try:
                await self._listen()
            except Exception as error:
                CHANNEL_LAYER.begins(error)
            self._channel = None
            self._joined.clear()
            await asyncio.sleep(PAUSE)

    async def _listen(self):
        layer = get_channel_layer()
        self._channel = await layer.new_channel("live.")
        CHANNEL_LAYER.ends()
        while True:
            message = await layer.receive(self._channel)
            self._hear({message["topic"]: message["seq"]})
