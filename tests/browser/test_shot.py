from playwright.sync_api import expect

from tests.browser.test_live import *


def test_shot(thread, page, visit, site):
    page.set_viewport_size({"width": 1280, "height": 900})
    CommentFactory(root=thread, public_text="It is fine as it is.")
    open_live(page, f"{site}/proposals/{thread.pk}/")
    post(thread, "The bus is late.")
    post(thread, "The bridge is narrow.")
    expect(pill(page)).to_have_text("Show 2 new comments")
    page.get_by_role("button", name="Agree", exact=True).click()
    cut(page)
    expect(page.locator("#connection")).to_contain_text("Reconnecting", timeout=8000)
    page.screenshot(path="/tmp/live1.png", full_page=True)
    mend(page)
    pill(page).click()
    expect(page.locator("#connection")).to_contain_text("Back online", timeout=15000)
    page.screenshot(path="/tmp/live2.png", full_page=True)
    visit.expected.append("closed before")
