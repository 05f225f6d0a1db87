"""The report on a wide screen and on a telephone."""

import pytest

from tests.browser.findings import barriers
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, publish_findings

pytestmark = [pytest.mark.browser]

ROOM = """() => {
  const place = (id) => document.getElementById(id).closest("section").getBoundingClientRect();
  return place("words").top - place("by-size").bottom;
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("width", [1280, 390])
def test_report_leaves_room_between_the_themes_and_what_follows(visit, page, width):
    theme = ThemeFactory(name="Safe ways to school")
    for _each in range(3):
        ThemeAssignmentFactory(theme=theme)
    publish_findings(theme.consultation)
    page.set_viewport_size({"width": width, "height": 900})
    visit(f"/consultations/{theme.consultation.slug}/report/")
    assert page.evaluate(ROOM) >= 32
    assert page.evaluate(OVERFLOW) <= 0
    assert barriers(page) == []
