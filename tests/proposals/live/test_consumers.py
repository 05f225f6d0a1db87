"""The socket as a page meets it: what it answers to each frame, and to frames nobody should send."""

import json

import pytest

from proposals.live.connection import MISUSED
from proposals.live.hub import hub_here
from proposals.live.limits import Limits
from proposals.live.threads import in_thread
from tests.factories.accounts import UserFactory
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory
from tests.sockets import HOST, ORIGIN, Page, happens, in_loop, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def answers(*frames, client=None, **made_with):
    """What the socket says to each frame, one answer a frame."""

    async def journey():
        hub_here(**made_with)
        async with Page(client) as page:
            said = []
            for frame in frames:
                await page.send(frame if isinstance(frame, str) else json.dumps(frame))
                said.append(await page.next())
            return said

    return in_loop(journey)


def subscribe(topic, **more):
    return {"type": "subscribe", "topic": topic, **more}


def test_subscribe_to_a_quiet_thread_is_synced_at_nothing():
    topic = f"thread:{ProposalFactory().pk}"
    assert answers(subscribe(topic)) == [{"type": "synced", "topic": topic, "seq": 0}]


def test_comment_after_subscribing_comes_as_event_with_its_html():
    comment = CommentFactory()
    topic = f"thread:{comment.root_id}"

    async def journey():
        async with Page() as page:
            await page.subscribe(topic)
            await happens((topic, "comment.added", comment.pk))
            return await page.next()

    event = in_loop(journey)
    assert f'id="comment-{comment.pk}"' in event.pop("html")
    assert event == {"type": "event", "topic": topic, "seq": 1, "kind": "comment.added", "id": comment.pk}


def test_reply_names_the_branch_in_which_it_stands():
    top = CommentFactory()
    reply = CommentFactory(root=top.root, parent=top)
    topic = f"thread:{top.root_id}"

    async def journey():
        async with Page() as page:
            await page.subscribe(topic)
            await happens((topic, "comment.added", reply.pk))
            return await page.next()

    assert in_loop(journey)["branch"] == top.pk


def test_unsubscribed_page_hears_no_more():
    topic = f"thread:{ProposalFactory().pk}"

    async def journey():
        async with Page() as page:
            await page.subscribe(topic)
            await page.ask(type="unsubscribe", topic=topic)
            await happens((topic, "proposal.changed", 1))
            return await page.hears_nothing(0.3)

    assert in_loop(journey)


def test_page_in_french_gets_french_words_and_addresses():
    comment = CommentFactory()
    topic = f"thread:{comment.root_id}"

    async def journey():
        async with Page(path="/ws/?language=fr") as french, Page(path="/ws/?language=xx") as other:
            await french.subscribe(topic)
            await other.subscribe(topic)
            await happens((topic, "comment.added", comment.pk))
            return (await french.next())["html"], (await other.next())["html"]

    french, other = in_loop(journey)
    assert f'href="/fr/contributions/{comment.pk}/"' in french
    assert f'href="/contributions/{comment.pk}/"' in other


def test_tally_comes_with_the_subscription_for_somebody_who_voted():
    vote = VoteFactory()
    topic, client = f"tally:{vote.contribution_id}", signed_in(vote.participant.user)

    async def journey():
        async with Page(client) as page:
            return await page.subscribe(topic)

    frames = in_loop(journey)
    assert [frame["type"] for frame in frames] == ["tally", "synced"]
    assert frames[0].keys() == {"type", "topic", "version", "agree", "disagree", "pass", "html"}


@pytest.mark.parametrize("voted", [True, False])
def test_tally_is_for_those_who_voted(voted):
    vote = VoteFactory()
    user = vote.participant.user if voted else UserFactory()
    said = answers(subscribe(f"tally:{vote.contribution_id}"), client=signed_in(user))
    assert said[0]["type"] == ("tally" if voted else "error")


def test_tally_after_a_vote_comes_as_the_present_count():
    from proposals.actions.tallies import recount

    vote = VoteFactory()
    topic, client = f"tally:{vote.contribution_id}", signed_in(vote.participant.user)

    async def journey():
        async with Page(client) as page:
            await page.subscribe(topic)
            await in_thread(recount, vote.contribution_id)
            return await page.next()

    tally = in_loop(journey)
    assert (tally["type"], tally["agree"], tally["disagree"], tally["pass"]) == ("tally", 1, 0, 0)


UNFIT = {
    "not JSON": ("{", "not_json"),
    "nothing": ("", "not_json"),
    "a NUL": ("\x00", "not_json"),
    "sixty thousand brackets": ("[" * 60_000, "too_long"),
    "nested as deep as fits": ("[" * 4000, "not_json"),
    "a huge number": ('{"type":"subscribe","topic":"thread:1","since":' + "9" * 4000 + "}", "bad_since"),
    "longer than a frame": (" " * 5000, "too_long"),
    "infinity": ('{"type":"subscribe","topic":"thread:1","since":1e400}', "bad_since"),
    "a number that is not one": ('{"type":"subscribe","topic":"thread:1","since":NaN}', "bad_since"),
    "true": ('{"type":"subscribe","topic":"thread:1","since":true}', "bad_since"),
    "a fraction": ('{"type":"subscribe","topic":"thread:1","since":1.5}', "bad_since"),
    "a negative number": ('{"type":"subscribe","topic":"thread:1","since":-1}', "bad_since"),
    "a number beyond the database": (
        '{"type":"subscribe","topic":"thread:1","since":9223372036854775808}',
        "bad_since",
    ),
    "a list": ("[]", "unknown_type"),
    "a string": ('"subscribe"', "unknown_type"),
    "no type": ('{"topic":"thread:1"}', "unknown_type"),
    "a type that is a list": ('{"type":["subscribe"],"topic":"thread:1"}', "unknown_type"),
    "a vote": ('{"type":"vote","topic":"thread:1","choice":"agree"}', "unknown_type"),
    "a lone surrogate": ('{"type":"subscribe","topic":"\\ud800"}', "unknown_topic"),
    "no topic": ('{"type":"subscribe"}', "unknown_topic"),
    "a topic that is a number": ('{"type":"subscribe","topic":1}', "unknown_topic"),
    "a topic without a number": ('{"type":"subscribe","topic":"thread:"}', "unknown_topic"),
    "an id of zero": ('{"type":"subscribe","topic":"thread:0"}', "unknown_topic"),
    "an id with a sign": ('{"type":"subscribe","topic":"thread:+1"}', "unknown_topic"),
    "an id in other digits": ('{"type":"subscribe","topic":"thread:\u0661"}', "unknown_topic"),
    "an id with a line end": ('{"type":"subscribe","topic":"thread:1\\n"}', "unknown_topic"),
    "an id beyond the database": (
        '{"type":"subscribe","topic":"thread:9223372036854775808"}',
        "unknown_topic",
    ),
    "a kind nobody knows": ('{"type":"subscribe","topic":"secrets:1"}', "unknown_topic"),
    "rights of somebody": ('{"type":"subscribe","topic":"user:1"}', "unknown_topic"),
    "rights of a guest": ('{"type":"subscribe","topic":"participant:1"}', "unknown_topic"),
    "access of a consultation": ('{"type":"subscribe","topic":"access:1"}', "unknown_topic"),
    "a topic that is not there": ('{"type":"subscribe","topic":"thread:999999999999999999"}', "forbidden"),
}


def test_unfit_frames_are_answered_by_an_error_each_and_the_socket_goes_on():
    topic = f"thread:{ProposalFactory().pk}"
    *said, last = answers(*[text for text, _code in UNFIT.values()], subscribe(topic))
    assert {frame["type"] for frame in said} == {"error"}
    got = {name: frame["code"] for name, frame in zip(UNFIT, said, strict=True)}
    assert got == {name: code for name, (_text, code) in UNFIT.items()}
    assert last["type"] == "synced"


def test_binary_frame_is_answered_by_an_error():
    async def journey():
        async with Page() as page:
            await page.socket.send_input({"type": "websocket.receive", "bytes": b"\xff\x00"})
            return await page.next()

    assert in_loop(journey) == {"type": "error", "code": "not_text"}


def test_socket_that_sends_nonsense_without_end_is_closed():
    async def journey():
        async with Page() as page:
            for _ in range(Limits().refusals + 1):
                await page.send("nonsense")
            return await page.closed_with()

    assert in_loop(journey) == MISUSED


def test_subscribes_in_a_hurry_are_slowed_down_until_the_next_second():
    topic, most = f"thread:{ProposalFactory().pk}", Limits().subscribes_a_second
    seconds = iter([1000.0] * (most + 1) + [1001.0])
    said = answers(*[subscribe(topic)] * (most + 2), clock=lambda: next(seconds))
    synced = {"type": "synced", "topic": topic, "seq": 0}
    assert said == [*[synced] * most, {"type": "error", "code": "slow_down", "topic": topic}, synced]


def test_more_topics_than_a_page_has_are_refused():
    first = ProposalFactory()
    topics = [f"thread:{ProposalFactory(consultation_of=first.consultation).pk}" for _ in range(3)]
    said = answers(*map(subscribe, topics), limits=Limits(topics_a_socket=2))
    assert [frame.get("code") for frame in said] == [None, None, "too_many_topics"]


def test_hub_keeps_nothing_after_the_last_page_went():
    comment, client = CommentFactory(), signed_in(UserFactory())

    async def journey():
        async with Page(client) as page:
            await page.subscribe(f"thread:{comment.root_id}")
            await page.subscribe(f"consultation:{comment.consultation_id}")
        hub = hub_here()
        return hub.connections, dict(hub.topics), hub._tasks

    assert in_loop(journey) == (set(), {}, set())


ORIGINS = {
    "the site itself": ([ORIGIN, HOST], True),
    "the site in capitals": ([(b"origin", b"http://TestServer"), HOST], True),
    "no origin": ([HOST], False),
    "another site": ([(b"origin", b"http://elsewhere.example"), HOST], False),
    "a site whose name begins alike": ([(b"origin", b"http://testserver.elsewhere.example"), HOST], False),
    "another port": ([(b"origin", b"http://testserver:8001"), HOST], False),
    "a file": ([(b"origin", b"null"), HOST], False),
    "another scheme": ([(b"origin", b"ftp://testserver"), HOST], False),
    "a broken address": ([(b"origin", b"http://[::1"), HOST], False),
    "a port that is none": ([(b"origin", b"http://testserver:99999999"), HOST], False),
    "a host we do not serve": ([(b"origin", b"http://bad.example"), (b"host", b"bad.example")], False),
    "no host": ([ORIGIN], False),
    "two origins": ([(b"origin", b"http://elsewhere.example"), ORIGIN, HOST], False),
    "two hosts": ([ORIGIN, (b"host", b"elsewhere.example"), HOST], False),
    "bytes that are no text": ([(b"origin", b"\xff\xfe"), HOST], False),
}


@pytest.mark.parametrize("headers, accepted", ORIGINS.values(), ids=ORIGINS)
def test_socket_opens_for_pages_of_this_site_only(headers, accepted):
    async def journey():
        async with Page(headers=headers) as page:
            return page.accepted

    assert in_loop(journey) is accepted


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/more/", "/cms/"])
def test_other_address_is_turned_away(path):
    async def journey():
        async with Page(path=path) as page:
            return page.accepted

    assert in_loop(journey) is False


@pytest.mark.parametrize(
    "cookie", [b"sessionid=", b"sessionid=../../etc", b"sessionid=\x00", b"\xff", b"a=b;;;"]
)
def test_broken_cookie_is_a_visitor_without_a_session(cookie):
    topic = f"thread:{ProposalFactory().pk}"

    async def journey():
        async with Page(headers=[ORIGIN, HOST, (b"cookie", cookie)]) as page:
            return await page.subscribe(topic)

    assert in_loop(journey)[-1]["type"] == "synced"
