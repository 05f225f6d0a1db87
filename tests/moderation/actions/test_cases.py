"""Opening, holding and closing cases."""

from datetime import timedelta

import pytest
import time_machine

from consult.clock import now
from consult.enums import ModerationMode, Role
from consult.errors import Refused, Stale
from moderation.actions.cases import claim_case, open_case_on_newer, release_case
from moderation.actions.decisions import decide_case
from moderation.enums import CaseState, Effect, Source
from moderation.models import Case
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.edits import edit_contribution, withdraw_contribution
from proposals.actions.questionnaires import submit_questionnaire
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory, QuestionFactory
from tests.factories.moderation import CaseFactory, DecisionFactory, moderator_of
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db


CASES_OF_A_NEW_TEXT = {
    # mode: (state of the text, sources of its case)
    ModerationMode.BEFORE: ("pending", [Source.BEFORE_SHOWING]),
    ModerationMode.AFTER: ("visible", [Source.AFTER_SHOWING]),
    ModerationMode.ON_REPORT: ("visible", []),
}


@pytest.mark.parametrize("mode", CASES_OF_A_NEW_TEXT)
@pytest.mark.parametrize("where", ["consultation", "phase"])
def test_new_text_of_every_kind_waits_or_gets_its_case_as_consultation_or_phase_say(mode, where):
    own = {"moderation_mode": mode} if where == "consultation" else {"phase__moderation_mode": mode}
    consultation = ConsultationFactory(**own)
    question = QuestionFactory(consultation=consultation)
    people = [UserFactory() for _n in range(3)]
    proposal = submit_proposal(by=people[0], consultation=consultation, title="More trees", body="Limes.")
    shown = ProposalFactory(author__consultation=consultation)
    comment = submit_comment(by=people[1], proposal=shown, body="First words.")
    answer = submit_questionnaire(
        by=people[2], consultation=consultation, answers={question.key: "Benches."}, consent="named"
    )
    state, sources = CASES_OF_A_NEW_TEXT[mode]
    for sent in (proposal, comment, answer):
        text = sent.contributions[0]
        cases = Case.objects.filter(contribution=text)
        assert (text.state, [(case.source, case.reports) for case in cases]) == (
            state,
            [(source, 0) for source in sources],
        )


def test_official_reply_needs_no_reading():
    proposal = ProposalFactory()
    official = MembershipFactory(consultation=proposal.consultation, role=Role.RESPONDER).user
    submit_comment(by=official, proposal=proposal, body="We will look.", official=True)
    assert Case.objects.count() == 0


def test_case_of_a_text_nobody_pointed_to_ends_when_its_author_sends_another_version():
    author = UserFactory()
    comment = submit_comment(by=author, proposal=ProposalFactory(), body="First words.").contribution
    edit_contribution(by=author, contribution=comment, body="Better words.")
    states = Case.objects.order_by("pk").values_list("state", "revision__number", "source")
    assert list(states) == [
        (CaseState.CLOSED, 1, Source.AFTER_SHOWING),
        (CaseState.OPEN, 2, Source.AFTER_SHOWING),
    ]


@pytest.mark.parametrize(
    ("hours", "late_after"), [({}, timedelta(hours=6)), ({"0": ["09:00", "17:00"]}, timedelta(hours=21))]
)
def test_case_is_due_within_the_published_hours_of_which_only_staffed_ones_count(hours, late_after):
    consultation = ConsultationFactory(reading_hours=6, staffed_hours=hours)
    proposal = ProposalFactory(author__consultation=consultation)
    with time_machine.travel("2026-11-22 18:00Z", tick=False):  # Sunday; Monday 15:00 is 21 hours later
        submit_comment(by=UserFactory(), proposal=proposal, body="First words.")
    case = Case.objects.get()
    assert case.due_at - case.opened_at == late_after


def test_waiting_version_is_moot_when_its_author_sends_another():
    proposal = ProposalFactory(
        author__consultation=ConsultationFactory(moderation_mode=ModerationMode.BEFORE)
    )
    author = UserFactory()
    comment = submit_comment(by=author, proposal=proposal, body="First words.").contribution
    edit_contribution(by=author, contribution=comment, body="Better words.")
    states = Case.objects.order_by("pk").values_list("state", "revision__number")
    assert list(states) == [(CaseState.CLOSED, 1), (CaseState.OPEN, 2)]


def test_reported_case_stays_on_its_version_when_the_author_edits():
    comment = CommentFactory()
    case = CaseFactory(contribution=comment)
    edit_contribution(by=comment.participant.user, contribution=comment, body="Kinder words.")
    case.refresh_from_db()
    assert (case.state, case.revision.number, case.version) == (CaseState.OPEN, 1, 2)
    assert case.superseded_at is not None


def test_newer_version_gets_a_case_when_a_moderator_turns_to_it():
    consultation = ConsultationFactory(moderation_mode=ModerationMode.ON_REPORT)
    comment = CommentFactory(root=ProposalFactory(author__consultation=consultation))
    case = CaseFactory(contribution=comment)
    moderator = moderator_of(comment.consultation)
    with pytest.raises(Refused):
        open_case_on_newer(case=case, by=moderator)
    edit_contribution(by=comment.participant.user, contribution=comment, body="Ruder words.")
    newer = open_case_on_newer(case=case, by=moderator)
    assert (newer.revision.number, newer.source, newer.state) == (2, Source.OWN, CaseState.OPEN)


def test_withdrawing_closes_the_case():
    comment = CommentFactory()
    case = CaseFactory(contribution=comment)
    withdraw_contribution(by=comment.participant.user, contribution=comment)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_claim_holds_for_ten_minutes_and_then_lets_go():
    case = CaseFactory()
    first, second = moderator_of(case.consultation), moderator_of(case.consultation)
    claim_case(case=case, by=first)
    with pytest.raises(Stale):
        claim_case(case=case, by=second)
    claim_case(case=case, by=first)
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1), tick=False):
        claim_case(case=case, by=second)
    assert Case.objects.get(pk=case.pk).held_by == second


def test_release_gives_back_only_what_one_holds():
    case = CaseFactory()
    first, second = moderator_of(case.consultation), moderator_of(case.consultation)
    claim_case(case=case, by=first)
    assert release_case(case=case, by=second).held_by == first
    assert release_case(case=case, by=first).held_by is None


def test_held_case_cannot_be_decided_by_another():
    case = CaseFactory()
    first, second = moderator_of(case.consultation), moderator_of(case.consultation)
    claim_case(case=case, by=first)
    with pytest.raises(Stale, match="is reading this case now"):
        decide_case(by=second, case=case, version=case.version, effect=Effect.KEEP)
    decide_case(by=first, case=case, version=case.version, effect=Effect.KEEP)
    assert Case.objects.get(pk=case.pk).state == CaseState.DECIDED


def test_nobody_claims_outside_their_consultation_or_their_own_text():
    case = CaseFactory()
    elsewhere = moderator_of(ConsultationFactory())
    with pytest.raises(Refused) as refusal:
        claim_case(case=case, by=elsewhere)
    assert refusal.value.status == 404
    MembershipFactory(consultation=case.consultation, user=case.contribution.participant.user)
    with pytest.raises(Refused) as refusal:
        claim_case(case=case, by=case.contribution.participant.user)
    assert refusal.value.code == "own_text"


def test_decided_case_cannot_be_claimed():
    decision = DecisionFactory()
    with pytest.raises(Refused) as refusal:
        claim_case(case=decision.case, by=decision.decided_by)
    assert refusal.value.code == "case_closed"
