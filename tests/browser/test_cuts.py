"""A page that was cut off: it comes back by itself, misses nothing, and leaves alone what somebody writes."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from consult.clock import now, standing_at
from proposals.actions import states
from proposals.actions.pruning import prune_events
from proposals.events import record
from proposals.live.limits import Limits
from tests.browser.threads import (
    CLOSED,
    CLOSING,
    OPEN,
    cut,
    look_away,
    mend,
    once,
    open_live,
    pill,
    post,
    shown,
    sockets,
)
from tests.factories.accounts import UserFactory
from tests.factories.proposals import CommentFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("watched")]
START = "2026-03-02T12:00:00"
MINUTE = 60_000


@pytest.fixture
def clock(page):
    """Time that passes on the page only when a test says so."""
    page.clock.install(time="2026-03-02T11:00:00")
    return page.clock


def add(proposal, number):
    """Comments that somebody else wrote and everybody is told of."""
    added = [CommentFactory(root=proposal) for _ in range(number)]
    for comment in added:
        record((comment.thread_topic, "comment.added", comment.pk))
    return added


ORDERS = {"": lambda old, new: new + old, "?order=newest": lambda old, new: new[::-1] + old}


@pytest.mark.parametrize("order, placed", ORDERS.items(), ids=["usual order", "newest first"])
def test_minute_offline_with_two_hundred_comments_of_which_three_are_hidden_leaves_no_hole(
    clock, thread, page, context, site, order, placed
):
    open_live(page, f"{site}/proposals/{thread.pk}/{order}")
    clock.pause_at(START)
    before = shown(page)
    context.set_offline(True)
    added = add(thread, 200)
    for comment in (hidden := added[10::80]):
        states.hide(contribution=comment, by=UserFactory())
    clock.run_for(MINUTE)
    expect(page.locator("#connection")).to_contain_text("Reconnecting.")
    expect(page.locator("#connection").get_by_role("link", name="Refresh")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#connection")).to_contain_text("197 comments came in")
    expect(pill(page)).to_have_text("Show 197 new comments")
    pill(page).click()
    assert len(hidden) == 3
    assert shown(page) == placed(before, [each.public_text for each in added if each not in hidden])
    expect(page.locator("[data-live-count]")).to_have_text("198")


def gap_by_length(thread):
    """More events than a replay holds."""
    add(thread, 2)
    record(*[(thread.thread_topic, "comment.changed", 1)] * Limits().replayed)


def gap_by_age(thread):
    """Events that are kept no longer."""
    add(thread, 2)
    with standing_at(now() + timedelta(hours=25)):
        assert prune_events(of_each_topic=0) == 2


@pytest.mark.parametrize("gap", [gap_by_length, gap_by_age])
def test_gap_too_long_fetches_the_list_and_keeps_draft_and_focus(clock, thread, page, context, gap):
    page.get_by_text("Add a comment").click()
    box = page.get_by_label("Comment", exact=True)
    box.fill("Half a thought")
    box.evaluate("box => box.setSelectionRange(4, 4)")
    clock.pause_at(START)
    context.set_offline(True)
    gap(thread)
    context.set_offline(False)
    clock.run_for(100)
    fetched(page, clock)
    in_thread = list(thread.thread.values_list("public_text", flat=True))
    assert sorted(shown(page)) == sorted(in_thread)
    assert len(in_thread) == 3
    expect(page.locator("[data-live-count]")).to_have_text("3")
    expect(box).to_be_focused()
    assert box.evaluate("box => [box.value, box.selectionStart]") == ["Half a thought", 4]
    post(thread, "After the gap.")
    expect(pill(page)).to_have_text("Show 1 new comment")


def fetched(page, clock):
    """Let the seconds pass over which pages spread their asking, until the list is the fresh one."""
    with page.expect_response(lambda response: "/proposals/" in response.url):
        for _ in range(20):
            clock.run_for(1000)
            page.wait_for_timeout(50)
    expect(page.locator("#thread .comment-body")).to_have_count(3)


def test_list_that_was_fetched_waits_while_the_reader_is_in_the_old_one(clock, thread, page, context):
    before = shown(page)
    page.locator("#thread article").first.focus()
    clock.pause_at(START)
    context.set_offline(True)
    gap_by_age(thread)
    context.set_offline(False)
    with page.expect_response(lambda response: "/proposals/" in response.url):
        for _ in range(20):
            clock.run_for(1000)
            page.wait_for_timeout(50)
    expect(pill(page)).to_have_text("Show the new state of this list")
    assert shown(page) == before
    pill(page).click()
    assert len(shown(page)) == 3


# what chance says: the pauses in milliseconds between two tries
PAUSES = {
    0: [250, 500, 1000, 2000, 4000, 4000],
    0.5: [375, 750, 1500, 3000, 6000, 6000],
    0.9999: [500, 1000, 2000, 4000, 8000, 8000],
}


@pytest.mark.parametrize("chance, pauses", PAUSES.items())
def test_page_comes_back_after_pauses_that_double_and_differ_by_chance(clock, thread, page, chance, pauses):
    page.evaluate("(chance) => { Math.random = () => chance }", chance)
    clock.pause_at(START)
    cut(page)
    for pause in [*pauses, pauses[-1]]:
        tries = once(page, CLOSED)
        clock.run_for(pause - 2)
        assert sockets(page)[0] == tries
        clock.run_for(2)
        assert sockets(page)[0] == tries + 1
    once(page, CLOSED)
    mend(page)
    clock.run_for(pauses[-1])
    expect(page.locator("#connection")).to_contain_text("Back online.")
    cut(page)
    tries = once(page, CLOSED)
    clock.run_for(pauses[0])
    assert sockets(page)[0] == tries + 1


def test_page_that_goes_offline_says_so_and_is_live_again_at_once_when_back(clock, thread, page, context):
    bar = page.locator("#connection")
    clock.pause_at(START)
    context.set_offline(True)
    assert sockets(page)[1] in (CLOSING, CLOSED)
    clock.run_for(2999)
    expect(bar).to_be_empty()
    clock.run_for(1)
    expect(bar).to_contain_text("Reconnecting.")
    context.set_offline(False)
    expect(bar).to_contain_text("Back online.")
    clock.run_for(10_000)
    expect(bar).to_be_empty()


def test_bar_is_in_sight_wherever_the_reader_is_and_covers_no_pill(clock, thread, page, context, site):
    add(thread, 30)
    open_live(page, f"{site}/proposals/{thread.pk}/")
    clock.pause_at(START)
    page.evaluate("() => scrollTo(0, document.querySelector('#thread').offsetTop + 1000)")
    context.set_offline(True)
    clock.run_for(3000)
    expect(page.locator("#connection p")).to_be_in_viewport(ratio=1)
    post(thread, "Out of sight.")
    context.set_offline(False)
    expect(page.locator("#connection")).to_contain_text("Back online.")
    pill(page).click(timeout=3000)  # nothing lies above it
    assert "Out of sight." in shown(page)


def test_hidden_tab_sleeps_after_half_a_minute_and_catches_up_when_looked_at(clock, thread, page):
    clock.pause_at(START)
    look_away(page)
    clock.run_for(29_999)
    assert sockets(page) == (1, OPEN)
    clock.run_for(1)
    assert once(page, CLOSED) == 1
    post(thread, "Nobody looks.")
    clock.run_for(10 * MINUTE)
    assert sockets(page) == (1, CLOSED)
    expect(pill(page)).to_be_hidden()
    look_away(page, away=False)
    expect(pill(page)).to_have_text("Show 1 new comment")
    expect(page.locator("#connection")).to_be_empty()
    assert sockets(page) == (2, OPEN)


def test_tab_hidden_for_a_moment_stays_live(clock, thread, page):
    clock.pause_at(START)
    look_away(page)
    clock.run_for(29_000)
    look_away(page, away=False)
    clock.run_for(10 * MINUTE)
    assert sockets(page) == (1, OPEN)


def test_two_tabs_catch_up_each_for_itself(thread, page, context, site):
    other = context.new_page()
    open_live(other, f"{site}/proposals/{thread.pk}/")
    other.get_by_text("Add a comment").click()
    box = other.get_by_label("Comment", exact=True)
    box.fill("Half a thought")
    context.set_offline(True)
    post(thread, "While both were away.")
    context.set_offline(False)
    for tab in (page, other):
        expect(pill(tab)).to_have_text("Show 1 new comment")
    pill(page).click()
    assert "While both were away." in shown(page)
    assert "While both were away." not in shown(other)
    expect(pill(other)).to_have_text("Show 1 new comment")
    expect(box).to_have_value("Half a thought")
    post(thread, "And now.")
    expect(pill(page)).to_have_text("Show 1 new comment")
    expect(pill(other)).to_have_text("Show 2 new comments")
