"""The town, served once for all tests of this folder; those that write in it get it back as it was built."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.browser.findings import sign_in
from tests.browser.server import Server
from tests.factories import forget_numbers

from .town import build

# Pages say this day whenever the tests run; the hours go on.
DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)

WATCH = """
window.broken = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.broken.push(`${event.violatedDirective} ${event.blockedURI}`));
window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach(({hadRecentInput, value, sources}) => {
  const moved = sources.map(({node}) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 120));
  if (!hadRecentInput) window.moved.push([value, ...moved]);
})).observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture(scope="package")
def town(django_db_setup, django_db_blocker, prepared_database):
    """The town and, as `town.site`, the address at which it is served."""
    offset = (DAY - timezone.now()).total_seconds()
    given = override_settings(
        CONSULT_CLOCK_OFFSET=offset, ROOT_URLCONF="tests.consult.refusing_urls", CONSULT_DEMO=True
    )
    with django_db_blocker.unblock(), given:
        prepared_database.restore()
        forget_numbers()
        town = build()
        town.restored = 0  # how often: sessions of windows that were open before are gone
        prepared_database.keep("town")
        server = Server()
        server.start()
        town.site = server.url
        yield town
        server.stop()
        prepared_database.forget("town")
        prepared_database.restore()


@pytest.fixture
def fresh_town(town, prepared_database):
    """The town as it was built, for a test that writes in it."""
    prepared_database.restore_kept("town")
    yield town
    prepared_database.restore_kept("town")
    town.restored += 1


@pytest.fixture(scope="package")
def windows(browser, town):
    """A window for each person, kept from one state to the next: windows[""] is a guest's."""
    kept, signed_in = {}, {}

    def window_of(who):
        if who not in kept:
            kept[who] = browser.new_context(base_url=town.site, locale="en-GB", timezone_id="Europe/London")
            kept[who].add_init_script(WATCH)
        if who and signed_in.get(who) != town.restored:
            page = kept[who].new_page()
            sign_in(page, town.site, getattr(town, who))
            page.close()
            signed_in[who] = town.restored
        return kept[who]

    yield window_of
    for context in kept.values():
        context.close()
