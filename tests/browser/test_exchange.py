"""An analyst's errands: who was heard against who lives here, and files from another tool."""

import pytest

from proposals.themes.models import ReferenceTable, Theme
from proposals.themes.reports.bundle import build_bundle
from tests.browser.findings import barriers, sign_in
from tests.factories.themes import ThemeReportFactory, analyst_of
from tests.proposals.themes.reports.test_coverage import heard

pytestmark = [pytest.mark.browser]

OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"
POPULATION = b"category,people\nyoung,4000\nmiddle,3000\nold,3000\n"
THEMES = b"key,name,definition\nA,Longer hours,Later in the evening.\n"


def given(name, content):
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def without_barriers(page):
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) <= 0
        assert barriers(page) == []


def test_analyst_gives_a_population_and_takes_themes_over(visit, page, site):
    run, _theme, _question = heard(young=3, middle=20, old=20)
    consultation = run.consultation
    ReferenceTable.objects.all().delete()
    sign_in(page, site, analyst_of(consultation))
    visit.expected.append("422")
    visit(f"/themes/{consultation.slug}/people/")
    page.get_by_label("What the table is about").select_option(label="Your age")
    page.get_by_label("Who counted, and when").fill("Census 2021")
    page.get_by_label("File").set_input_files(given("age.csv", b"category,people\nyoung,x\n"))
    page.get_by_role("button", name="Use this table").click()
    page.get_by_role("link", name="Row 2, column people").wait_for()
    without_barriers(page)
    page.get_by_label("File").set_input_files(given("age.csv", POPULATION))
    page.get_by_role("button", name="Use this table").click()
    page.get_by_text("Silent: Young").wait_for()
    without_barriers(page)

    visit(f"/themes/{consultation.slug}/exchange/")
    without_barriers(page)
    page.get_by_label("Themes (optional)", exact=True).set_input_files(given("themes.csv", THEMES))
    page.get_by_role("button", name="Read the files").click()
    page.get_by_role("heading", name="New themes").wait_for()
    without_barriers(page)
    page.get_by_role("button", name="Take this over").click()
    page.get_by_text("1 theme is taken over.").wait_for()
    assert Theme.objects.of_run(run).filter(stable_key="A", definition="Later in the evening.").exists()

    ThemeReportFactory(run=run, bundle=build_bundle(run, 1))
    visit(f"/consultations/{consultation.slug}/report/")
    page.get_by_role("heading", name="Who was heard, and who is missing").wait_for()
    without_barriers(page)
