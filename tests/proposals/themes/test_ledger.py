"""Every submission received stands in exactly one place, whatever happened to it."""

import random
from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.clock import now
from consult.enums import Access
from proposals.enums import Channel, ContributionState, SubmissionKind
from proposals.models import Contribution, Submission
from proposals.themes.actions.recounts import recount
from proposals.themes.actions.snapshots import take_snapshot
from proposals.themes.enums import ItemState, Place
from proposals.themes.ledger import Standing, place_of, standing_of_text
from proposals.themes.models import ThemeRun
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory, SubmissionFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, comment_on

STANDINGS = st.lists(st.sampled_from([Standing(state) for state in ItemState]), min_size=1, max_size=6)


@given(found=STANDINGS, in_theme=st.booleans(), in_campaign=st.booleans())
def test_place_of_any_standings_is_one_place_and_left_out_only_without_an_analysed_text(
    found, in_theme, in_campaign
):
    place, _reason = place_of(found, in_theme=in_theme, in_campaign=in_campaign)
    analysed = any(each.state == ItemState.ANALYSED for each in found)
    assert (place in Place.sorted_out()) == analysed


@pytest.mark.parametrize(
    "state, words, expected",
    [
        (ContributionState.VISIBLE, "Words.", ("analysed", "")),
        (ContributionState.VISIBLE, "  ", ("blank", "")),
        (ContributionState.PENDING, "", ("pending", "")),
        (ContributionState.HELD, "Words.", ("withheld", "held")),
        (ContributionState.HIDDEN, "Words.", ("withheld", "hidden")),
        (ContributionState.WITHDRAWN, "Words.", ("withdrawn", "")),
        (ContributionState.ERASED, "", ("erased", "")),
    ],
)
def test_standing_of_text_by_state_is(state, words, expected):
    text = SimpleNamespace(state=state, public_text=words, title="")
    found = standing_of_text(text)
    assert (found.state, found.reason) == expected


def late(submission, _rng):
    submission.late = True


def withdrawn(submission, _rng):
    submission.withdrawn_at = now()


def duplicate(submission, rng):
    others = Submission.objects.filter(consultation=submission.consultation).exclude(pk=submission.pk)
    submission.duplicate_of = others.order_by("pk").first()


def unverified(submission, _rng):
    submission.participant.confirmed = False
    submission.participant.save()
    submission.channel = Channel.ONLINE


def from_paper(submission, _rng):
    submission.channel = Channel.PAPER


HAPPENINGS = [late, withdrawn, duplicate, unverified, from_paper]


def random_history(consultation, seed):
    """Submissions of all kinds to which anything may have happened."""
    rng = random.Random(seed)
    for _each in range(rng.randint(5, 12)):
        if rng.random() < 0.2:
            submission = SubmissionFactory(
                participant=ParticipantFactory(consultation=consultation), kind=SubmissionKind.QUESTIONNAIRE
            )
        else:
            text = ProposalFactory(consultation_of=consultation, state=rng.choice(ContributionState.values))
            submission = text.submission
        for happening in rng.sample(HAPPENINGS, rng.randint(0, 2)):
            happening(submission, rng)
        submission.save()
    return rng


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_ledger_of_a_random_history_adds_up_to_everything_received(seed):
    consultation = ConsultationFactory(access_propose=Access.CONFIRMED, access_answer=Access.CONFIRMED)
    rng = random_history(consultation, seed)
    snapshot = take_snapshot(consultation=consultation, by=None)
    received = snapshot.received
    run = ThemeRun.objects.create(consultation=consultation, number=1, snapshot=snapshot)
    theme = ThemeFactory(codebook__run=run)
    for text in Contribution.objects.filter(consultation=consultation).shown():
        if rng.random() < 0.7:
            sure, copy = rng.random() < 0.6, rng.random() < 0.2
            ThemeAssignmentFactory(theme=theme, contribution=text, sure=sure, copy=copy)
    run.ledger.all().delete()
    recount(run)
    places = Counter(run.ledger.values_list("place", flat=True))
    everything = set(Submission.objects.filter(consultation=consultation).values_list("pk", flat=True))
    assert sum(places.values()) == received == len(everything)
    assert set(run.ledger.values_list("submission_id", flat=True)) == everything


@pytest.mark.django_db
def test_snapshot_leaves_out_what_officials_said():
    proposal = ProposalFactory()
    comment_on(proposal, official=True)
    snapshot = take_snapshot(consultation=proposal.consultation, by=None)
    assert list(snapshot.items.values_list("contribution_id", flat=True)) == [proposal.pk]
    assert snapshot.received == 1


@pytest.mark.django_db
def test_snapshot_holds_digests_and_no_words():
    proposal = ProposalFactory(public_text="CANARY in a text")
    snapshot = take_snapshot(consultation=proposal.consultation, by=None)
    row = snapshot.items.values().get()
    assert "CANARY" not in str(row)
    assert len(row["digest"]) == 64
