"""Hints between processes: quick when the layer is there, harmless when it is not."""

import asyncio
import time

import pytest
from channels.layers import channel_layers, get_channel_layer
from django.conf import settings

from proposals.live import publisher
from proposals.live.hub import hub_here
from proposals.live.limits import Limits
from proposals.live.threads import in_thread
from tests.factories.proposals import CommentFactory
from tests.sockets import Page, happens_elsewhere, in_loop

pytestmark = pytest.mark.django_db(transaction=True)

in_redis = pytest.mark.skipif(
    "redis" not in settings.CHANNEL_LAYERS["default"]["BACKEND"], reason="needs Redis as the channel layer"
)


@pytest.fixture(autouse=True)
def layer_not_away():
    publisher._away["until"] = 0.0
    yield
    publisher._away["until"] = 0.0


class BrokenLayer:
    """Raises or hangs, and counts how often it was asked."""

    def __init__(self, hangs=0.0):
        self.hangs, self.asked = hangs, 0

    async def group_send(self, group, message):
        self.asked += 1
        await asyncio.sleep(self.hangs)
        raise ConnectionError("away")


def publish_through(layer, times=1):
    """Publish with this layer in place and wait until the sending loop has dealt with it."""
    before = get_channel_layer()
    channel_layers.set("default", layer)
    try:
        for _ in range(times):
            publisher.publish({"thread:1": 1})
            asyncio.run_coroutine_threadsafe(
                asyncio.sleep(layer.hangs and 0.4), publisher._sending_loop()
            ).result()
    finally:
        channel_layers.set("default", before)


def test_layer_that_fails_is_left_alone_for_a_while():
    layer = BrokenLayer()
    publish_through(layer, times=5)
    assert layer.asked == 1
    assert publisher._away["until"] - time.monotonic() == pytest.approx(publisher.LEAVE_ALONE, abs=1)


def test_layer_that_hangs_keeps_nobody_waiting():
    layer = BrokenLayer(hangs=30)
    started = time.monotonic()
    before = get_channel_layer()
    channel_layers.set("default", layer)
    publisher.publish({"thread:1": 1})
    taken = time.monotonic() - started
    channel_layers.set("default", before)
    publish_through(layer)
    assert taken < 0.1
    assert publisher._away["until"] > time.monotonic()


def test_loop_that_ended_is_forgotten():
    loop = asyncio.new_event_loop()
    publisher.listen(loop, lambda seqs: None)
    loop.close()
    publisher.publish({"thread:1": 1})
    assert loop not in publisher._hubs


@in_redis
def test_news_of_another_process_come_through_the_layer():
    comment = CommentFactory()
    topic = comment.thread_topic

    def record_elsewhere():
        """What a worker does: rows, and a hint through the layer."""
        publisher.tell_others(happens_elsewhere((topic, "comment.added", comment.pk)))

    async def journey():
        hub_here(limits=Limits(beat=60.0))
        async with Page() as page:
            await asyncio.sleep(0.3)
            await page.subscribe(topic)
            await asyncio.sleep(0.3)
            await in_thread(record_elsewhere)
            return await page.next(timeout=30)  # half of a beat: only the layer can have told

    assert in_loop(journey)["id"] == comment.pk
