"""What reaches a page, whatever became of the way there: everything once, in order, while it may be seen."""

import asyncio
import gc
import json
import threading

import pytest
from django.db import OperationalError

from proposals.actions import states
from proposals.events import record
from proposals.live import topics
from proposals.live.connection import TOO_SLOW
from proposals.live.hub import hub_here
from proposals.live.limits import Limits
from proposals.live.threads import in_thread
from proposals.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.proposals import CommentFactory, ProposalFactory
from tests.sockets import Page, happens, happens_elsewhere, in_loop, replayed

pytestmark = pytest.mark.django_db(transaction=True)


def thread_with(comments):
    """(topic, comments) of a thread in which each comment was announced."""
    proposal = ProposalFactory()
    added = [CommentFactory(root=proposal) for _ in range(comments)]
    for comment in added:
        record((comment.thread_topic, "comment.added", comment.pk))
    return f"thread:{proposal.pk}", added


def test_page_that_comes_back_gets_exactly_what_it_missed_in_order():
    topic, comments = thread_with(5)
    *missed, last = replayed(topic, since=2)
    assert [(f["seq"], f["kind"], f["id"]) for f in missed] == [
        (number, "comment.added", comments[number - 1].pk) for number in (3, 4, 5)
    ]
    assert last == {"type": "synced", "topic": topic, "seq": 5}


def test_page_that_missed_nothing_gets_nothing():
    topic, _comments = thread_with(2)
    assert replayed(topic, since=2) == [{"type": "synced", "topic": topic, "seq": 2}]


def test_comment_hidden_meanwhile_comes_as_its_place_without_words():
    topic, comments = thread_with(3)
    words = comments[1].public_text
    states.hide(contribution=comments[1], by=UserFactory())
    missed = replayed(topic, since=0)[:-1]
    assert [(f["kind"], f["id"]) for f in missed] == [
        ("comment.added", comments[0].pk),
        ("comment.removed", comments[1].pk),
        ("comment.added", comments[2].pk),
    ]
    assert words not in json.dumps(missed)
    assert "tombstone" in missed[1]["html"]


def test_comment_waiting_for_a_moderator_comes_without_anything():
    topic, comments = thread_with(1)
    states.hold(contribution=comments[0], by=UserFactory())
    assert [f.get("html") for f in replayed(topic, since=0)[:-1]] == [None]


def test_comment_that_came_back_is_shown_again():
    topic, comments = thread_with(1)
    states.hide(contribution=comments[0], by=UserFactory())
    states.restore(contribution=comments[0], by=UserFactory())
    assert [f["kind"] for f in replayed(topic, since=1)[:-1]] == ["comment.changed"]


@pytest.mark.parametrize("since", [6, 2**62], ids=["one ahead", "far ahead"])
def test_number_ahead_of_the_topic_is_told_to_fetch_the_page(since):
    topic, _comments = thread_with(5)
    assert replayed(topic, since) == [{"type": "resync", "topic": topic}]


def test_number_older_than_what_is_kept_is_told_to_fetch_the_page():
    topic, _comments = thread_with(5)
    Event.objects.filter(topic__name=topic, seq__lte=2).delete()
    assert replayed(topic, since=1) == [{"type": "resync", "topic": topic}]
    assert len(replayed(topic, since=2)) == 4


def test_gap_that_is_too_long_is_told_to_fetch_the_page():
    topic, _comments = thread_with(5)
    assert replayed(topic, since=1, limits=Limits(replayed=3)) == [{"type": "resync", "topic": topic}]
    assert len(replayed(topic, since=2, limits=Limits(replayed=3))) == 4


def test_replay_longer_than_the_queue_arrives_whole():
    topic, _comments = thread_with(1)
    more = Limits().frames + 40
    record(*[(topic, "comment.changed", number) for number in range(10**6, 10**6 + more)])
    assert len(replayed(topic, since=0)) == 1 + more + 1


def test_event_nobody_announced_arrives_within_two_seconds():
    topic, comments = thread_with(1)

    async def journey():
        async with Page() as page:
            await page.subscribe(topic, since=1)
            await in_thread(happens_elsewhere, (topic, "comment.changed", comments[0].pk))
            return await page.next(timeout=2)

    assert in_loop(journey)["seq"] == 2


def test_page_newer_than_the_hub_gets_nothing_twice():
    topic, comments = thread_with(1)

    async def journey():
        async with Page() as early, Page() as late:
            await early.subscribe(topic, since=1)
            await in_thread(happens_elsewhere, (topic, "comment.changed", comments[0].pk))
            await late.subscribe(topic, since=2)
            await happens((topic, "comment.changed", comments[0].pk))
            return (
                [(await early.next())["seq"] for _ in range(2)],
                (await late.next())["seq"],
                await late.hears_nothing(0.2),
            )

    assert in_loop(journey) == ([2, 3], 3, True)


def test_events_from_many_threads_arrive_once_each_in_order():
    topic, comments = thread_with(1)
    number = comments[0].pk

    async def journey():
        async with Page() as first, Page(path="/ws/?language=fr") as second:
            frames = await first.subscribe(topic, since=1)
            writing = asyncio.gather(*[happens((topic, "comment.changed", number)) for _ in range(30)])
            late_frames = await second.subscribe(topic, since=1)
            await writing
            return await seqs_up_to(31, first, frames), await seqs_up_to(31, second, late_frames)

    for seqs in in_loop(journey):
        assert seqs == sorted(set(seqs))


async def seqs_up_to(last, page, frames):
    """Numbers of the events a page gets; several changes of one text may come as one."""
    while frames[-1]["seq"] != last:
        frames.append(await page.next())
    return [frame["seq"] for frame in frames if frame["type"] == "event"]


class StalledPage(Page):
    """A page whose reader takes the first frames and then nothing until `wake` is set."""

    def __init__(self, takes):
        super().__init__()
        self.takes, self.wake = takes, None

    async def __aenter__(self):
        self.wake, put = asyncio.Event(), self.socket.output_queue.put

        async def slow_put(message):
            await put(message)
            self.takes -= 1
            if self.takes <= 0:
                await self.wake.wait()

        self.socket.output_queue.put = slow_put
        return await super().__aenter__()


def test_page_that_reads_nothing_is_closed_and_the_others_go_on():
    topic, comments = thread_with(1)
    burst = 25

    async def journey():
        hub_here(limits=Limits(frames=20))
        async with StalledPage(takes=3) as stalled, Page() as other:
            await stalled.subscribe(topic, since=1)
            await other.subscribe(topic, since=1)
            got = []
            for _ in range(burst):
                await happens((topic, "comment.changed", comments[0].pk))
                got.append((await other.next(timeout=2))["seq"])
            stalled.wake.set()
            return got, await stalled.closed_with()

    got, code = in_loop(journey)
    assert got == list(range(2, burst + 2))
    assert code == TOO_SLOW


def test_socket_closed_while_the_database_is_away_leaves_no_traceback():
    left, reported = threading.Event(), []

    def asks_in_vain(user, number):
        left.wait(5)
        raise OperationalError("the database is away")

    topics.register("elsewhere", allowed=asks_in_vain)

    async def journey():
        hub_here(limits=Limits(rights_kept=0.1))
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, told: reported.append(told["message"]))
        async with Page() as page:
            await page.ask(type="subscribe", topic="elsewhere:1")
            await asyncio.sleep(0.1)
            for connection in hub_here().connections:
                connection.close(TOO_SLOW)
            await page.closed_with()
        left.set()
        await asyncio.sleep(0.3)

    in_loop(journey)
    gc.collect()  # what nobody looked at is reported when it goes
    assert reported == []


def test_right_that_could_not_be_asked_about_is_asked_about_again():
    topic, answers = f"guarded:{ProposalFactory().pk}", iter([True, OperationalError("away"), False])

    def allowed(user, number):
        answer = next(answers, False)
        if isinstance(answer, Exception):
            raise answer
        return answer

    topics.register("guarded", allowed=allowed, consultation=lambda number: number)

    async def journey():
        async with Page() as page:
            await page.subscribe(topic)
            await happens((topic.replace("guarded", "access"), "access.changed", 1))
            return await page.next(timeout=5)

    assert in_loop(journey) == {"type": "error", "code": "forbidden", "topic": topic}
