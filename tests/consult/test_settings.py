"""Settings: production refuses to start half-configured, and the stack is not older than its known holes."""

import os
import subprocess
import sys
from importlib.metadata import version

import pytest
from django.conf import settings
from django.db import connection
from packaging.version import Version

COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "consult.example",
    "DATABASE_URL": "postgres://consult@localhost/consult",
}


def load(module="consult.settings.production", **environment):
    """Load a settings module in a process of its own; (exit code, last line of its complaint)."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env={**kept, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


def test_production_with_everything_set_loads():
    assert load(**COMPLETE) == (0, "")


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_without_a_secret_names_it(name):
    code, complaint = load(**{key: value for key, value in COMPLETE.items() if key != name})
    assert code == 1
    assert complaint.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} is not set: ")


@pytest.mark.parametrize(
    "extra, word",
    [
        ({"DEMO": "1"}, "DEMO is set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": f"development-only{'x' * 60}"}, "SECRET_KEY is too weak"),
    ],
)
def test_production_with_a_demo_habit_is_refused(extra, word):
    code, complaint = load(**{**COMPLETE, **extra})
    assert code == 1
    assert word in complaint


def test_clock_offset_in_production_is_ignored():
    check = "import consult.settings.production as p; raise SystemExit(p.CONSULT_CLOCK_OFFSET)"
    environment = {"PATH": os.environ["PATH"], **COMPLETE, "CLOCK_OFFSET": "3600"}
    done = subprocess.run([sys.executable, "-c", check], env=environment, cwd=settings.BASE_DIR)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "package, floor",
    [("Django", "5.2.18"), ("wagtail", "8.0.1"), ("django-allauth", "65.16.1"), ("channels", "4.3.2")],
)
def test_version_is_not_below_its_floor(package, floor):
    assert Version(version(package)) >= Version(floor)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="these are SQLite's own settings")
@pytest.mark.parametrize(
    "pragma, value",
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 20000), ("foreign_keys", 1)],
)
def test_sqlite_is_durable_and_patient(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


def test_sqlite_transactions_take_the_write_lock_at_once():
    from consult.settings.databases import sqlite

    assert sqlite("x")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    "process, timeouts",
    [("web", "-c statement_timeout=15000 -c lock_timeout=5000"), ("worker", None), ("command", None)],
)
def test_postgresql_limits_the_time_of_web_processes_alone(process, timeouts):
    from consult.settings.databases import postgresql

    config = postgresql({"ENGINE": "django.db.backends.postgresql", "NAME": "x"}, process)
    assert config["OPTIONS"].get("options") == timeouts
    assert config["OPTIONS"]["pool"] == {"min_size": 2, "max_size": 10, "timeout": 2, "reconnect_timeout": 2}
    assert config["CONN_MAX_AGE"] == 0


def test_pool_never_waits_long_between_two_tries_to_reach_the_database():
    """Left to itself it doubles its pause for five minutes, and would sleep on when the database is back."""
    base = pytest.importorskip("psycopg_pool.base")
    from consult.settings.databases import postgresql

    pool = postgresql({"ENGINE": "django.db.backends.postgresql", "NAME": "x"})["OPTIONS"]["pool"]
    attempt = base.AttemptWithBackoff(timeout=pool.get("reconnect_timeout", 300))
    at, pauses = 1.0, []
    while not attempt.time_to_give_up(at):
        attempt.update_delay(at)
        pauses.append(attempt.delay)
        at += attempt.delay
    assert max(pauses) <= 2


def test_public_policy_allows_nothing_inline():
    values = {word for words in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for word in words}
    assert values == {"'none'", "'self'", "data:"}


@pytest.mark.parametrize(
    "name, value",
    [
        ("WAGTAIL_GRAVATAR_PROVIDER_URL", None),
        ("WAGTAIL_ENABLE_UPDATE_CHECK", False),
        ("WAGTAIL_ENABLE_WHATS_NEW_BANNER", False),
        ("WAGTAILEMBEDS_FINDERS", []),
        ("ACCOUNT_CONFIRM_EMAIL_ON_GET", False),
        ("WAGTAILIMAGES_MAX_IMAGE_PIXELS", 40_000_000),
    ],
)
def test_setting_that_keeps_the_network_out_stays(name, value):
    assert getattr(settings, name) == value
