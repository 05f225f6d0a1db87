"""Rights that end while a page is open, and what guests may follow."""

import pytest

from consult.enums import ResultsVisibility, Role
from consult.signals import access_changed
from proposals.actions import states
from proposals.actions.votes import cast_vote
from proposals.enums import ContributionState
from proposals.live.connection import SIGNED_OUT
from proposals.live.threads import in_thread
from proposals.models import Participant
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.proposals import ProposalFactory, VoteFactory
from tests.sockets import Page, happens, happens_elsewhere, in_loop, replayed, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def private_thread():
    """A thread of a consultation for invited people, with one of them."""
    consultation = ConsultationFactory(invited_only=True)
    member = MembershipFactory(consultation=consultation, role=Role.INVITED)
    return ProposalFactory(consultation_of=consultation), member


def end_membership(member):
    member.ended_at = member.accepted_at
    member.save()
    access_changed.send(type(member), consultation=member.consultation, user_ids=[member.user_id])


def test_thread_of_a_private_consultation_is_for_its_people():
    proposal, member = private_thread()
    topic = f"thread:{proposal.pk}"
    assert replayed(topic, None, signed_in(member.user))[-1]["type"] == "synced"
    assert replayed(topic, None, signed_in(UserFactory()))[-1] == {
        "type": "error",
        "code": "forbidden",
        "topic": topic,
    }
    assert replayed(topic, None)[-1]["code"] == "forbidden"


def test_right_taken_away_stops_delivery_and_replay_within_two_seconds():
    proposal, member = private_thread()
    topic, client = f"thread:{proposal.pk}", signed_in(member.user)

    async def journey():
        async with Page(client) as page:
            await page.subscribe(topic)
            await in_thread(end_membership, member)
            told = await page.next(timeout=2)
            await happens((topic, "proposal.changed", proposal.pk))
            return told, await page.hears_nothing(0.3), await page.subscribe(topic, 0)

    told, silent, again = in_loop(journey)
    assert told == {"type": "error", "code": "forbidden", "topic": topic}
    assert silent
    assert [frame["code"] for frame in again] == ["forbidden"]


def test_right_taken_away_by_another_process_stops_delivery_within_two_seconds():
    proposal, member = private_thread()
    topic, client = f"thread:{proposal.pk}", signed_in(member.user)

    def end_elsewhere():
        member.ended_at = member.accepted_at
        member.save()
        happens_elsewhere((f"access:{member.consultation_id}", "access.changed", member.consultation_id))

    async def journey():
        async with Page(client) as page:
            await page.subscribe(topic)
            await in_thread(end_elsewhere)
            return await page.next(timeout=2)

    assert in_loop(journey)["code"] == "forbidden"


def test_consultation_made_private_is_heard_by_members_only():
    consultation = ConsultationFactory()
    member = MembershipFactory(consultation=consultation, role=Role.INVITED)
    topic, client = f"consultation:{consultation.pk}", signed_in(member.user)

    def close():
        type(consultation).objects.update(invited_only=True)
        access_changed.send(type(consultation), consultation=consultation, user_ids=[])

    async def journey():
        async with Page(client) as inside, Page() as outside:
            await inside.subscribe(topic)
            await outside.subscribe(topic)
            await in_thread(close)
            told = await outside.next(timeout=2)
            await happens((topic, "phase.opened", 1))
            return told["code"], (await inside.next())["kind"], await outside.hears_nothing(0.2)

    assert in_loop(journey) == ("forbidden", "phase.opened", True)


def test_thread_of_a_hidden_proposal_is_left_by_all_but_its_author():
    proposal = ProposalFactory()
    topic, author = f"thread:{proposal.pk}", signed_in(proposal.participant.user)

    async def journey():
        async with Page(author) as own, Page() as other:
            await own.subscribe(topic)
            await other.subscribe(topic)
            await in_thread(lambda: states.hide(contribution=proposal, by=UserFactory()))
            return [[await page.next() for _ in range(1 + (page is other))] for page in (own, other)]

    own, other = in_loop(journey)
    assert [frame["kind"] for frame in own] == ["proposal.removed"]
    assert other[1]["code"] == "forbidden"


def test_vote_taken_back_stops_the_tally():
    vote = VoteFactory(contribution__consultation_of__results_visibility=ResultsVisibility.AFTER_VOTE)
    user, topic = vote.participant.user, f"tally:{vote.contribution_id}"
    client = signed_in(user)

    async def journey():
        async with Page(client) as page:
            await page.subscribe(topic)
            await in_thread(lambda: cast_vote(by=user, contribution=vote.contribution, choice="retract"))
            return (await page.until("error"))[-1]

    assert in_loop(journey) == {"type": "error", "code": "forbidden", "topic": topic}


def test_signing_out_closes_the_sockets_of_that_session_only():
    proposal, user = ProposalFactory(), UserFactory()
    topic, here, elsewhere = f"thread:{proposal.pk}", signed_in(user), signed_in(user)

    async def journey():
        async with Page(here) as page, Page(elsewhere) as other:
            await page.subscribe(topic)
            await other.subscribe(topic)
            await in_thread(here.logout)
            return await page.closed_with(timeout=2), await other.subscribe(topic)

    code, other = in_loop(journey)
    assert code == SIGNED_OUT
    assert other[-1]["type"] == "synced"


def guest_of(consultation, client):
    """A guest who took part through this client's session."""
    participant = Participant.objects.create(consultation=consultation, source="guest")
    session = client.session
    session["participations"] = {str(consultation.pk): participant.pk}
    session.save()
    return participant


def test_guest_who_voted_follows_the_tally_of_their_session(client):
    vote = VoteFactory()
    proposal = vote.contribution
    topic = f"tally:{proposal.pk}"
    assert replayed(topic, None, client)[-1]["code"] == "forbidden"
    participant = guest_of(proposal.consultation, client)
    VoteFactory(contribution=proposal, participant=participant)
    assert replayed(topic, None, client)[-1]["type"] == "synced"


def test_own_thread_waiting_for_a_moderator_is_followed_by_its_author_only():
    proposal = ProposalFactory(state=ContributionState.PENDING)
    topic = f"thread:{proposal.pk}"
    assert replayed(topic, None, signed_in(proposal.participant.user))[-1]["type"] == "synced"
    assert replayed(topic, None, signed_in(UserFactory()))[-1]["code"] == "forbidden"
