"""The way in: under the strict policy, and without a script."""

import pytest

pytestmark = [pytest.mark.browser]


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


def test_sign_up_without_script_leads_to_the_letter_that_confirms(browser, site, mailoutbox):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/accounts/signup/")
    page.fill("input[name=email]", "new.person@example.org")
    page.fill("input[name=display_name]", "New Person")
    page.fill("input[name=password1]", "a long enough secret 7")
    page.locator("main form button").last.click()
    page.wait_for_url("**/accounts/confirm-email/")
    context.close()
    assert [letter.to for letter in mailoutbox] == [["new.person@example.org"]]
