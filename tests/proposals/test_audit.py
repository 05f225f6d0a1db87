"""Sealed votes and the chain of the log."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consult.audit import faults
from proposals.actions.phases import seal_votes
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    from datetime import timedelta

    from consult.clock import now

    consultation = ConsultationFactory(phase__closes_at=now() - timedelta(minutes=1))
    proposal = ProposalFactory(consultation_of=consultation)
    votes = [VoteFactory(contribution=proposal) for _each in range(3)]
    seal_votes(consultation=consultation)
    return proposal, votes


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_verify_log_untouched_passes(sealed, capsys):
    call_command("verify_log")
    assert "The log verifies" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE proposals_vote SET choice = -1 WHERE id = %s", "vote changed"),
        ("DELETE FROM proposals_vote WHERE id = %s", "1 votes deleted"),
    ],
)
def test_verify_log_names_changed_and_deleted_votes(sealed, sql, what):
    proposal, votes = sealed
    run(sql, votes[0].pk)
    assert [str(fault) for fault in faults()] == [
        f"chain {proposal.consultation_id}: {what} at contribution {proposal.pk}"
    ]
    with pytest.raises(CommandError) as error:
        call_command("verify_log")
    assert error.value.returncode == 1


def test_verify_log_names_inserted_vote(sealed):
    proposal, _votes = sealed
    VoteFactory(contribution=proposal)
    assert [fault.what for fault in faults()] == ["1 votes inserted"]
