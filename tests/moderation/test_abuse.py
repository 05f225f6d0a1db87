"""Abuse of rights and moderation: scope, keys used elsewhere, fields nobody offered, appeals to their end."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Notice
from moderation.actions.appeals import decide_appeal
from moderation.actions.decisions import decide_case
from moderation.actions.reviewers import invite_reviewer
from moderation.enums import Effect
from moderation.figures import record_of
from moderation.models import Appeal, Case, Decision, Flag
from proposals.models import Contribution
from proposals.views.visitors import POSTS
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, VoteFactory

pytestmark = pytest.mark.django_db

CANARY = "CANARY-HID about the plan"


def hidden(**fields):
    case = CaseFactory(contribution=CommentFactory(public_text=CANARY))
    return decide_case(
        by=moderator_of(case.consultation),
        case=case,
        version=case.version,
        effect=Effect.HIDE,
        rule=HouseRuleFactory(consultation=case.consultation),
        facts="CANARY-FACTS",
        **fields,
    )


def letter_path(to):
    """The path in the last letter to an address."""
    letter = [each for each in mail.outbox if each.to == [to]][-1]
    word = next(word for word in letter.body.split() if "/decisions/" in word)
    return word[word.index("/decisions/") :]


# AC-23


@pytest.mark.parametrize("day", [1, 179])
def test_suspended_author_appeals_by_the_link_and_the_post_comes_back_in_place(client, day):
    decision = hidden()
    comment = Contribution.objects.get(pk=decision.case.contribution_id)
    reply = CommentFactory(root=comment.root, parent=comment)
    VoteFactory(contribution=comment)
    author = comment.participant.user
    author.is_active = False
    author.save()
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        send_due_notices()
    path = letter_path(author.email)
    with time_machine.travel(now() + timedelta(days=day), tick=False):
        page = client.get(path)
        assert CANARY in page.content.decode()
        key = path.partition("?")[2]
        appeal_path = f"/decisions/{decision.pk}/appeal/?{key}"
        assert client.get(appeal_path).status_code == 200
        assert client.post(appeal_path, {"text": "It is about the plan."}).status_code == 302
        appeal = Appeal.objects.get()
        version = Case.objects.get().version
        words = {"outcome": "reversed", "reasons": "It is.", "version": version}
        with pytest.raises(Refused) as refusal:
            decide_appeal(by=decision.decided_by, appeal=appeal, **words)
        assert refusal.value.code == "first_decider"
        decide_appeal(by=moderator_of(decision.consultation), appeal=appeal, **words)
        send_due_notices()
        assert client.get(letter_path(author.email)).status_code == 200
        [year] = [each for each in record_of([decision.consultation]).years if each.appeals]
        assert (year.appeals, year.reversed) == (1, 1)
        assert record_of([decision.consultation]).appeal_days == 0
    place = (comment.root_id, comment.path, comment.votes.count())
    comment.refresh_from_db()
    assert (comment.root_id, comment.path, comment.votes.count()) == place
    assert comment.state == "visible"
    thread = Contribution.objects.in_thread(comment.root).order_by("path")
    assert list(thread.values_list("pk", flat=True)) == [comment.pk, reply.pk]
    acts = ["appeal.made", "contribution.shown", "appeal.decided"]
    logged = LogEntry.objects.filter(chain=decision.consultation_id, act__in=acts).order_by("number")
    assert list(logged.values_list("act", flat=True)) == acts
    call_command("verify_log", verbosity=0)


def test_link_is_over_when_the_time_to_appeal_and_answer_is_over(client):
    decision = hidden()
    path = decision.keyed_url()
    with time_machine.travel(now() + timedelta(days=188), tick=False):
        assert client.get(path).status_code == 404


@pytest.mark.usefixtures("one_moment")
def test_appeals_from_one_address_are_limited(client):
    times, _seconds = POSTS
    keys = [each.keyed_url().partition("?") for each in DecisionFactory.create_batch(times + 1)]
    words = {"text": "It is about the plan."}
    sent = [client.post(f"{address}appeal/?{key}", words).status_code for address, _mark, key in keys]
    assert sent == [302] * times + [429]


# AC-27


def everything():
    """All rows that a look at a link could change."""
    models = (Decision, Appeal, Case, Contribution, LogEntry, Notice)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("page", ["", "appeal/"])
def test_program_that_looks_at_the_link_changes_nothing_and_the_author_still_appeals(client, page):
    decision = hidden()
    address, _mark, key = decision.keyed_url().partition("?")
    path = f"{address}{page}?{key}"
    before = everything()
    for method in ("head", "get", "get"):
        assert getattr(Client(), method)(path).status_code == 200
    assert everything() == before
    assert client.get(path).status_code == 200
    assert client.post(f"{address}appeal/?{key}", {"text": "It is about the plan."}).status_code == 302
    assert Appeal.objects.get().decision == decision


# AC-13, AC-21


def test_key_of_one_decision_opens_no_other(client):
    one, other = hidden(), hidden()
    key = one.keyed_url().partition("?")[2]
    assert client.get(f"/decisions/{one.pk}/?{key}").status_code == 200
    for path in (f"/decisions/{other.pk}/?{key}", f"/decisions/{other.pk}/appeal/?{key}"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"text": "x"}).status_code in (404, 405)
    assert not Appeal.objects.exists()


def pages_of(decision):
    """Every page on which something private of a decision, its case or its consultation stands."""
    slug, case = decision.consultation.slug, decision.case_id
    return [
        f"/moderation/{case}/",
        f"/moderation/{case}/reviewer/",
        f"/decisions/{decision.pk}/",
        f"/decisions/{decision.pk}/appeal/",
        reverse("reversals", args=[slug]),
        reverse("screening", args=[slug]),
        "/moderation/",
        "/moderation/?view=likely",
        f"/moderation/?in={slug}",
        "/moderation/?view=appeals&q=about",
        reverse("moderation_report", args=[slug]),
        f"/api/v1/consultations/{slug}/moderation",
    ]


@pytest.mark.parametrize("who", [Role.MODERATOR, Role.OWNER, "resident", "public"])
def test_nobody_of_another_consultation_reads_lists_exports_or_decides(who):
    decision = hidden()
    AppealFactory(decision=decision, text="CANARY-APPEAL")
    Case.objects.update(state="appealed", closed_at=None)
    client = Client()
    if who != "public":
        elsewhere = ConsultationFactory()
        client.force_login(UserFactory() if who == "resident" else staff_of(elsewhere, who))
    before = Decision.objects.values().get(), Appeal.objects.values().get(), Case.objects.values().get()
    for path in pages_of(decision):
        answer = client.get(path)
        assert "CANARY" not in answer.content.decode(), path
        client.post(path, {"effect": "keep", "outcome": "reversed", "reasons": "x", "version": 2})
    client.post(f"/moderation/{decision.case_id}/appeal/", {"outcome": "reversed", "reasons": "x"})
    assert before == (
        Decision.objects.values().get(),
        Appeal.objects.values().get(),
        Case.objects.values().get(),
    )


def test_reviewer_of_one_appeal_decides_no_other():
    one, other = AppealFactory(), AppealFactory()
    one.consultation.memberships.update(ended_at=now())
    owner = staff_of(one.consultation, Role.OWNER)
    reviewer = invite_reviewer(by=owner, appeal=one, name="A. Judge", email="judge@example.org")
    with pytest.raises(Refused) as refusal:
        decide_appeal(by=reviewer, appeal=other, outcome="reversed", reasons="x", version=1)
    assert refusal.value.code == "not_reviewer"


# AC-33


def test_fields_nobody_offered_change_nothing_in_an_appeal(client):
    decision = hidden()
    other = DecisionFactory()
    author = decision.case.contribution.participant
    client.force_login(author.user)
    extra = {
        "outcome": "reversed",
        "decided_by": author.user.pk,
        "first_decider": "",
        "decision": other.pk,
        "appellant": other.case.contribution.participant.pk,
        "due_at": "2001-01-01",
        "reviewer": "1",
        "consultation": other.consultation.pk,
        "pk": "77",
    }
    client.post(f"/decisions/{decision.pk}/appeal/", {"text": "Read it again."} | extra)
    appeal = Appeal.objects.get()
    assert (appeal.decision, appeal.appellant, appeal.first_decider) == (
        decision,
        author,
        decision.decided_by,
    )
    assert (appeal.outcome, appeal.decided_by, appeal.reviewer) == ("", None, None)
    assert appeal.due_at > now()


def test_fields_nobody_offered_change_nothing_in_a_decision(client):
    case = CaseFactory()
    moderator, rule = moderator_of(case.consultation), HouseRuleFactory(consultation=case.consultation)
    client.force_login(moderator)
    extra = {
        "automated": "on",
        "decided_by": UserFactory().pk,
        "detected_automatically": "on",
        "appeal_until": "",
        "until": "2099-01-01",
        "case": CaseFactory().pk,
        "undone_at": "2001-01-01",
        "redactions": "[[0, 3]]",
    }
    words = {"effect": "hide", "rule": rule.pk, "facts": "It is.", "version": 1, "found_by": "report"}
    client.post(f"/moderation/{case.pk}/decide/", words | extra)
    decision = Decision.objects.get()
    assert (decision.case, decision.decided_by, decision.automated) == (case, moderator, False)
    assert (decision.detected_automatically, decision.until, decision.undone_at) == (False, None, None)
    assert (decision.redactions, decision.appeal_until - decision.decided_at) == ([], timedelta(days=180))


WAYS = ["form", "action", "rows"]


@pytest.mark.parametrize("missing", ["rule", "facts"])
@pytest.mark.parametrize("way", WAYS)
def test_decision_without_a_field_is_made_by_no_way(client, way, missing):
    case = CaseFactory()
    by, rule = moderator_of(case.consultation), HouseRuleFactory(consultation=case.consultation)
    words = {"effect": "hide", "rule": rule, "facts": "It is."}
    words[missing] = None if missing == "rule" else ""
    if way == "form":
        client.force_login(by)
        typed = {key: getattr(value, "pk", value) or "" for key, value in words.items()}
        answer = client.post(f"/moderation/{case.pk}/decide/", typed | {"version": 1})
        assert answer.status_code == 422
    elif way == "action":
        with pytest.raises(Invalid):
            decide_case(by=by, case=case, version=1, **words)
    else:
        row = DecisionFactory.build(case=case, consultation=case.consultation, decided_by=by, **words)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.bulk_create([row])
    assert not Decision.objects.exists()
    assert Contribution.objects.get(pk=case.contribution_id).state == "visible"


def test_report_form_takes_its_fields_alone(client):
    comment = CommentFactory()
    victim = UserFactory()
    extra = {
        "user": victim.pk,
        "contribution": CommentFactory().pk,
        "created_at": "2001-01-01",
        "hidden": "1",
    }
    client.post(f"/contributions/{comment.pk}/flag/", {"reason": "off_topic"} | extra)
    flag = Flag.objects.get()
    assert (flag.contribution, flag.user) == (comment, None)
    assert Contribution.objects.get(pk=comment.pk).state == "visible"
