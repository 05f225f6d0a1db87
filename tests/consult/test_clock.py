"""The clock moves by its offset and knows the site's own date."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from consult import clock

MOMENT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


@time_machine.travel(MOMENT, tick=False)
def test_now_without_offset_is_the_moment():
    assert clock.now() == MOMENT


@time_machine.travel(MOMENT, tick=False)
def test_now_with_offset_is_moved_by_it(settings):
    settings.CONSULT_CLOCK_OFFSET = -3 * 24 * 3600
    assert clock.now() == MOMENT - timedelta(days=3)


@time_machine.travel(MOMENT, tick=False)
def test_today_late_in_the_evening_is_the_date_in_london():
    assert clock.today() == date(2026, 7, 1)
