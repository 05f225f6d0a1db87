"""Appeals: by the author, decided by somebody else, with the text back in its place when they succeed."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from consult.accounts.guests import Guest
from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused, Stale
from consult.models import Notice
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.decisions import decide_case
from moderation.enums import CaseState, Effect, Outcome
from moderation.models import Case
from proposals.actions.edits import edit_contribution, withdraw_contribution
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, GuestParticipantFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """The moderator who decided."""
    return UserFactory()


def decision_by(first, effect=Effect.HIDE, **comment):
    case = CaseFactory(contribution=CommentFactory(**comment))
    MembershipFactory(consultation=case.consultation, user=first)
    return decide_case(
        by=first,
        case=case,
        version=case.version,
        effect=effect,
        rule=HouseRuleFactory(consultation=case.consultation),
        facts="It is about a person.",
        days=7,
        passages=["01632 960553"] if effect == Effect.REDACT else [],
    )


def author_of(decision):
    return decision.case.contribution.participant.user


def appealed(decision, by=None):
    return appeal_decision(by=by or author_of(decision), decision=decision, text="I spoke of the plan.")


def settled(appeal, by, outcome=Outcome.REVERSED, reasons="Read with the reply it is on topic."):
    version = Case.objects.get(pk=appeal.decision.case_id).version
    return decide_appeal(by=by, appeal=appeal, outcome=outcome, reasons=reasons, version=version)


def text_of(decision):
    return Contribution.objects.get(pk=decision.case.contribution_id)


def test_appeal_puts_the_case_back_in_the_queue_and_tells_who_may_decide(first):
    decision = decision_by(first)
    second = moderator_of(decision.consultation)
    appeal = appealed(decision)
    case = Case.objects.get(pk=decision.case_id)
    assert (case.state, case.waiting_since) == (CaseState.APPEALED, appeal.made_at)
    assert appeal.first_decider == first
    waits = Notice.objects.filter(kind="moderation.appeal_waits")
    assert [notice.user for notice in waits] == [second]


def test_reversal_puts_the_text_back_with_votes_and_replies_and_lifts_the_pause(first):
    decision = decision_by(first, effect=Effect.RESTRICT_AUTHOR)
    comment = text_of(decision)
    VoteFactory(contribution=comment)
    reply = CommentFactory(root=comment.root, parent=comment)
    settled(appealed(decision), moderator_of(decision.consultation))
    comment.refresh_from_db()
    assert (comment.state, comment.votes.count()) == ("visible", 1)
    assert Contribution.objects.visible_to(AnonymousUser()).filter(pk=reply.pk).exists()
    assert comment.participant.paused_until is None
    assert Case.objects.get(pk=decision.case_id).state == CaseState.DECIDED


@pytest.mark.parametrize(
    "effect", [Effect.ASK_TO_EDIT, Effect.HIDE, Effect.RESTRICT_AUTHOR, Effect.REDACT, Effect.LOCK_THREAD]
)
def test_reversal_takes_back_every_effect(first, effect):
    decision = decision_by(first, effect=effect, public_text="Call 01632 960553 now.")
    settled(appealed(decision), moderator_of(decision.consultation))
    comment = Contribution.objects.select_related("root", "participant").get(pk=decision.case.contribution_id)
    assert (comment.state, comment.public_text) == ("visible", "Call 01632 960553 now.")
    assert (comment.root.locked_at, comment.participant.paused_until) == (None, None)


def test_reversal_leaves_a_newer_version_that_readers_have(first):
    decision = decision_by(first, effect=Effect.ASK_TO_EDIT)
    author = author_of(decision)
    edit_contribution(by=author, contribution=text_of(decision), body="Kinder words.")
    newer = Case.objects.get(source="edited")
    decide_case(by=moderator_of(newer.consultation), case=newer, version=1, effect=Effect.KEEP)
    settled(appealed(decision), moderator_of(decision.consultation))
    assert text_of(decision).public_text == "Kinder words."


def test_author_can_take_the_text_back_while_the_appeal_waits(first):
    decision = decision_by(first)
    appeal = appealed(decision)
    withdraw_contribution(by=author_of(decision), contribution=text_of(decision))
    with pytest.raises(Stale):
        settled(appeal, moderator_of(decision.consultation))
    assert text_of(decision).state == "withdrawn"


def test_upheld_decision_changes_nothing(first):
    decision = decision_by(first)
    settled(appealed(decision), moderator_of(decision.consultation), outcome=Outcome.UPHELD)
    assert text_of(decision).state == "hidden"


@pytest.mark.parametrize("outcome", Outcome)
def test_author_is_told_the_outcome_once(first, outcome):
    decision = decision_by(first)
    settled(appealed(decision), moderator_of(decision.consultation), outcome=outcome)
    notice = Notice.objects.get(kind="moderation.appeal_decided")
    assert notice.user == author_of(decision)


def test_first_decider_cannot_decide_the_appeal(first):
    appeal = appealed(decision_by(first))
    with pytest.raises(Refused) as refusal:
        settled(appeal, first)
    assert refusal.value.code == "first_decider"


def test_owner_decides_only_when_there_is_no_other_moderator(first):
    decision = decision_by(first)
    owner = staff_of(decision.consultation, Role.OWNER)
    appeal = appealed(decision)
    assert Notice.objects.get(kind="moderation.appeal_waits").user == owner
    other = moderator_of(decision.consultation)
    with pytest.raises(Refused) as refusal:
        settled(appeal, owner)
    assert refusal.value.code == "not_second"
    other.memberships.update(ended_at=now())
    settled(appeal, owner)
    assert text_of(decision).state == "visible"


def test_nobody_else_decides_and_the_author_does_not(first):
    decision = decision_by(first)
    appeal = appealed(decision)
    MembershipFactory(consultation=decision.consultation, user=author_of(decision))
    people = {
        "not_found": [
            UserFactory(),
            staff_of(decision.consultation, Role.ANALYST),
            moderator_of(ProposalFactory().consultation),
        ],
        "own_text": [author_of(decision)],
    }
    for code, refused in people.items():
        for person in refused:
            with pytest.raises(Refused) as refusal:
                settled(appeal, person)
            assert refusal.value.code == code


def test_appeal_is_open_on_day_1_and_179_and_closed_after_180(first):
    for days, possible in [(1, True), (179, True), (181, False)]:
        decision = decision_by(first)
        with time_machine.travel(now() + timedelta(days=days), tick=False):
            if possible:
                assert appealed(decision).pk
                continue
            with pytest.raises(Refused) as refusal:
                appealed(decision)
            assert refusal.value.code == "appeal_too_late"


def test_guest_and_holder_of_a_signed_link_can_appeal(first):
    for kind in ("guest", "link"):
        decision = decision_by(first)
        person = GuestParticipantFactory(consultation=decision.consultation)
        Contribution.objects.filter(pk=decision.case.contribution_id).update(participant=person)
        decision = type(decision).objects.with_texts().get(pk=decision.pk)
        by = Guest({decision.consultation_id: person.pk}) if kind == "guest" else person
        assert appealed(decision, by=by).appellant == person


def test_nobody_else_appeals_and_nobody_twice(first):
    decision = decision_by(first)
    for person in (UserFactory(), AnonymousUser(), first):
        with pytest.raises(Refused) as refusal:
            appealed(decision, by=person)
        assert refusal.value.code == "not_appellant"
    appealed(decision)
    decision = type(decision).objects.with_texts().get(pk=decision.pk)
    with pytest.raises(Refused) as refusal:
        appealed(decision)
    assert refusal.value.code == "appealed_already"


def test_keep_and_hold_cannot_be_appealed(first):
    for effect, code in [(Effect.KEEP, "nothing_to_appeal"), (Effect.HOLD, "not_final")]:
        with pytest.raises(Refused) as refusal:
            appealed(decision_by(first, effect=effect))
        assert refusal.value.code == code


def test_words_are_asked_for_on_both_sides(first):
    decision = decision_by(first)
    with pytest.raises(Invalid):
        appeal_decision(by=author_of(decision), decision=decision, text=" ")
    appeal = appealed(decision)
    with pytest.raises(Invalid):
        settled(appeal, moderator_of(decision.consultation), reasons="")
    with pytest.raises(Invalid):
        settled(appeal, moderator_of(decision.consultation), outcome="perhaps")


def test_two_moderators_deciding_one_appeal_leave_one_outcome(first):
    decision = decision_by(first)
    appeal = appealed(decision)
    version = Case.objects.get(pk=decision.case_id).version
    settled(appeal, moderator_of(decision.consultation))
    with pytest.raises(Stale):
        decide_appeal(
            by=moderator_of(decision.consultation),
            appeal=appeal,
            outcome=Outcome.UPHELD,
            reasons="No.",
            version=version,
        )
    assert text_of(decision).state == "visible"
