"""Saying that topics moved: to the hub of this process at once, to other processes through the channel layer.

It never waits, never raises, and may lose what it says: every hub asks the database once a second.
"""

import asyncio
import threading
import time

from channels.layers import InMemoryChannelLayer, get_channel_layer

from consult.outages import CHANNEL_LAYER

PATIENCE = 0.25  # seconds the layer is given
LEAVE_ALONE = 5.0  # seconds without it after a failure

_hubs: dict = {}  # loop of a server -> the callable that takes {topic: seq} there
_away = {"until": 0.0}
_sender: dict[str, asyncio.AbstractEventLoop] = {}
_starting = threading.Lock()


def listen(loop, hear):
    """Call `hear({topic: seq})` in this loop whenever a transaction of this process was committed."""
    _hubs[loop] = hear


def stop_listening(loop):
    _hubs.pop(loop, None)


def publish(seqs):
    """Tell who listens that topics moved; called from any thread, after commit."""
    for loop, hear in list(_hubs.items()):
        try:
            loop.call_soon_threadsafe(hear, dict(seqs))
        except RuntimeError:  # the loop ended meanwhile
            stop_listening(loop)
    tell_others(seqs)


def tell_others(seqs):
    """Send the hint through the layer, unless that failed a moment ago."""
    if reaches_others(get_channel_layer()) and time.monotonic() >= _away["until"]:
        asyncio.run_coroutine_threadsafe(_send(dict(seqs)), _sending_loop())


def reaches_others(layer):
    """The in-memory layer ends at this process, which was told already."""
    return layer is not None and not isinstance(layer, InMemoryChannelLayer)


def group_of(topic):
    return "live." + topic.replace(":", ".")


async def _send(seqs):
    layer = get_channel_layer()
    try:
        async with asyncio.timeout(PATIENCE):
            for topic, seq in seqs.items():
                await layer.group_send(group_of(topic), {"type": "live.moved", "topic": topic, "seq": seq})
    except Exception as error:  # whatever a layer raises, the database has it
        _away["until"] = time.monotonic() + LEAVE_ALONE
        CHANNEL_LAYER.begins(error)
    else:
        CHANNEL_LAYER.ends()


def _sending_loop():
    """One loop of our own a process, as a loop that serves requests must not be kept waiting by a layer."""
    with _starting:
        if "loop" not in _sender:
            loop = _sender["loop"] = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="live-sender", daemon=True).start()
        return _sender["loop"]
