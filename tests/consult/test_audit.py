"""Whoever changes the log behind its back is found out: entries changed, deleted, inserted or rewritten."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from consult.actions.log import digest_of, record
from consult.audit import faults
from consult.models import LogCounter, LogEntry
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory

pytestmark = pytest.mark.django_db

ON_TABLE = {"sqlite": "", "postgresql": " ON consult_logentry"}


@pytest.fixture
def chain():
    """The id of a chain of three entries, in a database whose triggers somebody took away."""
    consultation, person = ConsultationFactory(), UserFactory()
    for number in range(3):
        record(
            act="case.decided",
            by=person,
            consultation=consultation,
            target=consultation,
            details={"case": number},
        )
    return consultation.pk


def tamper(sql, *values):
    """Run a statement on the log that its triggers would refuse."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            name = f"consult_logentry_no_{verb}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{ON_TABLE[connection.vendor]}")
        cursor.execute(sql, values)


def found():
    return [str(fault) for fault in faults()]


def test_log_as_it_was_written_verifies(chain):
    assert found() == []


@pytest.mark.parametrize(
    "act", [LogEntry.objects.all().delete, lambda: LogEntry.objects.update(act="nothing")]
)
def test_database_refuses_to_change_the_log(chain, act):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "2020-01-01 00:00:00+00:00"),
        ("act", "case.opened"),
        ("actor_kind", "system"),
        ("actor_id", 77),
        ("target_type", "moderation.case"),
        ("target_id", 77),
        ("details", json.dumps({"case": 99})),
    ],
)
def test_changed_entry_is_named_whatever_was_changed(chain, field, value):
    tamper(f"UPDATE consult_logentry SET {field} = %s WHERE chain = %s AND number = 2", value, chain)
    assert found() == [f"chain {chain}: entry changed at number 2"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "entry missing at number 1"),
        (2, "entry missing at number 2"),
        (3, "entries missing at numbers 3 to 3"),
    ],
)
def test_deleted_entry_is_named(chain, number, said):
    tamper("DELETE FROM consult_logentry WHERE chain = %s AND number = %s", chain, number)
    assert found() == [f"chain {chain}: {said}"]


def test_inserted_entry_is_named_even_with_a_digest_of_its_own(chain):
    last = LogEntry.objects.get(chain=chain, number=3)
    forged = LogEntry(chain=chain, number=4, at=last.at, act="case.decided", previous=last.digest, details={})
    forged.digest = digest_of(forged)
    forged.save(force_insert=True)
    assert found() == [f"chain {chain}: entry inserted at number 4"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, "entry does not follow the one before at number 3"),
        (3, "last entry differs from the counter at number 3"),
    ],
)
def test_entry_rewritten_with_a_new_digest_is_named_by_what_stands_after_it(chain, number, said):
    entry = LogEntry.objects.get(chain=chain, number=number)
    entry.details = {"case": 99}
    where = "WHERE chain = %s AND number = %s"
    changed = "UPDATE consult_logentry SET details = %s, digest = %s"
    tamper(f"{changed} {where}", json.dumps(entry.details), digest_of(entry), chain, number)
    assert found() == [f"chain {chain}: {said}"]


def test_command_names_every_fault_and_fails(chain, capsys):
    tamper("DELETE FROM consult_logentry WHERE chain = %s AND number = 2", chain)
    tamper("UPDATE consult_logentry SET act = 'x' WHERE chain = %s AND number = 3", chain)
    with pytest.raises(CommandError) as error:
        call_command("verify_log")
    assert error.value.returncode == 1
    said = capsys.readouterr()
    for words in ("entry missing at number 2", "entry changed at number 3"):
        assert f"chain {chain}: {words}" in said.out + said.err


def test_other_chains_are_looked_at_too(chain):
    other = ConsultationFactory()
    record(act="case.decided", by=None, consultation=other)
    LogCounter.objects.filter(chain=chain).delete()
    tamper("UPDATE consult_logentry SET act = 'x' WHERE chain = %s", other.pk)
    assert found() == [
        f"chain {other.pk}: entry changed at number 1",
        f"chain {chain}: counter missing at the whole chain",
    ]
