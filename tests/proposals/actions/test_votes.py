"""Casting, changing, retracting, repeating votes; many at once."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections

from consult.accounts.guests import Guest
from consult.clock import now, standing_at
from consult.errors import Invalid, Refused
from proposals.actions.participation import pause_participant
from proposals.actions.tallies import recount, recount_all
from proposals.actions.votes import BallotLine, cast_vote, import_votes, value_of
from proposals.models import Contribution, Event, Participant, Tally, Vote
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import (
    GuestParticipantFactory,
    ParticipantFactory,
    ProposalFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def counts(proposal):
    tally = Tally.objects.get(pk=proposal.pk)
    return tally.agree, tally.disagree, tally.passes


@pytest.mark.parametrize(
    ("choice", "value", "counted"),
    [
        ("agree", 1, (1, 0, 0)),
        ("disagree", -1, (0, 1, 0)),
        ("pass", 0, (0, 0, 1)),
        ("retract", None, (0, 0, 0)),
    ],
)
def test_cast_vote_each_choice_is_kept_and_counted(choice, value, counted):
    proposal = ProposalFactory()
    cast = cast_vote(by=UserFactory(), contribution=proposal, choice=choice)
    recount(proposal.pk)
    assert cast.vote.choice == value
    assert counts(proposal) == counted


def test_cast_vote_again_changes_the_one_row():
    proposal, user = ProposalFactory(), UserFactory()
    for choice in ("agree", "disagree", "retract", "pass"):
        cast_vote(by=user, contribution=proposal, choice=choice)
    assert list(Vote.objects.values_list("choice", flat=True)) == [0]
    recount(proposal.pk)
    assert counts(proposal) == (0, 0, 1)


def test_cast_vote_repeated_key_gets_first_answer_and_changes_nothing():
    proposal, user, key = ProposalFactory(), UserFactory(), uuid.uuid4()
    cast_vote(by=user, contribution=proposal, choice="agree", request_key=key)
    cast_vote(by=user, contribution=proposal, choice="disagree", request_key=uuid.uuid4())
    again = cast_vote(by=user, contribution=proposal, choice="agree", request_key=key)
    assert (again.choice, again.repeated, again.vote.choice) == (1, True, -1)


@pytest.fixture
def closing():
    """A proposal, and the moment at which voting on it ends."""
    proposal = ProposalFactory()
    return proposal, proposal.consultation.phases.get().closes_at


@pytest.mark.parametrize("choice", ["agree", "disagree", "pass", "retract"])
@pytest.mark.parametrize(
    ("seconds", "outcome"), [(-1, "cast"), (-0.001, "cast"), (0, "phase_closed"), (1, "phase_closed")]
)
def test_cast_vote_around_the_last_second_of_a_phase(closing, choice, seconds, outcome):
    proposal, closes_at = closing
    user = UserFactory()
    with standing_at(closes_at - timedelta(hours=1)):
        cast_vote(by=user, contribution=proposal, choice="pass")
    before = list(Vote.objects.values_list("choice", "changed_at"))
    with standing_at(closes_at + timedelta(seconds=seconds)) as moment:
        try:
            cast_vote(by=user, contribution=fresh(proposal), choice=choice)
            found = "cast"
        except Refused as refused:
            found = refused.code
    assert found == outcome
    after = [(value_of(choice), moment)] if outcome == "cast" else before
    assert list(Vote.objects.values_list("choice", "changed_at")) == after


def test_cast_vote_repeated_after_the_phase_gets_its_first_answer_and_changes_nothing(closing):
    proposal, closes_at = closing
    user, key = UserFactory(), uuid.uuid4()
    with standing_at(closes_at - timedelta(seconds=1)):
        cast_vote(by=user, contribution=proposal, choice="agree", request_key=key)
    before = list(Vote.objects.values_list("choice", "changed_at"))
    with standing_at(closes_at + timedelta(seconds=1)):
        again = cast_vote(by=user, contribution=fresh(proposal), choice="agree", request_key=key)
    assert (again.choice, again.repeated) == (1, True)
    assert list(Vote.objects.values_list("choice", "changed_at")) == before


@pytest.mark.parametrize("who", ["the same person with another key", "somebody else with the key"])
def test_cast_vote_that_only_looks_repeated_is_refused_after_the_phase(closing, who):
    proposal, closes_at = closing
    user, key = UserFactory(), uuid.uuid4()
    with standing_at(closes_at - timedelta(seconds=1)):
        cast_vote(by=user, contribution=proposal, choice="agree", request_key=key)
    by, with_key = (UserFactory(), key) if who.startswith("somebody") else (user, uuid.uuid4())
    with standing_at(closes_at + timedelta(seconds=1)), pytest.raises(Refused) as refused:
        cast_vote(by=by, contribution=fresh(proposal), choice="agree", request_key=with_key)
    assert refused.value.code == "phase_closed"
    assert Vote.objects.count() == 1


def test_cast_vote_repeated_by_somebody_paused_since_is_refused():
    proposal, user, key = ProposalFactory(), UserFactory(), uuid.uuid4()
    cast = cast_vote(by=user, contribution=proposal, choice="agree", request_key=key)
    pause_participant(participant=cast.participant, by=UserFactory(), until=now() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        cast_vote(by=user, contribution=fresh(proposal), choice="agree", request_key=key)
    assert refused.value.code == "paused"


def test_cast_vote_with_the_key_of_a_vote_on_something_else_is_refused():
    proposal, user, key = ProposalFactory(), UserFactory(), uuid.uuid4()
    other = ProposalFactory(consultation_of=proposal.consultation)
    cast_vote(by=user, contribution=proposal, choice="agree", request_key=key)
    with pytest.raises(Refused) as refused:
        cast_vote(by=user, contribution=other, choice="agree", request_key=key)
    assert (refused.value.code, refused.value.status) == ("key_used", 409)
    assert list(Vote.objects.values_list("contribution", flat=True)) == [proposal.pk]


def fresh(proposal):
    """As another request reads it."""
    return Contribution.objects.get(pk=proposal.pk)


def test_cast_vote_unknown_word_is_invalid():
    with pytest.raises(Invalid) as invalid:
        cast_vote(by=UserFactory(), contribution=ProposalFactory(), choice="love")
    assert list(invalid.value.fields) == ["choice"]
    assert Participant.objects.filter(votes__isnull=False).count() == 0


def test_cast_vote_on_hidden_proposal_is_not_found():
    with pytest.raises(Refused) as refused:
        cast_vote(by=UserFactory(), contribution=ProposalFactory(state="hidden"), choice="agree")
    assert (refused.value.code, refused.value.status) == ("not_found", 404)


def test_cast_vote_by_guest_stands_on_the_unconfirmed_line():
    proposal = ProposalFactory()
    cast_vote(by=Guest(), contribution=proposal, choice="agree")
    recount(proposal.pk)
    tally = Tally.objects.get(pk=proposal.pk)
    assert (tally.agree, tally.unconfirmed_agree) == (1, 1)


def test_recount_records_an_event_only_when_a_number_moved():
    proposal = ProposalFactory()
    VoteFactory(contribution=proposal)
    recount(proposal.pk)
    recount(proposal.pk)
    assert Event.objects.filter(topic__name=f"tally:{proposal.pk}").count() == 1
    assert Tally.objects.get(pk=proposal.pk).version == 1


def test_import_votes_leaves_the_same_rows_as_casting():
    consultation = ConsultationFactory()
    one, two = ProposalFactory(consultation_of=consultation), ProposalFactory(consultation_of=consultation)
    voters = [UserFactory() for _each in range(3)]
    for voter in voters:
        cast_vote(by=voter, contribution=one, choice="agree")
    people = Participant.objects.filter(user__in=voters)
    lines = [BallotLine(two.pk, person.pk, 1, two.shown_revision_id) for person in people]
    import_votes(by=None, consultation=consultation, lines=lines)
    recount_all(consultation)
    fields = ("participant", "choice")
    cast, imported = (sorted(p.votes.values_list(*fields)) for p in (one, two))
    assert cast == imported
    assert counts(one) == counts(two) == (3, 0, 0)


def test_import_votes_again_changes_nothing():
    proposal, person = ProposalFactory(), None
    person = ParticipantFactory(consultation=proposal.consultation)
    lines = [BallotLine(proposal.pk, person.pk, -1, proposal.shown_revision_id)]
    first = import_votes(by=None, consultation=proposal.consultation, lines=lines)
    again = import_votes(by=None, consultation=proposal.consultation, lines=lines)
    assert (first, again) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_cast_vote_sixteen_at_once_leave_one_row():
    proposal, user = ProposalFactory(), UserFactory()
    ParticipantFactory(consultation=proposal.consultation, user=user)
    failures, together = [], threading.Barrier(16)

    def vote():
        try:
            together.wait()
            cast_vote(by=user, contribution=proposal, choice="agree")
        except Exception as error:  # collected for the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=vote) for _each in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Vote.objects.count() == 1
    recount(proposal.pk)
    assert counts(proposal) == (1, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_vote_rows_without_the_upsert_are_held_apart_by_the_constraint():
    from django.db import IntegrityError

    vote = VoteFactory()
    with pytest.raises(IntegrityError):
        Vote.objects.create(contribution=vote.contribution, participant=vote.participant, choice=1)
    assert connection.is_usable()


def test_guest_participants_of_two_devices_are_two_people():
    proposal = ProposalFactory()
    one = GuestParticipantFactory(consultation=proposal.consultation)
    two = GuestParticipantFactory(consultation=proposal.consultation)
    for guest in (one, two):
        cast_vote(by=Guest({proposal.consultation_id: guest.pk}), contribution=proposal, choice="agree")
    assert sorted(Vote.objects.values_list("participant", flat=True)) == sorted([one.pk, two.pk])
