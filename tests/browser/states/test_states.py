"""Each state, opened once: barriers, policies, jumps, sideways scrolling, sizes of what is pressed."""

import json
import os
import re

import pytest

from tests.browser.conftest import foreign
from tests.browser.findings import barriers

from .measuring import by_touch, jumps, moving_parts, note, small_targets, text_at, wide_parts
from .table import EVERY

pytestmark = [pytest.mark.browser]
DESKTOP, NARROW, PHONE = ({"width": width, "height": 800} for width in (1280, 320, 390))
# 1280 x 1024 at 400 %: what is left of the window.
ZOOMED = {"width": 320, "height": 256}
# Chromium says so of every answer over 399, and of a window that a test took off the net.
BELONGS = re.compile("status of [45]|ERR_INTERNET_DISCONNECTED")
# What only one of the other two ways to look shows is looked for when there is time.
THE_OTHER_TWO = "SLOW" in os.environ


@pytest.mark.parametrize("state", EVERY, ids=lambda state: state.name)
def test_state_stands_in_nobodys_way(state, town, windows):
    page, faults, met = windows(state.who).new_page(), {}, []
    listen(page, town, met)
    page.set_viewport_size(DESKTOP)
    status = page.goto(state.address(town)).status
    state.act(page)
    if not state.jumps:
        note(faults, "jumps", jumps(page))
    look(page, faults)
    note(faults, "policy", page.evaluate("window.broken"))
    page.close()
    note(faults, "console", met)
    assert status == state.status
    assert faults == {}, json.dumps(faults, indent=1, ensure_ascii=False)


BOXES = """() => ['.col-main', '.col-aside'].map((each) => {
  const {left, right, top, bottom} = document.querySelector(each).getBoundingClientRect();
  return [left, right, top, bottom].map(Math.round);
})"""


@pytest.mark.parametrize("place", ["/consultations/quieter-streets/", "/me/contributions/", "/proposals/1/"])
def test_column_beside_stands_beside_at_a_desk_and_below_on_a_phone(place, town, windows):
    page = windows("resident").new_page()
    page.set_viewport_size(DESKTOP)
    page.goto(place)
    main, aside = page.evaluate(BOXES)
    assert (aside[0] > main[1], aside[2] == main[2], aside[1] - aside[0]) == (True, True, 312)
    page.set_viewport_size(PHONE)
    main, aside = page.evaluate(BOXES)
    assert (aside[0] == main[0], aside[2] >= main[3]) == (True, True)
    page.close()


def test_column_with_nothing_in_it_leaves_the_room_to_the_other(town, browser):
    context = browser.new_context(base_url=town.site, viewport=DESKTOP)  # of somebody who has sent nothing
    page = context.new_page()
    page.goto("/me/contributions/")
    main, aside = page.evaluate(BOXES)
    context.close()
    assert (main[1] - main[0], aside[3] - aside[2]) == (1136, 0)


def listen(page, town, met):
    """Note script errors, words of the console and requests that go elsewhere."""
    page.on("pageerror", lambda error: met.append(str(error)))
    page.on("request", lambda each: met.append(each.url) if foreign(each.url, town.site) else None)
    page.on("console", lambda said: met.append(said.text) if complains(said) else None)


def complains(said):
    return said.type == "error" and not BELONGS.search(said.text)


def barriers_in(page, scheme):
    """Without motion, as a colour half-way from light to dark is nobody's."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return barriers(page)


def look(page, faults):
    """At a desk in the light, narrow in the dark, by touch, with large letters, zoomed, without motion."""
    note(faults, "light, 1280", barriers(page))
    page.set_viewport_size(DESKTOP)
    with text_at(page, 200):
        note(faults, "text at 200 %", wide_parts(page))
    if THE_OTHER_TWO:
        note(faults, "dark, 1280", barriers_in(page, "dark"))
        page.set_viewport_size(NARROW)
        note(faults, "light, 320", barriers_in(page, "light"))
    page.set_viewport_size(NARROW)
    note(faults, "dark, 320", barriers_in(page, "dark"))
    note(faults, "sideways at 320", wide_parts(page))
    note(faults, "moves", moving_parts(page))
    page.set_viewport_size(ZOOMED)
    note(faults, "sideways at 400 %", wide_parts(page))
    page.set_viewport_size(PHONE)
    with by_touch(page):
        note(faults, "small", small_targets(page))
