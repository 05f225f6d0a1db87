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
    visit.expected.append("422")  # a judgement that is refused
    run, (buses, _schools) = sorted_run(12)
    first, second, third = (analyst_of(run.consultation) for _each in range(3))
    address = f"/themes/{run.consultation.slug}/coding/"
    sign_in(page, site, first)
    visit(address)
    draw(page, first, second)
    sample = CodingSample.objects.get()
    code_by_keyboard(page, list(SampledText.objects.of(sample)), buses)
    assert page.get_by_role("link", name="See both judgements").count() == 0

    page.set_viewport_size({"width": 390, "height": 844})
    be(page, site, second)
    visit(address)
    code_one_on_a_phone(page)
    code_all(sample, second)

    page.set_viewport_size({"width": 1280, "height": 900})
    be(page, site, third)
    visit(address)
    page.get_by_text("trams").wait_for()
    assert barriers(page) == []
    settle_first(page)


def be(page, site, person):
    page.context.clear_cookies()
    sign_in(page, site, person)


def draw(page, first, second):
    assert barriers(page) == []
    page.get_by_role("radio", name=re.compile("± 10 points")).check()
    page.get_by_label("First coder").select_option(str(first.pk))
    page.get_by_label(re.compile("^Second coder")).select_option(str(second.pk))
    page.get_by_role("button", name="Draw the sample").click()
    page.get_by_text("submissions are drawn.").wait_for()
    assert barriers(page) == []


def code_by_keyboard(page, texts, buses):
    """Everything by keys alone, one step back included."""
    page.get_by_role("link", name=re.compile("^Code the next of")).focus()
    page.keyboard.press("Enter")
    none = page.get_by_label(re.compile("None of these"))
    for number, text in enumerate(texts, 1):
        page.get_by_role("heading", name=f"Text {number} of {len(texts)}").wait_for()
        if number == 1:
            assert barriers(page) == []
            page.keyboard.press("n")
            assert none.is_checked()
        if number == 2:
            page.keyboard.press("b")
            page.get_by_role("heading", name="Text 1 of").wait_for()
            assert page.locator("[name=themes]:checked").count() == 1
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Text 2 of").wait_for()
        page.keyboard.press("1" if machine_theme(text) == buses else "2")
        assert not none.is_checked()
        page.keyboard.press("Enter")
    page.get_by_text("You have coded everything that was yours.").wait_for()


def code_one_on_a_phone(page):
    """A judgement that is refused, then one that is taken; nothing of the first coder's is ticked."""
    page.get_by_role("link", name=re.compile("^Code the next of")).click()
    page.get_by_role("heading", name="Your judgement").wait_for()
    assert page.locator("[name=themes]:checked").count() == 0
    assert (barriers(page), no_sideways_scroll(page)) == ([], True)
    save = page.get_by_role("button", name=re.compile("Save and go on"))
    save.click()
    page.get_by_role("alert").wait_for()
    assert barriers(page) == []
    page.get_by_label(re.compile("None of these")).check()
    page.get_by_label(re.compile("A new theme")).fill("Trams")
    save.click()
    page.get_by_role("heading", name="Text 2 of").wait_for()


def settle_first(page):
    page.get_by_role("link", name="See both judgements").click()
    page.get_by_role("heading", name="Where the coders differ").wait_for()
    assert barriers(page) == []
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("heading", name="What holds").wait_for()
    assert barriers(page) == []
    page.get_by_label(re.compile("^Buses")).check()
    page.get_by_label(re.compile("^Why")).fill("It names the bus.")
    page.get_by_role("button", name="Settle and go on").click()
    page.get_by_role("heading", name=re.compile("What holds|Coding")).first.wait_for()
