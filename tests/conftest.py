"""What every test stands on: a prepared database, empty caches, marks by default."""

import os
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

from consult.clock import now
from consult.garbage import collect_seldom
from tests.databases import database_for

REFERENCE_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
OWN_RUN = {"browser", "slow", "shared"}
TESTS = Path(__file__).parent
PURE = (TESTS / "proposals" / "themes" / "clustering", TESTS / "templates")

# Its clocks judge the machine: a busy one is no fault of what is tested.
# CI tries the same examples each time, a developer's machine new ones.
hypothesis.settings.register_profile(
    "untimed",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("untimed")


def pytest_configure(config):
    """Playwright leaves its loop running in the main thread, where Django would refuse the database."""
    if config.getoption("markexpr") == "browser":
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    """Whatever is not marked otherwise is fast; tests with reference data need the folder."""
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if not marks & OWN_RUN:
            item.add_marker(pytest.mark.fast)
        if any(item.path.is_relative_to(folder) for folder in PURE):
            item.add_marker(pytest.mark.pure)
        if "shared" in marks and not REFERENCE_DATA.is_dir():
            item.add_marker(pytest.mark.skip(reason="the reference data folder is not here"))


def pytest_collection_finish():
    """What was imported for the tests stays to their end."""
    collect_seldom()


@pytest.fixture(scope="session")
def reference_data():
    """The folder with real data sets, for tests marked `shared`."""
    return REFERENCE_DATA


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    """This worker's database, made but not yet opened to tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return database_for(tmp_path_factory.mktemp("database"), f"{worker}_{os.getpid()}")


@pytest.fixture(scope="session")
def django_db_setup(prepared_database, django_db_blocker):
    """Instead of migrating: copy the template. Transactional tests put it back instead of flushing.

    Flushing would fail on the append-only triggers and lose Wagtail's root page, locale and site.
    """
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: prepared_database.restore()
    with django_db_blocker.unblock():
        prepared_database.create()
        yield
        prepared_database.destroy()
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture
def one_moment():
    """The clock stands still: what is limited in a minute happens in one, however slow the machine is."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture(autouse=True)
def empty_caches(settings):
    """No test sees what another one cached or counted."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def own_language():
    """A page asked for in French leaves its thread speaking French."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Mail and media of a test stay in its own folder."""
    settings.CONSULT_MAIL_DIR = tmp_path / "mail"
    settings.MEDIA_ROOT = tmp_path / "media"
