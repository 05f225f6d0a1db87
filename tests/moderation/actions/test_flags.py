"""Reporting: one report a person, one case a version, no account needed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.accounts.guests import Guest
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Notice
from moderation.actions.flags import flag_contribution
from moderation.enums import CaseState, Effect, Reason
from moderation.models import Case, Flag
from proposals.actions.edits import edit_contribution
from proposals.models import Event, Participant
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, DecisionFactory
from tests.factories.proposals import (
    CommentFactory,
    GuestParticipantFactory,
    ParticipantFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db


def flagged(by, contribution, reason=Reason.PERSONAL_ATTACK, **more):
    return flag_contribution(by=by, contribution=contribution, reason=reason, **more)


def test_report_opens_a_case_on_the_shown_version_with_log_and_event():
    comment = CommentFactory()
    flag, is_new = flagged(UserFactory(), comment, text="It calls me thick.")
    case = Case.objects.get()
    assert is_new is True
    assert (case.revision, case.contribution, case.state) == (comment.shown_revision, comment, CaseState.OPEN)
    assert (case.reports, case.reason, case.sources, case.urgent) == (1, "personal_attack", ["report"], False)
    assert (flag.case, flag.text) == (case, "It calls me thick.")
    acts = LogEntry.objects.filter(target_type="moderation.case").values_list("act", flat=True)
    assert list(acts) == ["case.opened", "case.reported"]
    topic = f"moderation:{comment.consultation_id}"
    kinds = Event.objects.filter(topic__name=topic).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["case.opened", "case.reported"]


def test_many_reporters_make_one_case():
    comment = CommentFactory()
    people = [UserFactory(), UserFactory(), AnonymousUser(), AnonymousUser()]
    for person in people:
        flagged(person, comment)
    assert Case.objects.get().reports == 4


@pytest.mark.parametrize("kind", ["account", "participant", "guest"])
def test_same_person_reporting_twice_changes_nothing(kind):
    comment = CommentFactory()
    consultation = comment.consultation
    person = {
        "account": UserFactory,
        "participant": lambda: ParticipantFactory(consultation=consultation).user,
        "guest": lambda: Guest({consultation.pk: GuestParticipantFactory(consultation=consultation).pk}),
    }[kind]()
    first, _new = flagged(person, comment)
    again, is_new = flagged(person, comment, reason=Reason.OFF_TOPIC)
    assert (again, is_new) == (first, False)
    assert Case.objects.get().reports == 1


def test_reporting_makes_nobody_a_participant():
    comment = CommentFactory()
    before = Participant.objects.count()
    flagged(UserFactory(), comment)
    assert Participant.objects.count() == before


def test_urgent_reason_names_the_case_and_moves_its_clock_for_new_cases():
    comment = CommentFactory()
    flagged(UserFactory(), comment, reason=Reason.OFF_TOPIC)
    flagged(UserFactory(), comment, reason=Reason.THREAT)
    case = Case.objects.get()
    assert (case.urgent, case.reason) == (True, "threat")


def test_new_version_is_reported_anew():
    comment = CommentFactory()
    flagged(UserFactory(), comment)
    edit_contribution(by=comment.participant.user, contribution=comment, body="Something new.")
    comment.refresh_from_db()
    flagged(UserFactory(), comment)
    cases = Case.objects.order_by("pk")
    assert [case.revision.number for case in cases] == [1, 2]
    assert [case.superseded_at is not None for case in cases] == [True, False]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": "dull"}, "reason"),
        ({"reason": Reason.OTHER}, "text"),
        ({"reason": Reason.OFF_TOPIC, "text": "x" * 1001}, "text"),
    ],
)
def test_report_that_says_nothing_is_answered(typed, field):
    comment = CommentFactory()
    with pytest.raises(Invalid) as refusal:
        flagged(UserFactory(), comment, **typed)
    assert list(refusal.value.fields) == [field]
    assert Flag.objects.count() == 0


def test_rule_of_another_consultation_is_refused():
    with pytest.raises(Invalid):
        flagged(UserFactory(), CommentFactory(), rule=HouseRuleFactory())


def test_own_hidden_and_invisible_texts_cannot_be_reported():
    comment = CommentFactory()
    private = ProposalFactory(author__consultation=ConsultationFactory(invited_only=True))
    hidden = CommentFactory(state="hidden")
    for person, text, code in [
        (comment.participant.user, comment, "own_text_report"),
        (UserFactory(), private, "not_found"),
        (UserFactory(), hidden, "not_found"),
        (hidden.participant.user, hidden, "own_text_report"),
    ]:
        with pytest.raises(Refused) as refusal:
            flagged(person, text)
        assert refusal.value.code == code


def kept_case(comment):
    case = CaseFactory(contribution=comment, state=CaseState.OPEN)
    flagged(UserFactory(), comment)
    case.refresh_from_db()
    decision = DecisionFactory(case=case, effect=Effect.KEEP)
    case.state, case.closed_at = CaseState.DECIDED, decision.decided_at
    case.save()
    return case


def test_known_reason_after_keep_gets_the_answer_already_given():
    comment = CommentFactory()
    case = kept_case(comment)
    reporter = UserFactory()
    flagged(reporter, comment)
    case.refresh_from_db()
    assert (case.state, case.reports) == (CaseState.DECIDED, 2)
    assert Notice.objects.get(user=reporter).kind == "moderation.report_closed"


def test_new_reason_after_keep_opens_the_case_again():
    comment = CommentFactory()
    case = kept_case(comment)
    flagged(UserFactory(), comment, reason=Reason.PERSONAL_DETAILS)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (CaseState.OPEN, None)
