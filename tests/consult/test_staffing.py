"""Staffed hours by the clock on the wall, through both changes of the clock, and the modes that follow."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from consult.enums import Act, ModerationMode
from consult.staffing import is_staffed, staffed_later
from tests.factories.consult import ConsultationFactory

OFFICE = {str(day): ["09:00", "17:00"] for day in range(5)}
NIGHT = {"5": ["22:00", "02:00"], "6": ["00:30", "03:30"]}
HOUR = timedelta(hours=1)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "staffed"),
    [
        ("2026-11-20 08:59", False),  # Friday, winter: London is UTC
        ("2026-11-20 09:00", True),
        ("2026-11-20 16:59", True),
        ("2026-11-20 17:00", False),
        ("2026-11-21 12:00", False),  # Saturday
        ("2026-07-17 08:00", True),  # Friday, summer: nine in London is eight in UTC
        ("2026-07-17 16:00", False),
        ("2026-03-27 09:00", True),  # the last working day before the clock goes forward
        ("2026-03-30 08:00", True),  # the first one after it
        ("2026-03-30 07:59", False),
        ("2026-10-26 09:00", True),  # the first one after it went back
        ("2026-10-26 08:30", False),
    ],
)
def test_staffed_hours_follow_the_wall_clock_in_winter_and_summer(at, staffed):
    assert is_staffed(OFFICE, utc(at)) is staffed


@pytest.mark.parametrize(
    ("at", "staffed"),
    [
        ("2026-10-24 20:59", False),  # Saturday 21:59 summer time
        ("2026-10-24 21:00", True),
        ("2026-10-25 00:59", True),  # runs over midnight, into 01:59 summer time
        ("2026-10-25 03:29", True),
        ("2026-10-25 03:30", False),
    ],
)
def test_stretch_over_midnight_goes_on_through_the_change_of_the_clock(at, staffed):
    assert is_staffed(NIGHT, utc(at)) is staffed


def test_night_of_the_hour_twice_is_an_hour_longer_and_of_the_missing_hour_an_hour_shorter():
    night = {"5": ["22:00", "06:00"]}
    spans = []
    for opens in ("2026-10-24 21:00", "2026-03-28 22:00", "2026-11-21 22:00"):
        moments = [utc(opens) + timedelta(minutes=30) * n for n in range(24)]
        spans.append(sum(is_staffed(night, moment) for moment in moments) / 2)
    assert spans == [9, 7, 8]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-20 10:00", "2026-11-20 14:00"),
        ("2026-11-20 16:00", "2026-11-23 12:00"),  # one hour on Friday, three on Monday
        ("2026-11-21 12:00", "2026-11-23 13:00"),
        ("2026-11-20 03:00", "2026-11-20 13:00"),
        ("2026-10-23 15:00", "2026-10-26 12:00"),  # Friday 16:00 summer time, Monday in winter time
    ],
)
def test_deadline_counts_staffed_hours_only(at, due):
    assert staffed_later(OFFICE, utc(at), 4 * HOUR) == utc(due)


def test_deadline_without_staffed_hours_counts_every_hour():
    assert staffed_later({}, utc("2026-11-21 22:00"), 4 * HOUR) == utc("2026-11-22 02:00")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("consultation", "phase", "at", "mode"),
    [
        ("after", "", "2026-11-20 12:00", "after"),
        ("after", "before", "2026-11-20 12:00", "before"),
        ("before", "on_report", "2026-11-20 12:00", "on_report"),
        ("timetable", "", "2026-11-20 12:00", "after"),
        ("timetable", "", "2026-11-20 20:00", "before"),
        ("on_report", "timetable", "2026-11-21 12:00", "before"),
        ("timetable", "on_report", "2026-11-21 12:00", "on_report"),
    ],
)
def test_mode_is_that_of_the_phase_else_of_the_consultation_by_its_timetable(consultation, phase, at, mode):
    with time_machine.travel(utc(at), tick=False):
        found = ConsultationFactory(
            moderation_mode=consultation, staffed_hours=OFFICE, phase__moderation_mode=phase
        )
        assert found.moderation_mode_for(Act.COMMENT) == ModerationMode(mode)
        assert found.waits_before == dict.fromkeys(Act.values, mode == "before")
