"""The schedule: each due run once, by one worker, catching up after days off, surviving a broken job."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils.module_loading import import_string

from consult import schedule
from consult.models import ScheduledJob
from consult.schedule import SCHEDULE, Job, late_jobs, next_due, run_due

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
runs: list[str] = []


def note_minute():
    runs.append("minute")


def note_day():
    runs.append("day")


def note_broken():
    runs.append("broken")
    raise ValueError("no")


JOBS = [
    Job("minute", MINUTE, f"{__name__}.note_minute"),
    Job("broken", DAY, f"{__name__}.note_broken"),
    Job("day", DAY, f"{__name__}.note_day"),
]


@pytest.fixture(autouse=True)
def no_runs():
    runs.clear()


def at(moment):
    return time_machine.travel(moment, tick=False)


def due_at(name):
    return ScheduledJob.objects.get(name=name).due_at


def test_every_action_of_the_schedule_can_be_called():
    assert [callable(import_string(job.action)) for job in SCHEDULE] == [True] * len(SCHEDULE)


def test_names_of_the_schedule_are_different():
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)


@pytest.mark.parametrize(
    "every, waited, follows",
    [
        (MINUTE, timedelta(0), MINUTE),
        (MINUTE, timedelta(seconds=1), MINUTE),
        (MINUTE, timedelta(seconds=61), 2 * MINUTE),
        (DAY, 3 * DAY + HOUR, 4 * DAY),  # after three days off: once now, then in its own rhythm
        (timedelta(seconds=5), 3 * DAY, 3 * DAY + timedelta(seconds=5)),
    ],
)
def test_next_due_keeps_the_rhythm_and_lies_ahead(every, waited, follows):
    with at(START + waited):
        following = next_due(Job("x", every, "x"), START)
    assert following == START + follows
    assert following > START + waited


@pytest.mark.parametrize("every, follows", [(MINUTE, MINUTE), (DAY, timedelta(minutes=5))])
def test_next_due_after_a_failure_is_soon(every, follows):
    with at(START):
        assert next_due(Job("x", every, "x"), START, failed=True) == START + follows


@pytest.mark.django_db
@pytest.mark.parametrize(
    "after, ran",
    [
        (timedelta(seconds=30), []),
        (MINUTE, ["minute"]),
        (5 * MINUTE, ["minute", "broken"]),
        (DAY, ["minute", "broken", "day"]),
        (3 * DAY, ["minute", "broken", "day"]),
    ],
)
def test_run_due_runs_once_whatever_is_due(after, ran):
    with at(START):
        assert run_due(JOBS) == ["minute", "broken", "day"]
    runs.clear()
    with at(START + after):
        assert run_due(JOBS) == ran
        assert run_due(JOBS) == []
    assert runs == ran


@pytest.mark.django_db
def test_broken_job_is_noted_and_told_of():
    with at(START):
        run_due(JOBS)
        row = ScheduledJob.objects.get(name="broken")
    assert (row.last_error, row.last_run_at) == ("ValueError: no", START)


@pytest.mark.django_db
def test_run_claimed_by_another_worker_is_not_run_twice():
    with at(START):
        run_due(JOBS)
    with at(START + DAY):
        stale = due_at("day")
        ScheduledJob.objects.filter(name="day").update(due_at=stale + HOUR)
        assert not schedule._run_claimed(JOBS[2], stale)
    assert runs.count("day") == 1


def die():
    raise SystemExit


@pytest.mark.django_db
@pytest.mark.parametrize(
    "every, again", [(timedelta(seconds=5), MINUTE), (5 * MINUTE, 5 * MINUTE), (DAY, timedelta(minutes=10))]
)
def test_run_whose_worker_died_is_taken_up_after_its_lease(every, again):
    with at(START), pytest.raises(SystemExit):
        run_due([Job("mortal", every, f"{__name__}.die")])
    healed = [Job("mortal", every, f"{__name__}.note_minute")]
    with at(START + again - timedelta(seconds=1)):
        assert run_due(healed) == []
    with at(START + again):
        assert run_due(healed) == ["mortal"]


@pytest.mark.django_db
def test_late_jobs_are_those_overdue_or_broken(settings):
    with at(START):
        ScheduledJob.objects.create(name="tallies", due_at=START - HOUR)
        ScheduledJob.objects.create(name="notices", due_at=START + HOUR, last_error="ValueError: no")
        ScheduledJob.objects.create(name="sessions", due_at=START)
        ScheduledJob.objects.create(name="long gone", due_at=START - DAY)
        assert [job.name for job in late_jobs()] == ["tallies", "notices"]
