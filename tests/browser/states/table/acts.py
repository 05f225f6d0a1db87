"""What somebody does on a page to bring it into a state."""

from tests.factories.accounts import PASSWORD


def open_menu(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".bar-menu > summary").click()


def press(*names, then=None):
    """Press buttons, or open what is folded, one after another; wait until words are there."""

    def act(page):
        for name in names:
            page.get_by_text(name, exact=True).filter(visible=True).first.click()
        if then:
            page.get_by_text(then).first.wait_for()

    return act


def fill(button, then, **fields):
    """Fill in fields by their names and send the form, past what the browser itself would refuse."""

    def act(page):
        page.locator("main form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
        for name, value in fields.items():
            page.locator(f"main [name={name}]").first.fill(value)
        page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
        page.get_by_text(then).first.wait_for()

    return act


def sent_and_looked_up(page):
    answered(page)
    page.get_by_role("link", name="Open the receipt page").click()
    page.wait_for_url("**/receipts/*/")


def answered(page):
    page.get_by_label("What should change first?").fill("The junction by the school.")
    page.get_by_label("Yes, without my name").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you. We have it.").wait_for()


def signed_in_afterwards(page):
    """Signed out, sent something as a guest, and signed in again: the device asks whose it was."""
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/consultations/quieter-streets/questions/")
    answered(page)
    page.goto("/accounts/login/?next=/me/claim/")
    page.get_by_label("E-mail address").fill("latecomer@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Are these also yours?").wait_for()


def refused_comment(page):
    """Sent empty, without the script that would say so on the spot."""
    page.get_by_text("Add a comment", exact=True).click()
    page.locator("#add form").evaluate("form => { form.noValidate = true; form.submit() }")
    page.get_by_text("to fix").first.wait_for()


def offline(page):
    page.context.set_offline(True)
    page.get_by_text("Reconnecting.").wait_for()
    page.context.set_offline(False)


def preview(page):
    """The letter an author would get, before a case is decided."""
    page.get_by_label("Hide", exact=False).first.check()
    page.locator("select[name=rule]").first.select_option(index=1)
    page.get_by_label("Facts: what in the text breaks the rule").fill("“Thick” is aimed at people.")
    page.get_by_role("button", name="Check notice").click()
    page.get_by_text("Your comment was hidden").first.wait_for()


def reported(page):
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send report").click()
    page.get_by_text("Your receipt number is").wait_for()


def report_looked_up(page):
    reported(page)
    page.get_by_role("link", name="Open the receipt page").click()
    page.get_by_role("heading", name="What came of your report").wait_for()


def code_asked(page):
    page.get_by_label("E-mail address").fill("asha@example.org")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/confirm/")


def signed_up(page):
    page.get_by_label("E-mail address").fill("sam@example.org")
    page.get_by_label("Public name").fill("Kestrel")
    page.get_by_label("Password", exact=True).fill("heron lamp river")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/confirm-email/")


def password_again(page):
    """Whoever signed in some time ago gives it once more."""
    if page.url.endswith("/reauthenticate/") or "reauthenticate" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def opened(name):
    """A dialog of the workbench."""

    def act(page):
        page.get_by_role("link", name=name).first.click()
        page.get_by_role("dialog").get_by_role("button").first.wait_for()

    return act


def merge_previewed(page):
    opened("Merge")(page)
    page.get_by_role("dialog").get_by_label("Trams").check()
    page.get_by_role("dialog").get_by_role("button", name="Show what changes").click()
    page.get_by_role("columnheader", name="After").wait_for()


def unfold_passage(page):
    """Another theme for a passage, or hiding it from quotes."""
    page.get_by_text("Another theme, or the quote").first.click()
    page.get_by_role("button", name="Hide the quote").first.wait_for()


def together_checked(page):
    page.locator("input[name=case]").first.check()
    page.get_by_label("Keep").check()
    page.get_by_role("button", name="Check notices").click()
    page.get_by_text("held by you for ten minutes").wait_for()


def address_asked(page):
    """By somebody who has just taken part without an account."""
    answered(page)
    page.goto("/me/address/")
    fill("Send me the letter", "We wrote to", email="sam@example.org")(page)


def not_judged(page):
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("alert").wait_for()


def not_meant(page):
    page.get_by_role("link", name="Not what I meant").first.click()
    page.get_by_role("heading", name="This is not what I meant").wait_for()


case_taken = press("Take this case", then="held by you")
bounces_refused = fill("Note them", "to fix", addresses="")
