"""A running site and a page that notices what a visitor should never meet."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.server import Server
from tests.browser.threads import WATCH, open_live
from tests.factories.proposals import CommentFactory
from tools.find_chromium import find

FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium that is there; Playwright's own download is the last resort."""
    return {**browser_type_launch_args, "executable_path": find(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def site(transactional_db):
    """The address of a running site on this test's database."""
    server = Server()
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def visit(page, site):
    """Opens an address of the site; the test fails on script errors, broken policies and foreign requests.

    `visit.expected` takes patterns of console messages that belong to the test, such as a 404.
    """
    met = []

    def open_address(address):
        return page.goto(f"{site}{address}")

    page.on("console", lambda message: met.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: met.append(str(error)))
    page.on("request", lambda request: met.append(request.url) if foreign(request.url, site) else None)
    open_address.expected = []
    yield open_address
    expected = re.compile("|".join(open_address.expected) or "(?!)")
    assert [each for each in met if not expected.search(each)] == []


def foreign(url, site):
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(site).netloc


@pytest.fixture
def watched(context):
    """Pages that say what is live on them."""
    context.add_init_script(WATCH)


@pytest.fixture
def thread(visit, page, site, watched):
    """A proposal with one comment, open in the window of a resident who is live."""
    proposal = CommentFactory().root
    open_live(page, f"{site}/proposals/{proposal.pk}/")
    visit.expected.append("WebSocket connection to '.*(/cut/|ERR_INTERNET_DISCONNECTED)")
    return proposal
