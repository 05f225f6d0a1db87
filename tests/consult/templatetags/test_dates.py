"""Dates and waits in words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils.translation import override

from consult.templatetags import dates

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 14, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("day", "14 December 2026"),
        ("weekday", "Monday 14 December 2026"),
        ("short", "14 December"),
        ("brief", "14 Dec"),
        ("moment", "14 December 2026, 11:59 pm"),
        ("clock", "11:59 pm"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_date_in_words_by_style(style, words):
    assert dates.in_words(CLOSES, style) == words


@time_machine.travel(NOW, tick=False)
def test_short_date_of_another_year_names_it():
    assert dates.in_words(date(2027, 2, 26), "short") == "26 February 2027"


@pytest.mark.parametrize(
    ("value", "style", "words"),
    [
        (CLOSES, "weekday", "lundi 14 décembre 2026"),
        (CLOSES, "moment", "14 décembre 2026 à 23\xa0h\xa059"),
        (CLOSES, "clock", "23\xa0h\xa059"),
        (date(2026, 12, 1), "day", "1er décembre 2026"),
        (date(2026, 12, 1), "weekday", "mardi 1er décembre 2026"),
        (date(2026, 12, 11), "short", "11 décembre"),
        (date(2026, 12, 11), "brief", "11 décembre"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_date_in_french_reads_french(value, style, words):
    with override("fr"):
        assert dates.in_words(value, style) == words


@time_machine.travel(NOW, tick=False)
def test_first_of_a_month_in_english_is_a_plain_figure():
    assert dates.in_words(date(2026, 12, 1), "short") == "1 December"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (datetime(2026, 12, 14, 23, 59, tzinfo=UTC), "23 days left"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "47 hours left"),
        (datetime(2026, 11, 21, 11, 30, tzinfo=UTC), "1 hour left"),
        (datetime(2026, 11, 21, 10, 30, tzinfo=UTC), "Less than 1 hour left"),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), ""),
        (None, ""),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_time_left_in_days_then_hours_then_nothing(then, words):
    assert dates.time_left(then) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 14), "7 days late"),
        (date(2026, 11, 20), "1 day late"),
        (date(2026, 11, 21), ""),
        (date(2026, 11, 30), ""),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_days_late_counts_from_the_day_after(due, words):
    assert dates.days_late(due) == words


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("done", "words"),
    [(date(2026, 9, 10), ""), (date(2026, 9, 11), "1 day late"), (date(2026, 9, 13), "3 days late")],
)
def test_days_late_ends_on_the_day_it_was_done(done, words):
    assert dates.days_late(date(2026, 9, 10), done) == words


@pytest.mark.parametrize(("minutes", "words"), [(243, "4 h 03 min"), (48, "48 min"), (0, "0 min")])
def test_wait_in_hours_and_minutes(minutes, words):
    assert dates.waited(minutes) == words


@time_machine.travel(NOW, tick=False)
def test_range_names_both_ends_or_the_one_day():
    assert dates.day_range(date(2026, 11, 2), date(2026, 12, 14)) == "2 November to 14 December"
    assert dates.day_range(date(2026, 12, 3), date(2026, 12, 3)) == "3 December"
