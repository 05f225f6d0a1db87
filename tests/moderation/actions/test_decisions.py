"""What each decision does, what it must say, and that it can be undone as if it had not been."""

from datetime import timedelta

import pytest
import time_machine

from consult.clock import now
from consult.enums import ModerationMode
from consult.errors import Invalid, Refused, Stale
from consult.models import LogEntry
from moderation.actions.cases import open_case
from moderation.actions.decisions import decide_case, undo_decision
from moderation.enums import CaseState, Effect, Source
from moderation.models import Case, Decision
from proposals.actions.contributions import submit_comment
from proposals.actions.edits import edit_contribution
from proposals.models import Contribution, Event
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db

BODY = "Some people are too thick to see it. Call 01632 960001."


@pytest.fixture
def case():
    return CaseFactory(contribution=CommentFactory(public_text=BODY))


@pytest.fixture
def moderator(case):
    return moderator_of(case.consultation)


def decided(case, moderator, effect, **more):
    words = {
        "rule": HouseRuleFactory(consultation=case.consultation),
        "facts": "“Too thick” is aimed at people.",
        "days": 3,
        "passages": ["01632 960001"],
    }
    if effect == Effect.TRANSFER:
        words["destination"] = ProposalFactory(consultation_of=case.consultation, title=ELSEWHERE)
    return decide_case(by=moderator, case=case, version=case.version, effect=effect, **words | more)


def now_of(contribution):
    """What the world sees of a text, its thread and its author."""
    contribution = Contribution.objects.select_related("root", "participant").get(pk=contribution.pk)
    return {
        "state": contribution.state,
        "text": contribution.public_text,
        "locked": (contribution.root or contribution).locked_at is not None,
        "paused": contribution.participant.paused_until is not None,
        "moved": contribution.root is not None and contribution.root.title == ELSEWHERE,
    }


ELSEWHERE = "Where it belongs"
SHOWN = {"state": "visible", "text": BODY, "locked": False, "paused": False, "moved": False}
TABLE = {
    Effect.KEEP: {},
    Effect.ASK_TO_EDIT: {"state": "held"},
    Effect.HIDE: {"state": "hidden"},
    Effect.RESTRICT_AUTHOR: {"state": "hidden", "paused": True},
    Effect.REDACT: {"text": BODY.replace("01632 960001", "▒▒▒")},
    Effect.LOCK_THREAD: {"locked": True},
    Effect.TRANSFER: {"moved": True},
    Effect.HOLD: {"state": "held"},
}


def test_table_names_every_effect():
    assert set(TABLE) == set(Effect)


@pytest.mark.parametrize("effect", TABLE)
def test_effect_changes_what_it_says_and_undo_puts_it_back(case, moderator, effect):
    decision = decided(case, moderator, effect)
    assert now_of(case.contribution) == SHOWN | TABLE[effect]
    case.refresh_from_db()
    assert case.state == (CaseState.OPEN if effect == Effect.HOLD else CaseState.DECIDED)
    undo_decision(by=moderator, decision=decision)
    assert now_of(case.contribution) == SHOWN
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (CaseState.OPEN, None)


def test_decision_says_everything_a_statement_of_reasons_needs(case, moderator):
    decision = decided(case, moderator, Effect.RESTRICT_AUTHOR)
    kept = Decision.objects.get(pk=decision.pk)
    assert kept.until == kept.decided_at + timedelta(days=3)
    assert kept.appeal_until == kept.decided_at + timedelta(days=180)
    assert (kept.found_by, kept.automated, kept.detected_automatically) == (Source.REPORT, False, False)
    assert (kept.decided_by, len(kept.text_digest)) == (moderator, 64)


def test_both_acts_are_logged_without_words(case, moderator):
    undo_decision(by=moderator, decision=decided(case, moderator, Effect.HIDE))
    entries = LogEntry.objects.filter(target_type="moderation.decision")
    assert [entry.act for entry in entries] == ["case.decided", "case.decision_undone"]
    assert {key for entry in entries for key in entry.details} == {
        "case",
        "effect",
        "rule",
        "text",
        "automated",
    }
    assert "thick" not in str([entry.details for entry in LogEntry.objects.all()])


def test_moderators_hear_of_it_on_their_topic(case, moderator):
    decided(case, moderator, Effect.HIDE)
    topic = f"moderation:{case.consultation_id}"
    kinds = Event.objects.filter(topic__name=topic).values_list("kind", "target_id")
    assert list(kinds) == [("case.decided", case.pk)]


@pytest.mark.parametrize(
    ("effect", "words", "field"),
    [
        (Effect.HIDE, {"rule": None}, "rule"),
        (Effect.HIDE, {"facts": "  "}, "facts"),
        (Effect.HIDE, {"facts": "x" * 4001}, "facts"),
        (Effect.RESTRICT_AUTHOR, {"days": None}, "days"),
        (Effect.RESTRICT_AUTHOR, {"days": 4000}, "days"),
        (Effect.REDACT, {"passages": []}, "passages"),
        (Effect.REDACT, {"passages": ["not in the text"]}, "passages"),
        ("delete", {}, "effect"),
    ],
)
def test_incomplete_decision_is_answered_and_does_nothing(case, moderator, effect, words, field):
    with pytest.raises(Invalid) as refusal:
        decided(case, moderator, effect, **words)
    assert list(refusal.value.fields) == [field]
    assert (Decision.objects.count(), now_of(case.contribution)) == (0, SHOWN)


def test_rule_of_another_consultation_is_refused(case, moderator):
    with pytest.raises(Invalid):
        decided(case, moderator, Effect.HIDE, rule=HouseRuleFactory())


def test_law_can_stand_for_a_rule_and_keep_needs_neither(case, moderator):
    assert decided(case, moderator, Effect.HIDE, rule=None, law="Section 4").law == "Section 4"
    other = CaseFactory(contribution=CommentFactory(root=case.contribution.root))
    assert decided(other, moderator, Effect.KEEP, rule=None, facts="").appeal_until is None


def test_second_decision_on_the_same_version_is_stale(case, moderator):
    second = moderator_of(case.consultation)
    decided(case, moderator, Effect.KEEP)
    with pytest.raises(Stale):
        decided(case, second, Effect.HIDE)
    assert now_of(case.contribution) == SHOWN


def test_decision_is_stale_after_the_author_edited(case, moderator):
    edit_contribution(by=case.contribution.participant.user, contribution=case.contribution, body="Kind.")
    with pytest.raises(Stale):
        decided(case, moderator, Effect.HIDE)


def test_decision_on_a_replaced_version_leaves_the_newer_one(case, moderator):
    edit_contribution(by=case.contribution.participant.user, contribution=case.contribution, body="Kind.")
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Invalid):
        decided(case, moderator, Effect.ASK_TO_EDIT)
    decided(case, moderator, Effect.HIDE)
    assert now_of(case.contribution) == SHOWN | {"text": "Kind."}
    assert case.contribution.revisions.get(number=1).state == "refused"


def test_report_during_a_decision_does_not_make_it_stale(case, moderator):
    open_case(contribution=case.contribution, revision=case.revision, source=Source.OWN)
    assert decided(case, moderator, Effect.HIDE).effect == Effect.HIDE


def waiting_case(**author):
    consultation = ConsultationFactory(moderation_mode=ModerationMode.BEFORE)
    proposal = ProposalFactory(author__consultation=consultation)
    author = UserFactory(**author)
    comment = submit_comment(by=author, proposal=proposal, body=BODY).contribution
    return Case.objects.get(contribution=comment), moderator_of(consultation), author


@pytest.mark.parametrize(
    ("effect", "state", "text"),
    [
        (Effect.KEEP, "visible", BODY),
        (Effect.HIDE, "hidden", ""),
        (Effect.ASK_TO_EDIT, "held", ""),
        (Effect.REDACT, "visible", BODY.replace("01632 960001", "▒▒▒")),
    ],
)
def test_text_that_waited_is_shown_or_not_and_waits_again_after_undo(effect, state, text):
    case, moderator, _author = waiting_case()
    assert now_of(case.contribution)["state"] == "pending"
    decision = decided(case, moderator, effect)
    seen = now_of(case.contribution)
    assert (seen["state"], seen["text"]) == (state, text)
    undo_decision(by=moderator, decision=decision)
    seen = now_of(case.contribution)
    assert (seen["state"], seen["text"]) == ("pending", "")
    assert case.contribution.revisions.get().state == "pending"


def test_edited_text_comes_back_when_the_new_version_is_kept():
    case, moderator, author = waiting_case()
    decided(case, moderator, Effect.KEEP)
    comment = Contribution.objects.get(pk=case.contribution_id)
    reported = open_case(contribution=comment, revision=comment.shown_revision, source=Source.REPORT)
    Case.objects.filter(pk=reported.pk).update(state=CaseState.OPEN, closed_at=None)
    reported.refresh_from_db()
    decided(reported, moderator, Effect.ASK_TO_EDIT)
    comment.refresh_from_db()
    edit_contribution(by=author, contribution=comment, body="Please look again.")
    newer = Case.objects.get(source=Source.EDITED)
    assert now_of(comment)["state"] == "held"
    decided(newer, moderator, Effect.KEEP)
    seen = now_of(comment)
    assert (seen["state"], seen["text"]) == ("visible", "Please look again.")


def test_new_version_turned_down_stays_hidden_whole(case, moderator):
    decided(case, moderator, Effect.ASK_TO_EDIT)
    comment = Contribution.objects.get(pk=case.contribution_id)
    edit_contribution(by=comment.participant.user, contribution=comment, body="Thicker than ever.")
    newer = Case.objects.get(source=Source.EDITED)
    decided(newer, moderator, Effect.HIDE)
    assert now_of(comment)["state"] == "hidden"


def test_hidden_text_keeps_votes_and_comes_back_with_them(case, moderator):
    VoteFactory(contribution=case.contribution)
    decision = decided(case, moderator, Effect.HIDE)
    undo_decision(by=moderator, decision=decision)
    assert case.contribution.votes.count() == 1


def test_undo_is_for_the_decider_once_and_for_thirty_seconds(case, moderator):
    decision = decided(case, moderator, Effect.HIDE)
    with pytest.raises(Refused) as refusal:
        undo_decision(by=moderator_of(case.consultation), decision=decision)
    assert refusal.value.code == "not_decider"
    with time_machine.travel(now() + timedelta(seconds=31), tick=False), pytest.raises(Refused) as refusal:
        undo_decision(by=moderator, decision=decision)
    assert refusal.value.code == "undo_over"
    undone = undo_decision(by=moderator, decision=decision)
    with pytest.raises(Refused) as refusal:
        undo_decision(by=moderator, decision=undone)
    assert refusal.value.code == "undone"


def test_undone_case_keeps_its_place_and_can_be_decided_anew(case, moderator):
    since = case.waiting_since
    undo_decision(by=moderator, decision=decided(case, moderator, Effect.HIDE))
    case.refresh_from_db()
    assert case.waiting_since == since
    decided(case, moderator, Effect.KEEP)
    assert [d.effect for d in Decision.objects.standing()] == [Effect.KEEP]


def test_answers_can_be_hidden_but_have_no_thread_to_lock():
    case = CaseFactory(contribution=OpenAnswerFactory(public_text=BODY))
    moderator = moderator_of(case.consultation)
    with pytest.raises(Invalid):
        decided(case, moderator, Effect.LOCK_THREAD)
    decided(case, moderator, Effect.HIDE)
    assert now_of(case.contribution)["state"] == "hidden"


def test_moderator_decides_nothing_elsewhere_and_nothing_of_their_own(case):
    elsewhere = moderator_of(ConsultationFactory())
    author = case.contribution.participant.user
    MembershipFactory(consultation=case.consultation, user=author)
    for person, code in [
        (elsewhere, "not_moderator"),
        (author, "own_text"),
        (UserFactory(), "not_moderator"),
    ]:
        with pytest.raises(Refused) as refusal:
            decided(case, person, Effect.HIDE)
        assert refusal.value.code == code
    assert now_of(case.contribution) == SHOWN
