"""With nobody in the team who may decide an appeal, somebody from outside does, by a secret link."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Notice
from moderation.actions.appeals import appeal_decision
from moderation.actions.decisions import decide_case
from moderation.actions.reviewers import invite_reviewer
from moderation.enums import Effect
from moderation.models import Appeal, Reviewer
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, VoteFactory

pytestmark = pytest.mark.django_db

CANARY = "CANARY-HID about the plan"


@pytest.fixture
def alone():
    """An owner who also moderates, and nobody else: the one who decided."""
    return UserFactory()


@pytest.fixture
def appeal(alone):
    case = CaseFactory(contribution=CommentFactory(public_text=CANARY))
    for role in (Role.OWNER, Role.MODERATOR):
        MembershipFactory(consultation=case.consultation, user=alone, role=role)
    decision = decide_case(
        by=alone,
        case=case,
        version=case.version,
        effect=Effect.HIDE,
        rule=HouseRuleFactory(consultation=case.consultation),
        facts="It is about a person.",
    )
    VoteFactory(contribution=case.contribution)
    author = case.contribution.participant.user
    return appeal_decision(by=author, decision=decision, text="It is about the plan.")


def invited(alone, appeal, email="judge@example.org"):
    return invite_reviewer(by=alone, appeal=appeal, name="The ombudsperson", email=email)


def link_sent():
    """The path of the secret link in the letter."""
    send_due_notices()
    [letter] = [each for each in mail.outbox if "decide an appeal" in each.subject]
    assert "CANARY" not in letter.body
    word = next(word for word in letter.body.split() if "/reviews/" in word)
    return word[word.index("/reviews/") :]


def test_owner_is_told_that_somebody_from_outside_is_needed(alone, appeal):
    assert Notice.objects.get(kind="moderation.reviewer_needed").user == alone
    assert not Notice.objects.filter(kind="moderation.appeal_waits").exists()


def test_reviewer_reads_and_takes_the_decision_back_without_an_account(client, alone, appeal):
    invited(alone, appeal)
    path = link_sent()
    page = client.post(path, {"open": "1"}, follow=True)
    assert CANARY in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    client.post(path, {"outcome": "reversed", "reasons": "It speaks of the plan."})
    appeal.refresh_from_db()
    reviewer = Reviewer.objects.get()
    assert (appeal.outcome, appeal.decided_by, appeal.reviewer) == ("reversed", None, reviewer)
    comment = Contribution.objects.get(pk=appeal.decision.case.contribution_id)
    assert (comment.state, comment.votes.count()) == ("visible", 1)
    assert Notice.objects.get(kind="moderation.appeal_decided").user == comment.participant.user
    assert client.get(path).status_code == 404


def test_both_acts_and_the_reading_are_in_the_log(client, alone, appeal):
    invited(alone, appeal)
    path = link_sent()
    for _time in range(2):
        client.post(path, {"open": "1"})
        client.get(path)
    client.post(path, {"outcome": "upheld", "reasons": "It names a neighbour."})
    acts = LogEntry.objects.filter(chain=appeal.consultation_id, target_type="moderation.appeal")
    assert [(entry.act, entry.actor_kind) for entry in acts.order_by("number")] == [
        ("appeal.made", "participant"),
        ("appeal.reviewer_invited", "user"),
        ("appeal.read_by_reviewer", "system"),
        ("appeal.decided", "system"),
    ]
    assert acts.last().details["reviewer"] == Reviewer.objects.get().pk


def test_program_that_looks_at_the_link_sees_no_text_and_changes_nothing(alone, appeal):
    invited(alone, appeal)
    path, entries = link_sent(), LogEntry.objects.count()
    for method in ("head", "get", "get"):
        page = getattr(Client(), method)(path)
        assert (page.status_code, b"CANARY" in page.content) == (200, False)
    reviewer = Reviewer.objects.get()
    assert (reviewer.opened_at, reviewer.ended_at, LogEntry.objects.count()) == (None, None, entries)
    person = Client()
    assert CANARY in person.post(path, {"open": "1"}, follow=True).content.decode()
    assert CANARY in person.get(path).content.decode()
    assert CANARY not in Client().get(path).content.decode()


def test_new_invitation_ends_the_old_link(client, alone, appeal):
    invited(alone, appeal)
    old = link_sent()
    mail.outbox.clear()
    invited(alone, appeal, email="other@example.org")
    new = link_sent()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_link_opens_its_own_appeal_only(alone, appeal):
    invited(alone, appeal)
    path = link_sent()
    client = Client()
    for wrong in (path[:-3] + "x/", "/reviews/x/", f"/moderation/{appeal.decision.case_id}/"):
        assert CANARY not in client.get(wrong).content.decode()


def test_invitation_of_the_team_or_the_author_is_refused(alone, appeal):
    for address in (alone.email, appeal.appellant.user.email.upper(), "nobody", ""):
        with pytest.raises(Invalid) as invalid:
            invited(alone, appeal, email=address)
        assert list(invalid.value.fields) == ["email"]


WHO = {
    "owner": None,
    "moderator": "not_owner",
    "analyst": "not_found",
    "resident": "not_found",
    "author": "not_owner",
    "public": "not_found",
    "owner elsewhere": "not_found",
}


@pytest.mark.parametrize("who", WHO)
def test_only_an_owner_invites(alone, appeal, who):
    people = {
        "owner": lambda: staff_of(appeal.consultation, Role.OWNER),
        "moderator": lambda: moderator_of(appeal.consultation),
        "analyst": lambda: staff_of(appeal.consultation, Role.ANALYST),
        "resident": UserFactory,
        "author": lambda: appeal.appellant.user,
        "public": AnonymousUser,
        "owner elsewhere": lambda: staff_of(CommentFactory().consultation, Role.OWNER),
    }
    if WHO[who] is None:
        assert invited(people[who](), appeal).pk
        return
    with pytest.raises(Refused) as refusal:
        invited(people[who](), appeal)
    assert refusal.value.code == WHO[who]


def test_nobody_from_outside_while_another_moderator_may_decide(alone, appeal):
    moderator_of(appeal.consultation)
    with pytest.raises(Refused) as refusal:
        invited(alone, appeal)
    assert refusal.value.code == "team_decides"


def test_owner_reads_an_appealed_text_only_when_no_other_moderator_may_decide(client, alone, appeal):
    owner = staff_of(appeal.consultation, Role.OWNER)
    client.force_login(owner)
    paths = [f"/moderation/{appeal.decision.case_id}/", f"/decisions/{appeal.decision_id}/"]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    moderator_of(appeal.consultation)
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_public_record_shows_the_clock_of_the_appeal(client, appeal):
    with time_machine.travel(now() + timedelta(days=9), tick=False):
        page = client.get(f"/consultations/{appeal.consultation.slug}/moderation/").content.decode()
    assert "2 days late" in page
    assert "CANARY" not in page
    assert Appeal.objects.waiting().count() == 1
