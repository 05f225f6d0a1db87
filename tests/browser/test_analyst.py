"""An analyst's way: start a run, watch it, make a codebook of it, publish, open a number."""

import pytest

from proposals.themes.actions import perform_run
from proposals.themes.models import Theme, ThemeRun
from tests.browser.findings import barriers, sign_in
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import analyst_of, write_about_topics

pytestmark = [pytest.mark.browser]


def test_analyst_finds_confirms_and_publishes_themes(visit, page, site):
    consultation = ConsultationFactory(disclosure_threshold=2)
    write_about_topics(consultation)
    sign_in(page, site, analyst_of(consultation))
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
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("heading", name=f"Named by a person {number}").wait_for()
    page.get_by_role("button", name="Publish the report").click()
    page.wait_for_url("**/report/")
    assert barriers(page) == []
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
    sign_in(page, site, analyst)
    visit(f"/themes/{consultation.slug}/")
    page.get_by_role("button", name="Publish the report").click()
    said = page.get_by_role("status").filter(has_text="No theme is confirmed.")
    said.wait_for()
    assert "3 suggested themes are neither confirmed nor dismissed." in said.inner_text()
