"""How many sockets may be open: by session, and by address for readers who have none."""

import json
from contextlib import AsyncExitStack

import pytest
from django.conf import settings
from django.test import Client

from proposals.live.connection import TOO_MANY
from proposals.live.hub import hub_here
from proposals.live.limits import Limits
from tests.factories.accounts import UserFactory
from tests.factories.proposals import ProposalFactory
from tests.sockets import HOST, ORIGIN, Page, in_loop, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
ONE_EACH = Limits(sockets_a_session=1, sockets_an_address=1)


def outcome_of_each(pages, **made_with):
    """How each of these pages fares that are open at the same time: "synced", or the code of its closing."""
    topic = f"thread:{ProposalFactory().pk}"

    async def outcome(page):
        await page.ask(type="subscribe", topic=topic)
        message = await page.socket.receive_output(timeout=5)
        return message.get("code") or json.loads(message["text"])["type"]

    async def journey():
        hub_here(**made_with)
        async with AsyncExitStack() as opened:
            return [await outcome(await opened.enter_async_context(page)) for page in pages]

    return in_loop(journey)


def test_session_with_ten_sockets_gets_no_more_wherever_it_comes_from():
    client = signed_in(UserFactory())
    pages = [Page(client, address=f"192.0.2.{number}") for number in range(11)]
    assert outcome_of_each(pages) == ["synced"] * 10 + [TOO_MANY]


def guest_session():
    """A client whose session holds something, as that of a guest does who took part."""
    client = Client()
    session = client.session
    session["participations"] = {}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def test_guest_is_counted_by_session_once_there_is_one():
    one, other = guest_session(), guest_session()
    assert outcome_of_each([Page(one), Page(one), Page(other), Page()], limits=ONE_EACH) == [
        "synced",
        TOO_MANY,
        "synced",
        "synced",
    ]


def forwarded(value):
    return [ORIGIN, HOST, (b"x-forwarded-for", value)]


def invented(number):
    return [ORIGIN, HOST, (b"cookie", b"sessionid=" + str(number).encode() * 32)]


# (pages opened one after the other, how the last one fares, the rest are synced) where each may have one
BY_ADDRESS = {
    "the same address": ([Page, Page], TOO_MANY),
    "another address": ([Page, lambda: Page(address="192.0.2.2")], "synced"),
    "the same household": (
        [lambda: Page(address="2001:db8:0:1::1"), lambda: Page(address="2001:db8:0:1:ffff::2")],
        TOO_MANY,
    ),
    "another household": (
        [lambda: Page(address="2001:db8:0:1::1"), lambda: Page(address="2001:db8:0:2::1")],
        "synced",
    ),
    "a header nobody vouches for": (
        [lambda: Page(headers=forwarded(b"198.51.100.1")), lambda: Page(headers=forwarded(b"198.51.100.2"))],
        TOO_MANY,
    ),
    "sessions made up": ([lambda: Page(headers=invented(1)), lambda: Page(headers=invented(2))], TOO_MANY),
    "no address at all": ([lambda: Page(address=""), lambda: Page(address="")], TOO_MANY),
}


@pytest.mark.parametrize("pages, last", BY_ADDRESS.values(), ids=BY_ADDRESS)
def test_readers_without_a_session_are_counted_by_address(pages, last):
    assert outcome_of_each([page() for page in pages], limits=ONE_EACH) == ["synced", last]


# The last address is the one the proxy saw; what stands before it is the visitor's own word.
BEHIND_A_PROXY = {
    "two visitors": ([b"198.51.100.1", b"198.51.100.2"], "synced"),
    "one visitor": ([b"198.51.100.1", b"198.51.100.1"], TOO_MANY),
    "one visitor who makes addresses up": (
        [b"203.0.113.1, 198.51.100.1", b"203.0.113.2,198.51.100.1"],
        TOO_MANY,
    ),
    "what is no address": ([b"\xff", b"somewhere"], TOO_MANY),
}


@pytest.mark.parametrize("values, last", BEHIND_A_PROXY.values(), ids=BEHIND_A_PROXY)
def test_readers_behind_a_trusted_proxy_are_counted_by_the_address_it_names(settings, values, last):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    pages = [Page(headers=forwarded(value)) for value in values]
    assert outcome_of_each(pages, limits=ONE_EACH) == ["synced", last]


def test_header_in_two_lines_is_read_as_one(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    twice = [
        [*forwarded(each), (b"x-forwarded-for", b"198.51.100.1")] for each in (b"203.0.113.1", b"203.0.113.2")
    ]
    assert outcome_of_each([Page(headers=each) for each in twice], limits=ONE_EACH) == ["synced", TOO_MANY]


def test_address_is_free_again_when_its_page_went():
    topic = f"thread:{ProposalFactory().pk}"

    async def journey():
        hub_here(limits=ONE_EACH)
        async with Page() as page:
            await page.subscribe(topic)
        async with Page() as page:
            return await page.subscribe(topic)

    assert in_loop(journey)[-1]["type"] == "synced"
