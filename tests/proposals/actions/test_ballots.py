"""Many votes in one transaction: who writes, who waits, and what one bad ballot does to the others."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection

from proposals.actions.ballots import Ballot, BallotBox, BallotLine, write_ballot, write_ballots
from proposals.actions.tallies import counts_of
from proposals.models import KeptRequest, Participant, Vote
from tests.factories.proposals import ParticipantFactory, ProposalFactory


def ballot(contribution, participant, choice=1, key=None):
    line = BallotLine(contribution.pk, participant.pk, choice, contribution.shown_revision_id)
    return Ballot(line, f"participant:{participant.pk}", key)


def empty_ballot(number):
    return Ballot(BallotLine(1, number, 1, None), f"participant:{number}")


class SlowWriter:
    """Keeps the first write waiting until it is let go; notes who was written together."""

    def __init__(self):
        self.together = []
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, ballots):
        self.together.append([each.line.participant for each in ballots])
        self.begun.set()
        assert self.may_end.wait(10)


def wait_until_waiting(box, number):
    while len(box.waiting) < number:
        threading.Event().wait(0.005)


def test_ballots_that_come_during_a_write_go_together_with_the_next():
    writer = SlowWriter()
    box = BallotBox(writer)
    with ThreadPoolExecutor(5) as voters:
        first = voters.submit(box.put, empty_ballot(0))
        assert writer.begun.wait(10)
        rest = []
        for number in range(1, 5):
            rest.append(voters.submit(box.put, empty_ballot(number)))
            wait_until_waiting(box, number)
        writer.may_end.set()
        for each in [first, *rest]:
            each.result(10)
    assert writer.together == [[0], [1, 2, 3, 4]]


def test_ballots_after_a_common_write_wait_until_as_many_have_come():
    writer = SlowWriter()
    box = BallotBox(writer, patience=10)
    with ThreadPoolExecutor(4) as voters:
        asked = [voters.submit(box.put, empty_ballot(0))]
        assert writer.begun.wait(10)
        for number in (1, 2, 3):
            asked.append(voters.submit(box.put, empty_ballot(number)))
            wait_until_waiting(box, number)
        writer.may_end.set()
        for each in asked:
            each.result(10)
        again = [voters.submit(box.put, empty_ballot(number)) for number in (4, 5, 6)]
        for each in again:
            each.result(10)
    assert [len(each) for each in writer.together] == [1, 3, 3]


def test_ballot_that_comes_alone_after_a_common_write_waits_a_moment_only():
    together = []
    box = BallotBox(lambda ballots: together.append(len(ballots)), patience=0.001)
    box._usual = 8
    box.put(empty_ballot(0))
    box.put(empty_ballot(1))
    assert (together, box._usual) == ([1, 1], 1)


def test_box_is_open_again_after_a_failed_write():
    def fail(ballots):
        raise OperationalError("away")

    box, met = BallotBox(fail), []
    for number in range(2):
        lost = empty_ballot(number)
        box.put(lost)
        met.append(str(lost.failure))
    assert met == ["away", "away"]


@pytest.mark.django_db(transaction=True)
def test_one_ballot_that_cannot_be_written_leaves_the_others():
    proposal, people = ProposalFactory(), ParticipantFactory.create_batch(3)
    nobody = ParticipantFactory()
    Participant.objects.filter(pk=nobody.pk).delete()
    ballots = [ballot(proposal, person) for person in (people[0], nobody, people[1], people[2])]
    write_ballots(ballots)
    assert [each.written for each in ballots] == [True, False, True, True]
    assert [type(each.failure) for each in ballots] == [type(None), IntegrityError, type(None), type(None)]
    assert counts_of(proposal.pk)["agree"] == 3


@pytest.mark.django_db(transaction=True)
def test_same_request_twice_in_one_transaction_is_written_once():
    proposal, person, key = ProposalFactory(), ParticipantFactory(), uuid.uuid4()
    ballots = [ballot(proposal, person, 1, key), ballot(proposal, person, -1, key)]
    write_ballots(ballots)
    assert [(each.written, each.failure) for each in ballots] == [(True, None), (False, None)]
    assert list(Vote.objects.values_list("choice", flat=True)) == [1]
    assert KeptRequest.objects.get().outcome == {"contribution": proposal.pk, "choice": 1}


@pytest.mark.django_db(transaction=True)
def test_two_choices_of_one_person_in_one_transaction_leave_the_later():
    proposal, other, person = ProposalFactory(), ProposalFactory(), ParticipantFactory()
    write_ballots([ballot(proposal, person, 1), ballot(other, person, 0), ballot(proposal, person, -1)])
    choices = Vote.objects.order_by("contribution_id").values_list("choice", flat=True)
    assert list(choices) == [-1, 0]


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_are_all_written_and_counted_from_the_rows():
    proposal, people = ProposalFactory(), ParticipantFactory.create_batch(40)

    def vote(person):
        try:
            return write_ballot(ballot(proposal, person))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as voters:
        assert list(voters.map(vote, people)) == [True] * 40
    assert counts_of(proposal.pk)["agree"] == 40
