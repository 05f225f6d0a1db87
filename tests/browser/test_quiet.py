"""A thread stays calm for those who listen to it: few announcements, none while paused, none said twice."""

from itertools import pairwise
from queue import Queue

import pytest
from playwright.sync_api import expect

from consult.enums import Role
from tests.browser.threads import cut, heard_of, mend, pill, post, spoken
from tests.factories.consult import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("watched")]
START = "2026-03-02T12:00:00"


@pytest.fixture
def clock(page):
    """Time that passes on the page only when a test says so."""
    page.clock.install(time="2026-03-02T11:00:00")
    return page.clock


def words_spoken(page):
    return [words for _when, words in spoken(page)]


def test_burst_is_announced_in_one_polite_sentence_every_five_seconds_at_most(clock, thread, page):
    voice = page.locator("[data-live-voice]")
    expect(voice).to_have_attribute("role", "status")
    owner = MembershipFactory(consultation=thread.consultation, role=Role.OWNER).user
    clock.pause_at(START)
    for number in range(24):
        post(thread, f"Word {number}.", by=owner, official=number == 7)
        expect(pill(page)).to_contain_text(f"Show {number + 1} new comment")
        clock.run_for(500)
    clock.run_for(10_000)
    moments = [when for when, _words in spoken(page)]
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert words_spoken(page) == [
        "2 new comments",
        "9 new comments, 1 official reply",
        "10 new comments",
        "2 new comments",
    ]
    assert min(pauses) >= 5000


def test_own_comment_is_said_at_once_and_news_wait_five_seconds_after_it(clock, thread, page):
    page.get_by_text("Add a comment").click()
    page.get_by_label("Comment", exact=True).fill("I walk there every day.")
    clock.pause_at(START)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("#thread article").first).to_contain_text("I walk there every day.")
    assert words_spoken(page) == ["Posted"]
    post(thread, "So do I.")
    expect(pill(page)).to_have_text("Show 1 new comment")
    clock.run_for(4900)
    assert words_spoken(page) == ["Posted"]
    clock.run_for(100)
    assert words_spoken(page) == ["Posted", "1 new comment"]


def test_own_comment_heard_of_before_its_answer_is_not_announced_as_news(clock, thread, page):
    answers = Queue()
    page.route("**/comments/", lambda route: answers.put((route, route.fetch())))
    page.get_by_text("Add a comment").click()
    page.get_by_label("Comment", exact=True).fill("I walk there every day.")
    clock.pause_at(START)
    page.get_by_role("button", name="Post comment").click()
    expect(pill(page)).to_have_text("Show 1 new comment")
    while answers.empty():
        page.wait_for_timeout(25)
    route, answer = answers.get_nowait()
    route.fulfill(response=answer)
    expect(page.locator("#thread article").first).to_contain_text("I walk there every day.")
    expect(pill(page)).to_be_hidden()
    post(thread, "So do I.")
    expect(pill(page)).to_have_text("Show 1 new comment")
    clock.run_for(4900)
    assert words_spoken(page) == ["Posted"]
    clock.run_for(100)
    assert words_spoken(page) == ["Posted", "1 new comment"]


def test_paused_page_says_nothing_and_counts_when_it_goes_on(clock, thread, page):
    pause = page.get_by_role("button", name="Pause")
    clock.pause_at(START)
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")
    heard_of(page, post(thread, "Quiet please."))
    clock.run_for(60_000)
    expect(pill(page)).to_be_hidden()
    assert words_spoken(page) == []
    pause.click()
    expect(pill(page)).to_have_text("Show 1 new comment")
    post(thread, "Louder.")
    expect(pill(page)).to_have_text("Show 2 new comments")
    clock.run_for(5000)
    assert words_spoken(page) == ["1 new comment"]


def test_what_came_during_a_cut_is_said_by_the_bar_alone(clock, thread, page):
    clock.pause_at(START)
    cut(page)
    clock.run_for(3000)
    bar = page.locator("#connection")
    expect(bar).to_have_attribute("role", "status")
    expect(bar).to_contain_text("Reconnecting.")
    post(thread, "While nobody listened.")
    mend(page)
    clock.run_for(8000)
    expect(bar).to_contain_text("1 comment came in while you were away.")
    clock.run_for(5000)
    assert words_spoken(page) == []
