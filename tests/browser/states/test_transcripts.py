"""What somebody hears on twelve journeys, beside what is checked in; `make transcripts` renews it."""

import os
from pathlib import Path

import pytest

from proposals.views.proposals import SEED_COOKIE
from tests.browser.findings import sign_in

from .journeys import JOURNEYS
from .listening import Listener

pytestmark = [pytest.mark.browser]
KEPT = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey_is_heard_as_written_down(name, fresh_town, browser):
    go, who = JOURNEYS[name]
    context = browser.new_context(base_url=fresh_town.site, locale="en-GB", timezone_id="Europe/London")
    context.add_cookies([{"name": SEED_COOKIE, "value": "7", "url": fresh_town.site}])
    page = context.new_page()
    if who:
        sign_in(page, fresh_town.site, getattr(fresh_town, who))
    listener = Listener(page)
    go(page, listener.tell, fresh_town)
    context.close()
    heard, kept = listener.transcript(), KEPT / f"{name}.txt"
    if os.environ.get("RENEW_TRANSCRIPTS"):
        KEPT.mkdir(exist_ok=True)
        kept.write_text(heard, encoding="utf-8")
    assert heard.splitlines() == kept.read_text(encoding="utf-8").splitlines()
