"""Two windows on one thread: news wait, cuts leave no hole, and nothing touches what somebody is writing."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from consult.clock import now, standing_at
from proposals.actions import states
from proposals.actions.pruning import prune_events
from proposals.actions.tallies import recount
from proposals.events import record
from proposals.models import Event
from tests.browser.findings import barriers, sign_in
from tests.browser.threads import cut, mend, open_live, pill, post, shown, up_to_date
from tests.factories.accounts import UserFactory
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("watched")]


def test_comment_of_somebody_else_waits_behind_the_pill(thread, page, visit):
    before = shown(page)
    post(thread, "The bus is late.")
    expect(pill(page)).to_have_text("Show 1 new comment")
    post(thread, "The bridge is narrow.")
    expect(pill(page)).to_have_text("Show 2 new comments")
    assert shown(page) == before
    assert barriers(page) == []
    pill(page).click()
    assert shown(page) == ["The bus is late.", "The bridge is narrow.", *before]
    expect(pill(page)).to_be_hidden()
    expect(page.locator("#thread article").first).to_be_focused()
    expect(page.locator("[data-live-count]")).to_have_text("3")


def test_three_comments_during_a_cut_come_once_in_order_and_the_draft_stays(thread, page, visit):
    before = shown(page)
    page.get_by_text("Add a comment").click()
    box = page.get_by_label("Comment", exact=True)
    box.fill("Half a thought")
    box.evaluate("box => box.setSelectionRange(4, 4)")
    cut(page)
    expect(page.locator("#connection")).to_contain_text("Reconnecting", timeout=8000)
    for words in ("First.", "Second.", "Third."):
        post(thread, words)
    mend(page)
    expect(page.locator("#connection")).to_contain_text("3 comments came in", timeout=15000)
    expect(pill(page)).to_have_text("Show 3 new comments")
    expect(box).to_be_focused()
    assert box.evaluate("box => [box.value, box.selectionStart]") == ["Half a thought", 4]
    pill(page).click()
    assert shown(page) == ["First.", "Second.", "Third.", *before]
    expect(box).to_have_value("Half a thought")


def test_own_comment_appears_at_once_in_the_own_window_and_waits_in_the_other(
    thread, page, site, visit, context
):
    other = context.new_page()
    open_live(other, f"{site}/proposals/{thread.pk}/")
    sign_in(page, site, UserFactory())
    open_live(page, f"{site}/proposals/{thread.pk}/")
    page.get_by_text("Add a comment").click()
    page.get_by_label("Comment", exact=True).fill("I walk there every day.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("#thread article").first).to_contain_text("I walk there every day.")
    expect(page.locator("#thread article").first).to_be_focused()
    expect(pill(other)).to_have_text("Show 1 new comment", timeout=1000)
    expect(pill(page)).to_be_hidden()
    page.wait_for_timeout(300)
    assert shown(page).count("I walk there every day.") == 1
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")
    page.get_by_text("Add a comment").click()
    page.get_by_label("Comment", exact=True).fill("And back.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("#thread article:focus")).to_contain_text("And back.")


def test_comment_that_cannot_be_taken_keeps_its_text(thread, page, site, visit):
    page.get_by_text("Add a comment").click()
    box = page.get_by_label("Comment", exact=True)
    box.fill("Words worth keeping")
    page.route("**/comments/", lambda route: route.abort())
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("This was not sent. Your text is still here.")).to_be_visible()
    expect(box).to_have_value("Words worth keeping")
    visit.expected.append("ERR_FAILED|htmx:")


def test_first_comment_of_an_empty_thread_appears_at_once(visit, page, site):
    proposal = ProposalFactory()
    open_live(page, f"{site}/proposals/{proposal.pk}/")
    post(proposal, "Somebody has to begin.")
    expect(page.locator("#thread")).to_contain_text("Somebody has to begin.")
    expect(page.get_by_text("No comments yet.")).to_have_count(0)


def test_reply_goes_below_the_branch_it_answers(thread, page, visit):
    top = thread.thread.get()
    post(thread, "In answer to you.", parent=top)
    pill(page).click()
    assert page.locator(f"[data-live-item='{top.pk}'] .replies .comment-body").all_inner_texts() == [
        "In answer to you."
    ]


def test_removed_comment_dims_and_its_words_go(thread, page, visit):
    comment = thread.thread.get()
    states.hide(contribution=comment, by=UserFactory())
    article = page.locator(f"#comment-{comment.pk}")
    expect(article).to_have_class(re.compile("is-dim"))
    expect(article).to_contain_text("Removed by a moderator", timeout=8000)
    expect(article).not_to_contain_text(comment.public_text)


def test_edited_comment_changes_when_asked(thread, page, visit):
    comment = thread.thread.get()
    comment.body_html = "<p>Other words.</p>"
    comment.shown_revision = None
    comment.save()
    record((comment.thread_topic, "comment.changed", comment.pk))
    article = page.locator(f"#comment-{comment.pk}")
    expect(article).to_contain_text(comment.public_text)
    page.get_by_role("button", name="Edited. Show the new text").click()
    expect(article).to_contain_text("Other words.")


def test_nothing_moves_under_the_eyes_of_the_reader(thread, page, visit, site):
    for _ in range(30):
        CommentFactory(root=thread)
    open_live(page, f"{site}/proposals/{thread.pk}/")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight / 2)")
    article = page.locator("#thread article").nth(15)
    before = article.bounding_box()["y"]
    post(thread, "Above all that.")
    states.hide(contribution=thread.thread.first(), by=UserFactory())
    expect(pill(page)).to_have_text("Show 1 new comment")
    page.wait_for_timeout(3500)
    # Scrolling stops at whole points of the screen, heights do not: less than one point is no movement.
    assert abs(article.bounding_box()["y"] - before) < 1


def test_gap_too_long_fetches_the_list_and_keeps_the_draft(thread, page, visit):
    page.get_by_text("Add a comment").click()
    box = page.get_by_label("Comment", exact=True)
    box.fill("Half a thought")
    cut(page)
    page.wait_for_timeout(200)
    for words in ("First.", "Second."):
        post(thread, words)
    with standing_at(now() + timedelta(hours=25)):
        prune_events(of_each_topic=0)
    assert not Event.objects.filter(topic__name=thread.thread_topic).exists()
    mend(page)
    expect(page.locator("#thread")).to_contain_text("Second.", timeout=20000)
    expect(page.locator("[data-live-count]")).to_have_text("3")
    expect(box).to_have_value("Half a thought")
    post(thread, "Third.")
    expect(pill(page)).to_have_text("Show 1 new comment")


def test_paused_page_counts_nothing_until_it_goes_on(thread, page, visit):
    page.get_by_role("button", name="Pause").click()
    post(thread, "Quiet please.")
    page.wait_for_timeout(500)
    expect(pill(page)).to_be_hidden()
    page.get_by_role("button", name="Pause").click()
    expect(pill(page)).to_have_text("Show 1 new comment")


def test_count_moves_after_a_first_vote_as_a_guest(thread, page, visit):
    page.get_by_role("button", name="Agree", exact=True).click()
    count = page.locator("[data-tally] [data-count=agree]")
    expect(count).to_have_text("1")
    up_to_date(page, "tally:")
    VoteFactory(contribution=thread)
    recount(thread.pk)
    expect(count).to_have_text("2")


def test_thread_without_script_has_a_working_form(browser, site, thread):
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{site}/proposals/{thread.pk}/")
    window.get_by_text("Add a comment").click()
    window.get_by_label("Comment", exact=True).fill("Plain and simple.")
    window.get_by_role("button", name="Post comment").click()
    expect(window.locator("main")).to_contain_text("Plain and simple.")
    context.close()
