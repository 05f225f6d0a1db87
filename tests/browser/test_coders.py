"""Two coders who do not see each other, by keyboard and on a phone, and a third person who settles."""

import re

import pytest

from proposals.themes.models import CodingSample, SampledText
from tests.browser.findings import barriers, sign_in
from tests.factories.coding import code_all, machine_theme, sorted_run
from tests.factories.themes import analyst_of

pytestmark = [pytest.mark.browser]


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_coders_and_a_third_person_from_the_draw_to_the_settled_sample(visit, page, site):
    run, (buses, schools) = sorted_run(12)
    first, second, third = (analyst_of(run.consultation) for _each in range(3))
    slug = run.consultation.slug
    sign_in(page, site, first)
    visit(f"/themes/{slug}/coding/")
    assert barriers(page) == []
    page.get_by_role("radio", name=re.compile("± 10 points")).check()
    page.get_by_label("First coder").select_option(str(first.pk))
    page.get_by_label(re.compile("^Second coder")).select_option(str(second.pk))
    page.get_by_role("button", name="Draw the sample").click()
    page.get_by_text("submissions are drawn.").wait_for()
    sample = CodingSample.objects.get()
    assert barriers(page) == []

    # The first coder uses the keyboard alone.
    page.get_by_role("link", name=re.compile("^Code the next of")).focus()
    page.keyboard.press("Enter")
    texts = list(SampledText.objects.of(sample))
    for number, text in enumerate(texts, 1):
        page.get_by_role("heading", name=f"Text {number} of {len(texts)}").wait_for()
        if number == 1:
            assert barriers(page) == []
            page.keyboard.press("n")
            assert page.get_by_label(re.compile("None of these")).is_checked()
        page.keyboard.press("1" if machine_theme(text) == buses else "2")
        assert not page.get_by_label(re.compile("None of these")).is_checked()
        if number == 2:
            page.keyboard.press("b")
            page.get_by_role("heading", name="Text 1 of").wait_for()
            assert page.locator("[name=themes]:checked").count() == 1
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Text 2 of").wait_for()
            page.keyboard.press("1" if machine_theme(text) == buses else "2")
        page.keyboard.press("Enter")
    page.get_by_text("You have coded everything that was yours.").wait_for()
    assert page.get_by_role("link", name="See both judgements").count() == 0

    # The second coder has a phone, and touches.
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.clear_cookies()
    sign_in(page, site, second)
    visit(f"/themes/{slug}/coding/")
    page.get_by_role("link", name=re.compile("^Code the next of")).click()
    page.get_by_role("heading", name="Your judgement").wait_for()
    assert page.locator("[name=themes]:checked").count() == 0
    assert (barriers(page), no_sideways_scroll(page)) == ([], True)
    page.get_by_role("button", name=re.compile("Save and go on")).click()
    page.get_by_role("alert").wait_for()
    assert barriers(page) == []
    page.get_by_label(re.compile("None of these")).check()
    page.get_by_label(re.compile("A new theme")).fill("Trams")
    page.get_by_role("button", name=re.compile("Save and go on")).click()
    page.get_by_role("heading", name="Text 2 of").wait_for()
    code_all(sample, second)

    # A third person settles where they differ.
    page.set_viewport_size({"width": 1280, "height": 900})
    page.context.clear_cookies()
    sign_in(page, site, third)
    visit(f"/themes/{slug}/coding/")
    assert barriers(page) == []
    page.get_by_text("trams").wait_for()
    page.get_by_role("link", name="See both judgements").click()
    assert barriers(page) == []
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("heading", name="What holds").wait_for()
    assert barriers(page) == []
    page.get_by_label(re.compile("^Buses")).check()
    page.get_by_label(re.compile("^Why")).fill("It names the bus.")
    page.get_by_role("button", name="Settle and go on").click()
    page.get_by_text("Every difference is settled.").wait_for()
    assert schools.judgements.exists()
