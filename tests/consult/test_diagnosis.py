"""The doctor names every part, what is wrong with it, and ends with 1 when something is."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from consult.actions.work import beat
from consult.diagnosis import PARTS, examine
from consult.models import ScheduledJob

pytestmark = pytest.mark.django_db


def findings():
    return {finding.part: finding for finding in examine()}


def problems():
    return [part for part, finding in findings().items() if not finding.good]


@pytest.fixture
def running(settings, tmp_path):
    """A site with a worker and its folders."""
    settings.DATA_DIR = tmp_path
    beat("one")


def test_healthy_site_has_no_problem(running):
    assert {part: finding.words for part, finding in findings().items() if not finding.good} == {}
    assert list(findings()) == list(PARTS)


def test_site_without_a_worker_says_so(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert problems() == ["worker"]
    assert "manage.py work" in findings()["worker"].words


def test_job_that_failed_is_named_with_its_error(running):
    ScheduledJob.objects.create(name="notices", last_error="ValueError: no")
    assert problems() == ["schedule"]
    assert findings()["schedule"].words.endswith("ValueError: no")


def test_migration_that_is_missing_is_counted(running):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'consult'")
    assert "migrations" in problems()
    assert "manage.py migrate" in findings()["migrations"].words


def test_database_that_is_away_is_a_finding_not_an_end(running):
    def away(*_query):
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        found = findings()
    assert len(found) == len(PARTS)
    assert {"worker", "schedule", "migrations"} <= {part for part, each in found.items() if not each.good}
    assert "gone" in found["worker"].words


def test_command_on_a_healthy_site_ends_well(running, capsys):
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"All {len(PARTS)} parts are well."
    assert len(lines) == len(PARTS) + 1


def test_command_on_a_broken_site_ends_with_an_error(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match=f"1 of {len(PARTS)} parts"):
        call_command("doctor")
