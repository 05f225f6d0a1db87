"""What the tests of a live thread share: pages that say how far they are, and ways to cut them off."""

import re

from playwright.sync_api import expect

from proposals.actions.contributions import submit_comment
from tests.factories.accounts import UserFactory

# States of a WebSocket.
CONNECTING, OPEN, CLOSING, CLOSED = range(4)

# Says on the page what is up to date and what was spoken when, and keeps its sockets in reach of a test.
WATCH = """
document.addEventListener('live:frame', ({detail}) => {
  if (detail.type === 'synced') document.documentElement.dataset.synced += ` ${detail.topic}`;
  if (detail.type === 'event') document.documentElement.dataset.heard = detail.id;
});
window.sockets = []; window.cut = false;
const Real = WebSocket;
window.WebSocket = class extends Real {
  constructor(address) {
    super(window.cut ? address.replace('/ws/', '/cut/') : address);
    window.sockets.push(this);
  }
};
window.spoken = [];
document.addEventListener('DOMContentLoaded', () => {
  const voice = document.querySelector('[data-live-voice]');
  const hear = () => window.spoken.push([Math.round(performance.now()), voice.textContent]);
  if (voice) new MutationObserver(hear).observe(voice, {childList: true, characterData: true, subtree: true});
});
window.away = false;
Object.defineProperty(document, 'hidden', {get: () => window.away});
"""


def open_live(page, address):
    """Open a page and wait until its socket is up to date."""
    page.goto(address)
    up_to_date(page, "thread:")


def up_to_date(page, topic):
    # by an attribute, as the content policy forbids to evaluate an expression
    expect(page.locator("html")).to_have_attribute("data-synced", re.compile(topic))


def heard_of(page, contribution):
    """Wait until the page was told of this text, whatever it makes of it."""
    expect(page.locator("html")).to_have_attribute("data-heard", str(contribution.pk))


def post(proposal, words, by=None, **more):
    """Somebody else posts, as a request to the same server does."""
    return submit_comment(by=by or UserFactory(), proposal=proposal, body=words, **more).contribution


def shown(page):
    """The words of the comments on the page, from top to bottom."""
    return page.locator("#thread .comment-body").all_inner_texts()


def cut(page):
    """Close the socket and let no other one open."""
    page.evaluate("() => { window.cut = true; window.sockets.forEach((socket) => socket.close()) }")


def mend(page):
    page.evaluate("() => { window.cut = false }")


def look_away(page, away=True):
    """Hide the tab behind another one, or come back to it."""
    page.evaluate(
        "(away) => { window.away = away; document.dispatchEvent(new Event('visibilitychange')) }", away
    )


def sockets(page):
    """How many sockets the page has opened so far, and the state of the last one."""
    return tuple(page.evaluate("() => [window.sockets.length, window.sockets.at(-1).readyState]"))


def once(page, state):
    """Wait until the last socket is in this state; how many there were so far."""
    for _ in range(200):
        opened, now_in = sockets(page)
        if now_in == state:
            return opened
        page.wait_for_timeout(25)
    raise AssertionError(f"the last of {opened} sockets is in state {now_in}, not {state}")


def spoken(page):
    """[(milliseconds, words)] of what was announced."""
    return [tuple(each) for each in page.evaluate("() => window.spoken")]


def pill(page):
    return page.locator("[data-new-pill]")
