"""Who may do what in moderation: role by phase by act; what belongs to another consultation is not there."""

from datetime import timedelta

import pytest

from consult.accounts.guests import Guest
from consult.clock import now
from consult.enums import Role
from consult.rules import refusal
from moderation.enums import CaseState
from moderation.models import Appeal, Case, Decision, Flag, ReasonTemplate, SecondReading
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, FlagFactory, moderator_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db

PHASES = {
    "before": {"opens_at": timedelta(days=1), "closes_at": timedelta(days=9)},
    "open": {"opens_at": timedelta(days=-1), "closes_at": timedelta(days=9)},
    "over": {"opens_at": timedelta(days=-9), "closes_at": timedelta(days=-1)},
}
PEOPLE = ["guest", "resident", "author", "moderator", "owner", "analyst", "responder", "moderator elsewhere"]


def consultation_in(phase):
    return ConsultationFactory(**{f"phase__{name}": now() + offset for name, offset in PHASES[phase].items()})


def person(role, consultation, comment):
    if role == "guest":
        return Guest()
    if role == "resident":
        return UserFactory()
    if role == "author":
        return comment.participant.user
    if role == "moderator elsewhere":
        return moderator_of(ConsultationFactory())
    return MembershipFactory(consultation=consultation, role=role).user


def code(permission, user, subject):
    refused = refusal(permission, user, subject)
    return refused.code if refused else None


ACTS = {
    "moderation.flag": {"author": "own_text_report"},
    "moderation.read": dict.fromkeys(PEOPLE, "not_found") | {"moderator": None},
    "moderation.hold": dict.fromkeys(PEOPLE, "not_found") | {"moderator": None},
    "moderation.decide": dict.fromkeys(PEOPLE, "not_moderator") | {"moderator": None},
    "moderation.ask_second": dict.fromkeys(PEOPLE, "not_moderator") | {"moderator": None},
    "moderation.advise": dict.fromkeys(PEOPLE, "not_found") | {"moderator": None},
}


def subject_of(act, comment):
    if act == "moderation.flag":
        return comment
    case = CaseFactory(contribution=comment)
    if act != "moderation.advise":
        return case
    return SecondReading.objects.create(case=case, asked_by=moderator_of(comment.consultation))


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("act", ACTS)
def test_acts_on_a_case_by_role_in_every_phase(act, phase):
    consultation = consultation_in(phase)
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    comment = CommentFactory(root=root)
    subject = subject_of(act, comment)
    answers = {role: code(act, person(role, consultation, comment), subject) for role in PEOPLE}
    assert answers == dict.fromkeys(PEOPLE) | ACTS[act]


APPEAL = dict.fromkeys(PEOPLE, "not_appellant") | {"author": None}
SECOND = dict.fromkeys(PEOPLE, "not_found") | {"moderator": None, "owner": "not_second", "author": "own_text"}


@pytest.mark.parametrize("phase", PHASES)
def test_appealing_and_deciding_an_appeal_by_role_in_every_phase(phase):
    consultation = consultation_in(phase)
    comment = CommentFactory(root=ProposalFactory(author=ParticipantFactory(consultation=consultation)))
    people = {role: person(role, consultation, comment) for role in PEOPLE}
    case = CaseFactory(contribution=comment, state=CaseState.DECIDED, closed_at=now())
    decision = DecisionFactory(case=case)
    asked = {role: code("moderation.appeal", user, decision) for role, user in people.items()}
    assert asked == APPEAL
    appeal = AppealFactory(decision=decision)
    second = {role: code("moderation.decide_appeal", user, appeal) for role, user in people.items()}
    assert second == SECOND
    assert code("moderation.decide_appeal", decision.decided_by, appeal) == "first_decider"


SEEN = {
    # role: (cases, reports, decisions, appeals) of one appealed case with one report by somebody else,
    # in a team with a moderator who may decide the appeal
    "guest": (0, 0, 0, 0),
    "resident": (0, 0, 0, 0),
    "author": (0, 0, 1, 1),
    "reporter": (0, 1, 0, 0),
    "moderator": (1, 1, 1, 1),
    "owner": (0, 0, 0, 1),
    "analyst": (0, 0, 0, 0),
    "responder": (0, 0, 0, 0),
    "moderator elsewhere": (0, 0, 0, 0),
}


def test_words_are_visible_to_whom_they_concern():
    decision = AppealFactory().decision
    case = decision.case
    flag = FlagFactory(case=case)
    CaseFactory()  # elsewhere, seen by nobody here
    seen = {}
    for role in SEEN:
        user = flag.user if role == "reporter" else person(role, case.consultation, case.contribution)
        seen[role] = tuple(m.objects.visible_to(user).count() for m in (Case, Flag, Decision, Appeal))
    assert seen == SEEN


@pytest.mark.parametrize("role", SEEN)
def test_second_readings_and_templates_are_for_the_moderators_of_the_consultation(role):
    case = FlagFactory().case
    asker = moderator_of(case.consultation)
    SecondReading.objects.create(case=case, asked_by=asker, question="Irony?")
    ReasonTemplate.objects.create(
        consultation=case.consultation, name="Insult", text="“___” is one.", written_by=asker
    )
    user = case.flags.get().user if role == "reporter" else person(role, case.consultation, case.contribution)
    seen = [model.objects.visible_to(user).count() for model in (SecondReading, ReasonTemplate)]
    assert seen == ([1, 1] if role == "moderator" else [0, 0])


def test_second_reader_is_neither_who_asked_nor_the_author():
    case = CaseFactory()
    asker = moderator_of(case.consultation)
    reading = SecondReading.objects.create(case=case, asked_by=asker)
    author = case.contribution.participant.user
    MembershipFactory(consultation=case.consultation, user=author)
    assert code("moderation.advise", asker, reading) == "asked_oneself"
    assert code("moderation.advise", author, reading) == "own_text"
    assert code("moderation.ask_second", author, case) == "own_text"


def test_owner_sees_no_case_without_an_appeal():
    case = CaseFactory()
    owner = MembershipFactory(consultation=case.consultation, role=Role.OWNER).user
    assert Case.objects.visible_to(owner).exists() is False


def test_undone_decision_is_not_there_for_its_author():
    decision = DecisionFactory()
    decision.undone_at, decision.undone_by = now(), decision.decided_by
    decision.save()
    author = decision.case.contribution.participant.user
    assert Decision.objects.visible_to(author).exists() is False
