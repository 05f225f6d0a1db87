"""A guest and an account in one consultation become one person: what moves, stands, and is not joined."""

import threading

import pytest
from django.db import connections

from consult.accounts.guests import Guest
from consult.audit import faults
from consult.clock import now
from consult.models import LogEntry
from moderation.models import Flag
from proposals.actions.erasure import erase_participant
from proposals.actions.joining import claim_participations, claims_of
from proposals.actions.leaflets import make_leaflets, use_leaflet
from proposals.actions.participation import represent_organisation
from proposals.actions.phases import seal_votes
from proposals.actions.tallies import counts_of, recount
from proposals.actions.uniting import SEALED, SPEAKS_FOR_OTHERS, settle_joined
from proposals.actions.votes import cast_vote
from proposals.models import Participant, Submission, Vote
from tests.factories.accounts import UnconfirmedUserFactory, UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.moderation import FlagFactory
from tests.factories.proposals import (
    CommentFactory,
    GuestParticipantFactory,
    ParticipantFactory,
    ProposalFactory,
    SubmissionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory()


@pytest.fixture
def both(consultation):
    """(guest, own participant of an account) in one consultation."""
    return GuestParticipantFactory(consultation=consultation), ParticipantFactory(
        consultation=consultation, user=UserFactory(display_name="Kestrel")
    )


def join(guest, own):
    return claim_participations(by=own.user, participants=Participant.objects.filter(pk=guest.pk))


def test_what_the_guest_sent_is_the_accounts(both):
    guest, own = both
    proposal = ProposalFactory(author=guest)
    assert join(guest, own) == [guest]
    proposal.refresh_from_db()
    guest.refresh_from_db()
    assert (proposal.participant, proposal.author_name, proposal.submission.participant) == (
        own,
        "Kestrel",
        own,
    )
    assert list(Submission.objects.visible_to(own.user)) == [proposal.submission]
    assert (guest.joined_to, guest.public_name, guest.user) == (own, "", None)
    assert list(Participant.objects.of(Guest({guest.consultation_id: guest.pk}))) == []


CHOICES = {
    "guest alone": (None, 1, 1),
    "account alone": (-1, None, -1),
    "both alike": (1, 1, 1),
    "both apart": (-1, 1, -1),
    "account took its vote back": ("retracted", 1, None),
}


@pytest.mark.parametrize("case", CHOICES)
def test_vote_of_the_account_stands_and_none_counts_twice(both, case):
    guest, own = both
    owns, guests, stands = CHOICES[case]
    proposal = ProposalFactory(consultation_of=guest.consultation)
    if owns is not None:
        VoteFactory(contribution=proposal, participant=own, choice=None if owns == "retracted" else owns)
    if guests is not None:
        VoteFactory(contribution=proposal, participant=guest, choice=guests)
    recount(proposal.pk)
    join(guest, own)
    standing = {vote.participant: vote.choice for vote in Vote.objects.standing()}
    assert standing == ({own: stands} if stands else {})
    counted = counts_of(proposal.pk)
    assert counted["agree"] + counted["disagree"] == len(standing)
    proposal.tally.refresh_from_db()
    assert {name: getattr(proposal.tally, name) for name in counted} == counted


def test_log_says_who_joined_whom_and_how_much_and_holds(both):
    guest, own = both
    ProposalFactory(author=guest)
    proposal = ProposalFactory(consultation_of=guest.consultation)
    for person in both:
        VoteFactory(contribution=proposal, participant=person)
    join(guest, own)
    entry = LogEntry.objects.get(act="participant.joined")
    assert entry.details == {
        "into": own.pk,
        "submissions": 1,
        "contributions": 1,
        "votes": 0,
        "votes_set_aside": 1,
    }
    assert list(faults()) == []


def test_reports_move_and_a_second_one_on_the_same_case_stays(both):
    guest, own = both
    first = FlagFactory(participant=guest, contribution=ProposalFactory(consultation_of=guest.consultation))
    twice = FlagFactory(participant=guest, contribution=ProposalFactory(consultation_of=guest.consultation))
    FlagFactory(participant=own, contribution=twice.contribution, case=twice.case)
    join(guest, own)
    assert [flag.participant for flag in Flag.objects.filter(pk__in=[first.pk, twice.pk])] == [own, guest]


def test_pause_of_either_holds_for_both(both):
    guest, own = both
    guest.paused_until = until = now().replace(year=2099)
    guest.save()
    join(guest, own)
    own.refresh_from_db()
    assert own.paused_until == until


def test_code_of_the_guest_vouches_for_an_account_without_a_confirmed_address(consultation):
    batch = make_leaflets(by=UserFactory(is_superuser=True), consultation=consultation, name="Desk", number=1)
    guest = use_leaflet(by=Guest(), code=batch.code_of(1))
    own = ParticipantFactory(consultation=consultation, user=UnconfirmedUserFactory(), confirmed=False)
    vote = VoteFactory(contribution=ProposalFactory(consultation_of=consultation), participant=own)
    recount(vote.contribution_id)
    join(guest, own)
    own.refresh_from_db()
    assert (own.confirmed, own.leaflets.count()) == (True, 1)
    assert counts_of(vote.contribution_id)["unconfirmed_agree"] == 0
    vote.contribution.tally.refresh_from_db()
    assert vote.contribution.tally.unconfirmed_agree == 0


def test_sealed_votes_keep_the_two_apart(both):
    guest, own = both
    vote = VoteFactory(contribution=ProposalFactory(consultation_of=guest.consultation), participant=guest)
    seal_votes(consultation=guest.consultation)
    assert join(guest, own) == []
    vote.refresh_from_db()
    assert vote.participant == guest
    [(_guest, _own, apart)] = claims_of(by=own.user, participants=Participant.objects.filter(pk=guest.pk))
    assert apart == SEALED


def test_organisation_and_person_stay_apart(both):
    guest, own = both
    represent_organisation(by=Guest(), participant=guest, name="Ashby Cyclists", members=40)
    assert join(guest, own) == []
    [(_guest, _own, apart)] = claims_of(by=own.user, participants=Participant.objects.filter(pk=guest.pk))
    assert apart == SPEAKS_FOR_OTHERS


def test_who_was_joined_or_erased_or_has_an_account_is_never_joined_again(both):
    guest, own = both
    join(guest, own)
    erased = GuestParticipantFactory(consultation=guest.consultation)
    erase_participant(participant=erased, by=None)
    other = ParticipantFactory(consultation=guest.consultation)
    thief = ParticipantFactory(consultation=guest.consultation)
    for each in (guest, erased, other):
        assert join(each, thief) == []
    assert Participant.objects.filter(joined_to=thief).count() == 0


def test_what_was_under_way_is_handed_over_by_the_next_round(both):
    guest, own = both
    proposal = ProposalFactory(consultation_of=guest.consultation)
    VoteFactory(contribution=proposal, participant=own, choice=-1)
    join(guest, own)
    VoteFactory(contribution=proposal, participant=guest, choice=1)
    late = CommentFactory(root=proposal, author=guest, submission=SubmissionFactory(participant=guest))
    assert (settle_joined(), settle_joined()) == (1, 0)
    late.refresh_from_db()
    assert late.participant == own
    assert [vote.choice for vote in Vote.objects.standing()] == [-1]
    proposal.tally.refresh_from_db()
    assert (proposal.tally.agree, proposal.tally.disagree) == (0, 1)


def run_together(*acts):
    failures, together = [], threading.Barrier(len(acts))

    def run(act):
        try:
            together.wait()
            act()
        except Exception as error:  # collected for the assertion of the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_two_devices_of_one_account_and_its_votes_at_once_leave_one_vote():
    consultation = ConsultationFactory()
    own = ParticipantFactory(consultation=consultation, user=UserFactory())
    guests = [GuestParticipantFactory(consultation=consultation) for _each in range(2)]
    proposals = [ProposalFactory(consultation_of=consultation) for _each in range(3)]
    for guest in guests:
        for proposal in proposals:
            VoteFactory(contribution=proposal, participant=guest, choice=1)

    def vote(proposal):
        return lambda: cast_vote(by=own.user, contribution=proposal, choice="disagree")

    joins = [lambda guest=guest: join(guest, own) for guest in [*guests, *guests]]
    assert run_together(*joins, *(vote(each) for each in proposals)) == []
    standing = list(Vote.objects.standing().values_list("contribution_id", "participant_id", "choice"))
    assert sorted(standing) == sorted((each.pk, own.pk, -1) for each in proposals)
    assert LogEntry.objects.filter(act="participant.joined").count() == 2
    for proposal in proposals:
        recount(proposal.pk)
        proposal.tally.refresh_from_db()
        assert (proposal.tally.agree, proposal.tally.disagree) == (0, 1)
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_two_accounts_that_claim_one_guest_at_once_do_not_both_get_it():
    consultation = ConsultationFactory()
    guest = GuestParticipantFactory(consultation=consultation)
    ProposalFactory(author=guest)
    owners = [ParticipantFactory(consultation=consultation) for _each in range(4)]
    assert run_together(*(lambda own=own: join(guest, own) for own in owners)) == []
    guest.refresh_from_db()
    assert guest.joined_to in owners
    assert Submission.objects.get().participant == guest.joined_to
    assert LogEntry.objects.filter(act="participant.joined").count() == 1
