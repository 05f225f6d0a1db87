"""The pages of editors, which are Wagtail's: our parts of them put up no barrier, Wagtail's own are known."""

import os

import pytest

from tests.browser.findings import barriers

from .measuring import wide_parts
from .table import EDITORS

pytestmark = [pytest.mark.browser]
# (scheme, width); the other two with SLOW.
LOOKS = [("light", 1280), ("dark", 320)]
OTHERS = [("dark", 1280), ("light", 320)] if "SLOW" in os.environ else []
# A small phone, and a desk's window at 400 %.
NARROW = [(320, 800), (320, 256)]
# What axe finds in Wagtail 8.0.1 itself: the rule, a word of the element. docs/accessibility.md lists it.
WAGTAILS_OWN = [
    ("target-size", "w-minimap__toggle"),
    ("link-in-text-block", "/cms/images/multiple/add/"),
    ("region", "data-tippy-root"),
]
# Its colours fade even where the system asks for no motion.
FADE = 300


@pytest.mark.parametrize("state", EDITORS, ids=lambda state: state.name)
def test_our_parts_of_an_editors_page_stand_in_nobodys_way(state, town, windows):
    page, found = windows(state.who).new_page(), {}
    page.set_viewport_size({"width": 1280, "height": 800})
    status = page.goto(state.address(town)).status
    state.act(page)
    for scheme, width in [*LOOKS, *OTHERS]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(FADE)
        if ours := [each for each in barriers(page) if not is_wagtails(*each)]:
            found[scheme, width] = ours
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        if sideways := wide_parts(page):
            found["sideways", width, height] = sideways
    page.close()
    assert (status, found) == (200, {})


def is_wagtails(rule, elements):
    """Is every element with this fault one that Wagtail makes, and known?"""
    marks = [mark for known, mark in WAGTAILS_OWN if known == rule]
    return all(any(mark in each for mark in marks) for each in elements)
