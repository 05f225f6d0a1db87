"""The pages everybody meets first: readable by everybody, on a phone too, under the strict policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESSES = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nothing-here/"]
NOT_FOUND = "404 \\(Not Found\\)"


@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_has_no_barrier(visit, page, address, language):
    visit.expected = [NOT_FOUND]
    visit(f"{language}{address}")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_needs_no_sideways_scrolling(visit, page, address, width):
    visit.expected = [NOT_FOUND]
    page.set_viewport_size({"width": width, "height": 800})
    visit(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_policy_stops_an_inline_script(visit, page):
    visit.expected = ["Content Security Policy"]
    visit("/accounts/login/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.head.append(script);
        }"""
    )
    assert page.evaluate("window.ran") is None


def test_sign_up_without_script_leads_to_the_letter_that_confirms(visit, page, mailoutbox):
    visit("/accounts/signup/")
    page.fill("input[name=email]", "new.person@example.org")
    page.fill("input[name=display_name]", "New Person")
    page.fill("input[name=password1]", "a long enough secret 7")
    page.locator("main form button").last.click()
    page.wait_for_url("**/accounts/confirm-email/")
    assert [letter.to for letter in mailoutbox] == [["new.person@example.org"]]
