import pytest
from django.db import connection

from .site import Site


@pytest.fixture
def site(tmp_path, django_db_blocker):
    """A site that is prepared but not yet started."""
    if connection.vendor != "sqlite":
        pytest.skip("the running site has an SQLite file of its own; the tests run on another database")
    with django_db_blocker.unblock():
        running = Site(tmp_path / "site")
        yield running
        running.end()
