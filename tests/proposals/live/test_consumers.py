"""The socket as a page meets it: what it answers to each frame, and to frames nobody should send."""

import json

import pytest

from proposals.events import record
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory
from tests.sockets import HOST, ORIGIN, Page, in_loop, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def run(*pages_and_steps):
    async def journey():
        async with Page() as page:
            return [await step(page) for step in pages_and_steps]

    return in_loop(journey)


def test_subscribe_to_a_quiet_thread_is_synced_where_it_stands():
    topic = f"thread:{ProposalFactory().pk}"
    assert run(lambda page: page.subscribe(topic)) == [[{"type": "synced", "topic": topic, "seq": 0}]]


def test_comment_after_subscribing_comes_as_event_with_html():
    comment = CommentFactory()
    topic = f"thread:{comment.root_id}"

    async def journey():
        async with Page() as page:
            await page.subscribe(topic)
            await asyncio_record((topic, "comment.added", comment.pk))
            return await page.next()

    event = in_loop(journey)
    assert f'id="comment-{comment.pk}"' in event.pop("html")
    assert event == {"type": "event", "topic": topic, "seq": 1, "kind": "comment.added", "id": comment.pk}


async def asyncio_record(*happenings):
    from proposals.live.threads import in_thread

    await in_thread(lambda: record(*happenings))
