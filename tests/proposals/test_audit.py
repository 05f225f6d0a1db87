"""Sealed votes and the chain of the log."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from consult.audit import faults
from consult.models import LogCounter
from proposals.actions.phases import seal_votes
from proposals.models import VoteSeal
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
        ("DELETE FROM proposals_vote WHERE id = %s", "vote deleted"),
    ],
)
def test_verify_log_names_changed_and_deleted_votes(sealed, sql, what):
    proposal, votes = sealed
    run(sql, votes[0].pk)
    assert [str(fault) for fault in faults()] == [
        f"chain {proposal.consultation_id}: {what} at contribution {proposal.pk}, "
        f"participant {votes[0].participant_id}"
    ]
    with pytest.raises(CommandError) as error:
        call_command("verify_log")
    assert error.value.returncode == 1


def test_verify_log_names_inserted_vote(sealed):
    proposal, _votes = sealed
    vote = VoteFactory(contribution=proposal)
    [fault] = faults()
    assert fault.what == "vote inserted"
    assert fault.where == f"contribution {proposal.pk}, participant {vote.participant_id}"


def test_verify_log_names_each_when_one_changed_one_went_and_one_came(sealed):
    proposal, votes = sealed
    run("UPDATE proposals_vote SET choice = -1 WHERE id = %s", votes[0].pk)
    run("DELETE FROM proposals_vote WHERE id = %s", votes[1].pk)
    VoteFactory(contribution=proposal)
    assert sorted(fault.what for fault in faults()) == ["vote changed", "vote deleted", "vote inserted"]


def test_sealed_copy_cannot_be_changed_and_a_forged_one_is_named(sealed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        VoteSeal.objects.update(rows="")
    _proposal, votes = sealed
    run("DELETE FROM proposals_vote WHERE id = %s", votes[0].pk)
    run("DROP TRIGGER proposals_voteseal_no_delete" + ON_TABLE[connection.vendor])
    run("DELETE FROM proposals_voteseal")
    assert [fault.what for fault in faults()] == ["sealed copy of the votes changed or deleted"]


ON_TABLE = {"sqlite": "", "postgresql": " ON proposals_voteseal"}


def test_chain_without_its_counter_is_named(sealed):
    proposal, _votes = sealed
    LogCounter.objects.filter(chain=proposal.consultation_id).delete()
    assert [(fault.chain, fault.what) for fault in faults()] == [
        (proposal.consultation_id, "counter missing")
    ]


WARNING = "This count does not verify."


def page_of(client, proposal):
    return client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE proposals_vote SET choice = -1 WHERE id = %s",
        "DELETE FROM proposals_vote WHERE id = %s",
    ],
)
def test_public_page_of_a_closed_vote_says_that_it_does_not_verify(client, sealed, sql):
    proposal, votes = sealed
    assert WARNING not in page_of(client, proposal)
    run(sql, votes[0].pk)
    assert WARNING in page_of(client, proposal)


def test_public_page_says_that_a_vote_was_inserted_where_nobody_had_voted(client, sealed):
    proposal, _votes = sealed
    silent = ProposalFactory(consultation_of=proposal.consultation)
    assert WARNING not in page_of(client, silent)
    VoteFactory(contribution=silent)
    assert WARNING in page_of(client, silent)
    assert WARNING not in page_of(client, proposal)


def test_page_of_an_open_vote_says_nothing_of_seals(client):
    proposal = VoteFactory().contribution
    seal_votes(consultation=proposal.consultation)
    VoteFactory(contribution=proposal)
    assert WARNING not in page_of(client, proposal)
