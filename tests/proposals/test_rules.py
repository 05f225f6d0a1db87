"""The policy of taking part as a table: role by phase by act."""

from datetime import timedelta

import pytest

from consult.accounts.guests import Guest
from consult.clock import now
from consult.enums import Access, Act, Role
from consult.rules import refusal
from tests.factories.accounts import UnconfirmedUserFactory, UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory, RehearsalFactory
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db

WINDOWS = {
    "before": {"opens_at": timedelta(days=1), "closes_at": timedelta(days=9)},
    "open": {"opens_at": timedelta(days=-1), "closes_at": timedelta(days=9)},
    "last second": {"opens_at": timedelta(days=-1), "closes_at": timedelta(seconds=1)},
    "over": {"opens_at": timedelta(days=-9), "closes_at": timedelta(seconds=-1)},
}
OPEN = ["open", "last second"]


def consultation_in(window, access=Access.GUEST, allows=None):
    times = {f"phase__{name}": now() + offset for name, offset in WINDOWS[window].items()}
    levels = {f"access_{act}": access for act in Act.values}
    allows = Act.values if allows is None else allows
    return ConsultationFactory(**times, **levels, phase__allows=list(allows))


def person(role, consultation):
    if role == "guest":
        return Guest()
    if role == "unconfirmed":
        return UnconfirmedUserFactory()
    if role == "resident":
        return UserFactory()
    return MembershipFactory(consultation=consultation, role=role).user


def code(permission, user, subject):
    refused = refusal(permission, user, subject)
    return refused.code if refused else None


ACTS = {
    Act.PROPOSE: ("proposals.propose", lambda c: c),
    Act.ANSWER: ("proposals.answer", lambda c: c),
    Act.COMMENT: ("proposals.comment", lambda c: ProposalFactory(consultation_of=c)),
    Act.VOTE: ("proposals.vote", lambda c: ProposalFactory(consultation_of=c)),
}


@pytest.mark.parametrize("act", Act.values)
@pytest.mark.parametrize("window", WINDOWS)
def test_phase_decides_when(act, window):
    consultation = consultation_in(window)
    permission, subject = ACTS[act]
    expected = None if window in OPEN else "phase_closed"
    assert code(permission, UserFactory(), subject(consultation)) == expected


@pytest.mark.parametrize("act", Act.values)
def test_phase_allows_only_what_it_names(act):
    others = [other for other in Act.values if other != act]
    permission, subject = ACTS[act]
    assert code(permission, UserFactory(), subject(consultation_in("open", allows=others))) == "phase_closed"
    assert code(permission, UserFactory(), subject(consultation_in("open", allows=[act]))) is None


ROLES = ["guest", "unconfirmed", "resident", *Role.values]
LEVELS = {
    Access.NOBODY: dict.fromkeys(ROLES, "access_nobody"),
    Access.GUEST: dict.fromkeys(ROLES),
    Access.CONFIRMED: {
        **dict.fromkeys(ROLES),
        "guest": "access_confirmed",
        "unconfirmed": "access_confirmed",
    },
    Access.INVITED: {
        **dict.fromkeys(ROLES),
        "guest": "access_confirmed",
        "unconfirmed": "access_confirmed",
        "resident": "access_invited",
    },
}


@pytest.mark.parametrize("act", Act.values)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("access", Access.values)
def test_access_decides_who(act, role, access):
    consultation = consultation_in("open", access=access)
    permission, subject = ACTS[act]
    assert code(permission, person(role, consultation), subject(consultation)) == LEVELS[access][role]


@pytest.mark.parametrize("act", [Act.PROPOSE, Act.ANSWER, Act.COMMENT, Act.VOTE])
def test_paused_participant_does_nothing_here_and_anything_elsewhere(act):
    consultation, other = consultation_in("open"), consultation_in("open")
    paused = ParticipantFactory(consultation=consultation, paused_until=now() + timedelta(days=2))
    permission, subject = ACTS[act]
    assert code(permission, paused.user, subject(consultation)) == "paused"
    assert code(permission, paused.user, subject(other)) is None


def test_pause_runs_out():
    paused = ParticipantFactory(paused_until=now() - timedelta(seconds=1))
    assert code("proposals.propose", paused.user, paused.consultation) is None


@pytest.mark.parametrize("act", [Act.COMMENT, Act.VOTE])
@pytest.mark.parametrize("state", ["pending", "held", "hidden", "withdrawn", "erased"])
def test_what_is_not_shown_is_not_found_by_others(act, state):
    permission, _subject = ACTS[act]
    assert code(permission, UserFactory(), ProposalFactory(state=state)) == "not_found"


def test_author_cannot_vote_on_own_hidden_text():
    comment = CommentFactory(state="hidden")
    assert code("proposals.vote", comment.participant.user, comment) == "not_shown"


def test_rehearsal_is_for_the_invited_and_knows_no_hours():
    rehearsal = RehearsalFactory(phase__opens_at=now() + timedelta(days=3))
    assert code("proposals.propose", Guest(), rehearsal) == "not_found"
    assert code("proposals.propose", Guest(rehearsals=[rehearsal.pk]), rehearsal) is None


@pytest.mark.parametrize(
    ("who", "expected"), [("author", None), ("resident", "not_author"), ("moderator", "not_author")]
)
def test_edit_and_withdraw_are_the_authors(who, expected):
    comment = CommentFactory()
    user = comment.participant.user if who == "author" else person(who, comment.consultation)
    assert code("proposals.edit", user, comment) == expected
    assert code("proposals.withdraw", user, comment) == expected


def test_edit_ends_with_the_phase_and_withdrawing_does_not():
    comment = CommentFactory(root=ProposalFactory(consultation_of=consultation_in("over")))
    assert code("proposals.edit", comment.participant.user, comment) == "phase_closed"
    assert code("proposals.withdraw", comment.participant.user, comment) is None
