"""What a reader set in the system is kept: forced colours, more contrast, no motion, a dark screen."""

import pytest

pytestmark = [pytest.mark.browser]

# Chosen, pressed, current: each of these is told apart by a tint, which forced colours take away.
CHOSEN = [
    ".chip[aria-current=true]",
    ".chip[aria-pressed=true]",
    ".ballot [aria-pressed=true]",
    ".choices label:has(:checked)",
    ".scale label:has(:checked)",
    ".option:has(:checked)",
    ".case[aria-current=true]",
    ".theme-tree [aria-current=true]",
]
RINGED = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
  const {outlineStyle, outlineWidth} = getComputedStyle(each);
  return `${outlineWidth} ${outlineStyle}`;
})"""
BORDERED = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
  const {borderTopStyle, borderTopWidth} = getComputedStyle(each);
  return borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0;
})"""
COLOUR = """([selector, property]) => getComputedStyle(document.querySelector(selector))[property]"""


@pytest.fixture
def guide(windows):
    """Opens the page of all components under what a reader prefers."""
    page = windows("").new_page()

    def open_guide(view="", **preferred):
        page.emulate_media(**preferred)
        page.goto(f"/styleguide/?view={view}")
        return page

    yield open_guide
    page.close()


def test_what_is_chosen_keeps_a_ring_in_forced_colours(guide):
    found = {selector: [] for selector in CHOSEN}
    for view in ("", "staff"):
        page = guide(view, forced_colors="active")
        for selector in CHOSEN:
            found[selector] += page.evaluate(RINGED, selector)
    assert [selector for selector, rings in found.items() if set(rings) != {"3px solid"}] == []


def test_tinted_boxes_keep_an_edge_in_forced_colours(guide):
    page = guide(forced_colors="active")
    for selector in (".tag", ".note", ".official", ".btn", ".card", ".errors"):
        edges = page.evaluate(BORDERED, selector)
        assert (selector, set(edges)) == (selector, {True})


def test_edges_are_as_dark_as_ink_where_more_contrast_is_wanted(guide):
    page = guide(contrast="more")
    ink = page.evaluate(COLOUR, ["body", "color"])
    assert page.evaluate(COLOUR, [".btn:not(.btn-main)", "borderTopColor"]) == ink
    assert page.evaluate(COLOUR, [".quiet", "color"]) == ink


def test_scheme_of_the_system_is_followed(guide):
    light = guide(color_scheme="light").evaluate(COLOUR, ["body", "backgroundColor"])
    dark = guide(color_scheme="dark").evaluate(COLOUR, ["body", "backgroundColor"])
    assert (light, dark) == ("rgb(246, 245, 242)", "rgb(20, 18, 22)")
