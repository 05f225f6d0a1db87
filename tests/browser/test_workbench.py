"""An analyst at the workbench: by key and mouse, and without script; a colleague's edit announces itself."""

import pytest

from proposals.themes import actions
from proposals.themes.models import Theme
from tests.browser.findings import barriers, sign_in
from tests.factories.bench import filled_run
from tests.factories.themes import analyst_of

pytestmark = [pytest.mark.browser]


def bench(page, site):
    run = filled_run(3, 6)
    one, other, third = Theme.objects.of_run(run).order_by("pk")
    for theme, name in ((one, "Buses"), (other, "Trams"), (third, "Shops")):
        Theme.objects.filter(pk=theme.pk).update(name=name)
    sign_in(page, site, analyst_of(run.consultation))
    return run, f"/themes/{run.consultation.slug}/{one.pk}/"


def is_free_of_barriers(page):
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def merge_split_move_and_undo(page, visit, address):
    """The journey itself; every step is a link or a form."""
    visit(address)
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("Trams").check()
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("columnheader", name="After").wait_for()
    is_free_of_barriers(page)
    page.get_by_label("Reason").fill("Both ask for public transport.")
    page.get_by_role("button", name="Merge 5 into 5").click()
    page.get_by_text("“Buses” is part of “Trams” now.").wait_for()
    is_free_of_barriers(page)
    page.get_by_role("link", name="Split").click()
    page.get_by_label("Name of part 2").fill("Night buses")
    page.get_by_label("Reason").fill("Two things.")
    is_free_of_barriers(page)
    page.get_by_role("button", name="Split it").click()
    page.get_by_role("link", name="Night buses").click()
    page.get_by_role("link", name="In this theme").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Place the ticked ones").click()
    page.get_by_label("Which theme").select_option(label="Shops")
    page.get_by_role("button", name="Show what changes").click()
    is_free_of_barriers(page)
    page.get_by_role("button", name="Place 1 passage").click()
    page.get_by_text("1 passage is in “Shops”.").wait_for()
    page.get_by_role("link", name="History", exact=True).click()
    is_free_of_barriers(page)


def test_analyst_merges_splits_moves_and_undoes_by_mouse_and_key(visit, page, site):
    run, address = bench(page, site)
    merge_split_move_and_undo(page, visit, address)
    visit(address)
    page.keyboard.press("u")
    page.get_by_text("Undone: moved 1 passage to “Shops”.").wait_for()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className") == "theme-link"
    page.keyboard.press("t")
    page.keyboard.press("x")
    assert page.get_by_role("checkbox").first.is_checked()
    page.get_by_role("button", name="Turn single keys off").click()
    page.keyboard.press("u")
    assert run.edits.filter(undone_at=None).count() == 2
    page.get_by_role("button", name="Turn single keys on").click()
    page.keyboard.press("u")
    page.get_by_text("Undone: split").wait_for()
    theme = Theme.objects.of_run(run).get(name="Shops")
    visit(f"/themes/{run.consultation.slug}/{theme.pk}/")
    page.wait_for_function("document.querySelector('#bench-news').hidden")
    page.wait_for_timeout(500)
    actions.rename_theme(by=analyst_of(run.consultation), theme=theme, name="Traders")
    page.get_by_text("Somebody changed the themes since you opened this page.").wait_for()


def test_the_whole_journey_works_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    run, address = bench(page, site)
    page.goto(address)
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("Trams").check()
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_label("Reason").fill("Both ask for public transport.")
    page.get_by_role("button", name="Merge 5 into 5").click()
    assert page.get_by_text("“Buses” is part of “Trams” now.").is_visible()
    page.get_by_role("link", name="Split").click()
    page.get_by_label("Reason").fill("Two things.")
    page.get_by_role("button", name="Split it").click()
    page.get_by_role("link", name="In this theme").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Place the ticked ones").click()
    page.get_by_label("Which theme").select_option(label="Shops")
    page.get_by_role("button", name="Place 1 passage").click()
    for _edit in range(3):
        page.get_by_role("button", name="Undo the last edit").click()
    assert run.edits.filter(undone_at=None).count() == 0
    assert sorted(Theme.objects.of_run(run).values_list("name", flat=True)) == ["Buses", "Shops", "Trams"]
    context.close()


def test_merging_opens_over_the_workbench_and_gives_the_focus_back(visit, page, site):
    _run, address = bench(page, site)
    visit(address)
    link = page.get_by_role("link", name="Merge")
    link.click()
    dialog = page.get_by_role("dialog", name="Merge “Buses” into another theme")
    dialog.get_by_label("Trams").check()
    dialog.get_by_role("button", name="Show what changes").click()
    dialog.get_by_role("columnheader", name="After").wait_for()
    assert page.url.endswith(address)
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert link.evaluate("each => each === document.activeElement")


def test_renaming_keeps_what_was_typed_when_the_dialog_is_closed(visit, page, site):
    _run, address = bench(page, site)
    visit(address)
    page.get_by_role("link", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Night buses")
    page.keyboard.press("Escape")
    assert page.locator("#theme_name").input_value() == "Night buses"
    page.get_by_role("link", name="Rename").click()
    page.get_by_role("dialog").get_by_role("button", name="Save the words").click()
    page.get_by_role("heading", name="Night buses").wait_for()


def test_merging_is_a_page_of_its_own_on_a_phone(visit, page, site):
    _run, address = bench(page, site)
    page.set_viewport_size({"width": 390, "height": 900})
    visit(address)
    page.get_by_role("link", name="Merge").click()
    page.wait_for_url("**/merge/")
    assert page.get_by_role("dialog").count() == 0
