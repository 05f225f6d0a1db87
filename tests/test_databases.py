"""The databases of the tests: put aside, changed, brought back; on SQLite and on PostgreSQL."""

import threading

import pytest
from django.db import DatabaseError, connections, transaction

from consult.accounts.models import User
from consult.actions.log import record as log
from consult.append_only import MESSAGE
from consult.models import LogEntry
from proposals.models import Vote
from tests.factories.accounts import UserFactory
from tests.factories.proposals import VoteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def aside(prepared_database):
    """A database with one vote, put aside under a name."""
    vote = VoteFactory()
    with transaction.atomic():
        log(act="tests.kept", by=None)
    prepared_database.keep("aside")
    yield vote
    prepared_database.forget("aside")


def test_database_put_aside_comes_back_as_it_was(aside, prepared_database):
    entries = LogEntry.objects.count()
    Vote.objects.all().delete()
    UserFactory(email="later@example.org")
    prepared_database.restore_kept("aside")
    assert [vote.pk for vote in Vote.objects.all()] == [aside.pk]
    assert User.objects.filter(email="later@example.org").count() == 0
    assert LogEntry.objects.count() == entries


def test_database_put_aside_comes_back_more_than_once_and_can_be_written_to(aside, prepared_database):
    for _time in range(2):
        Vote.objects.all().delete()
        prepared_database.restore_kept("aside")
        UserFactory(email="later@example.org")
        assert (Vote.objects.count(), User.objects.filter(email="later@example.org").count()) == (1, 1)


def test_what_is_put_aside_again_is_what_comes_back(aside, prepared_database):
    Vote.objects.all().delete()
    prepared_database.keep("aside")
    VoteFactory(contribution=aside.contribution)
    prepared_database.restore_kept("aside")
    assert Vote.objects.count() == 0


def test_database_is_put_aside_and_back_while_other_threads_hold_connections(aside, prepared_database):
    ready, done, counted = threading.Event(), threading.Event(), []

    def hold():
        try:
            Vote.objects.count()
            ready.set()
            done.wait(20)
            connections["default"].close()
            counted.append(Vote.objects.count())
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(20)
    prepared_database.keep("aside")
    prepared_database.restore_kept("aside")
    done.set()
    thread.join()
    assert counted == [1]


def test_triggers_come_back_too(aside, prepared_database):
    prepared_database.restore_kept("aside")
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        LogEntry.objects.update(act="other")
