"""An analyst's way: start a run, watch it, make a codebook of it, publish, open a number."""

import pytest

from consult.enums import Role
from proposals.themes.actions import perform_run
from proposals.themes.models import Theme, ThemeRun
from tests.browser.findings import barriers, sign_in
from tests.factories.coding import code_run
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import (
    analyst_of,
    carry_out_what_is_asked,
    staff,
    write_about_topics,
)

pytestmark = [pytest.mark.browser]


def freeze_received(page):
    """Ask for it and watch the bar until the page comes anew."""
    page.get_by_role("link", name="Freeze what was received").click()
    page.get_by_role("button", name="Freeze everything received").click()
    page.get_by_role("progressbar", name="Freezing what was received").wait_for()
    assert barriers(page) == []
    carry_out_what_is_asked()
    page.get_by_role("button", name="Freeze again").wait_for()  # the bar asked
    assert barriers(page) == []


def release(visit, page, site, consultation, analyst):
    """Freeze what was received, write what stands around the numbers, then three steps by two people."""
    page.get_by_role("button", name="Ask for sign-off").click()
    page.get_by_role("heading", name="This has to be done first").wait_for()
    assert barriers(page) == []
    freeze_received(page)
    visit(f"/themes/{consultation.slug}/report/frame/")
    page.get_by_label("What these findings cannot say").fill(
        "Nobody under sixteen was asked, and few forms came."
    )
    page.get_by_label("What these findings cannot say").press_sequentially(" Two of five wards had none.")
    page.get_by_label("Whom readers can ask").fill("Team, team@example.org")
    page.get_by_label("Nobody outside the team").check()
    page.get_by_label("The texts in no theme were read").check()
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Saved.").wait_for()
    for number in range(3):
        page.get_by_label(f"Named by a person {number}").fill(f"People wrote about topic {number}.")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("Saved.").wait_for()
    assert barriers(page) == []
    second = analyst_of(consultation)
    steps = [(analyst, "Freeze the findings"), (second, "Sign the findings"), (analyst, "Publish the report")]
    for person, step in steps:
        sign_in(page, site, person)
        visit(f"/themes/{consultation.slug}/report/")
        page.get_by_role("button", name=step).click()
        if step == "Freeze the findings":
            page.get_by_role("progressbar", name=step.replace("Freeze", "Freezing")).wait_for()
            carry_out_what_is_asked()
    page.wait_for_url(f"**/consultations/{consultation.slug}/report/")
    assert barriers(page) == []
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="In short").is_visible()
    assert not page.get_by_role("navigation", name="You are here").is_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert barriers(page) == []


def read_contrasts(page):
    """Say by keyboard that what says otherwise is read, in a theme where something does."""
    button = page.get_by_role("button", name="I have read the contrasting quotes")
    if button.count():
        button.focus()
        page.keyboard.press("Enter")
        page.get_by_text("You have read the contrasting quotes").wait_for()
        page.get_by_text("Read by ").wait_for()
        assert barriers(page) == []


def test_analyst_finds_confirms_and_publishes_themes(visit, page, site):
    consultation = ConsultationFactory(phase=False, disclosure_threshold=2)
    staff(consultation, Role.OWNER)
    write_about_topics(consultation)
    analyst = analyst_of(consultation)
    visit.expected.append("422")  # signing off too early
    sign_in(page, site, analyst)
    visit("/themes/")
    page.get_by_role("link", name="Open the workbench").click()
    page.get_by_text("Start a run", exact=True).click()
    page.get_by_label("Number of themes").fill("3")
    page.get_by_role("button", name="Find themes").click()
    page.get_by_role("progressbar", name="Run 1").wait_for()
    assert barriers(page) == []
    perform_run(run_id=ThemeRun.objects.get().pk)
    page.get_by_role("heading", name="3 themes").wait_for()  # the bar asked, and the page came anew
    assert barriers(page) == []
    for number, theme in enumerate(Theme.objects.of_run(ThemeRun.objects.get())):
        page.get_by_role("link", name=theme.name, exact=True).click()
        page.locator("#theme_name").fill(f"Named by a person {number}")
        page.locator("#theme_definition").fill("What people said about one of three topics.")
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("heading", name=f"Named by a person {number}").wait_for()
        read_contrasts(page)
    code_run(ThemeRun.objects.get())
    release(visit, page, site, consultation, analyst)
    page.get_by_role("link", name="in themes").click()
    number = dict(consultation.reports.get().bundle["ledger"])["in_themes"]
    page.get_by_text(f"{number} of {number} contributions may be shown").wait_for()
    assert barriers(page) == []


def test_publishing_too_early_lists_what_is_missing(visit, page, site):
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    analyst = analyst_of(consultation)
    run = ThemeRun.objects.create(
        consultation=consultation, number=1, parameters={"n_themes": 3}, started_by=analyst
    )
    perform_run(run_id=run.pk)
    visit.expected.append("422")
    sign_in(page, site, analyst)
    visit(f"/themes/{consultation.slug}/")
    page.get_by_role("button", name="Ask for sign-off").click()
    said = page.get_by_role("alert").filter(has_text="No theme is confirmed.")
    said.wait_for()
    assert "3 suggested themes are neither confirmed nor dismissed." in said.inner_text()
