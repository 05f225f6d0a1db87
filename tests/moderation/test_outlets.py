"""What a moderator hid is gone from every outlet; a moderator of one consultation is nobody in another."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.urls import reverse

from consult.enums import Role
from moderation.actions.decisions import decide_case, undo_decision
from moderation.enums import Effect
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, DecisionFactory, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ProposalFactory

pytestmark = pytest.mark.django_db

CANARY = "CANARY-HID"


def hidden(contribution, effect=Effect.HIDE):
    case = CaseFactory(contribution=contribution)
    return decide_case(
        by=moderator_of(contribution.consultation),
        case=case,
        version=case.version,
        effect=effect,
        rule=HouseRuleFactory(consultation=contribution.consultation),
        facts="It is about a person.",
        days=3,
        passages=[CANARY],
    )


def outlets(*texts):
    """Every address that could show these texts to somebody."""
    consultation = texts[0].consultation
    slug = consultation.slug
    paths = [
        "/",
        consultation.get_absolute_url(),
        reverse("proposals", args=[slug]),
        reverse("moderation_record", args=[slug]),
        reverse("moderation_records"),
        reverse("mine"),
        "/moderation/",
        f"/api/v1/consultations/{slug}/proposals",
        f"/api/v1/consultations/{slug}/answers",
        f"/api/v1/consultations/{slug}/moderation",
    ]
    for text in texts:
        paths += [
            text.get_absolute_url(),
            f"/contributions/{text.pk}/flag/",
            f"/contributions/{text.pk}/reply/",
        ]
        paths += [f"/api/v1/proposals/{text.root_id or text.pk}", f"/proposals/{text.root_id or text.pk}/"]
        paths += [f"/api/v1/proposals/{text.root_id or text.pk}/comments", f"/decisions/{text.pk}/"]
        paths += [f"/moderation/{case.pk}/" for case in text.cases.all()]
    return paths


def leaks(client, paths):
    return [path for path in paths if CANARY in client.get(path).content.decode()]


READERS = ["public", "resident", "analyst", "owner", "moderator elsewhere"]


def reader(kind, consultation):
    client = Client()
    if kind == "resident":
        client.force_login(UserFactory())
    elif kind == "moderator elsewhere":
        client.force_login(moderator_of(ConsultationFactory()))
    elif kind in Role.values:
        client.force_login(staff_of(consultation, kind))
    return client


EFFECTS = [Effect.HIDE, Effect.ASK_TO_EDIT, Effect.RESTRICT_AUTHOR, Effect.REDACT]


@pytest.mark.parametrize(
    ("kind", "effect"),
    [*((kind, Effect.HIDE) for kind in READERS), *(("public", effect) for effect in EFFECTS[1:])],
)
def test_hidden_text_is_gone_from_every_outlet(kind, effect):
    named = "" if effect == Effect.REDACT else CANARY
    root = ProposalFactory(title=f"Close the bridge {named}")
    comment = CommentFactory(root=root, public_text=f"Words {CANARY} more words")
    answer = OpenAnswerFactory(public_text=f"An answer {CANARY}", consultation_of=root.consultation)
    client = reader(kind, root.consultation)
    before = leaks(client, outlets(root, comment, answer))
    assert before != []
    for text in (root, comment, answer):
        if effect == Effect.REDACT and text == root:
            continue
        hidden(text, effect)
    assert leaks(client, outlets(root, comment, answer)) == []


def test_hidden_comment_leaves_a_tombstone_and_returns_on_undo(client):
    comment = CommentFactory(public_text=f"Words {CANARY}")
    page = comment.root.get_absolute_url()
    decision = hidden(comment)
    assert "Removed by a moderator" in client.get(page).content.decode()
    undo_decision(by=decision.decided_by, decision=decision)
    assert CANARY in client.get(page).content.decode()


def test_author_and_moderators_still_read_it(client):
    comment = CommentFactory(public_text=f"Words {CANARY}")
    decision = hidden(comment)
    client.force_login(comment.participant.user)
    assert CANARY in client.get(decision.get_absolute_url()).content.decode()
    client.force_login(decision.decided_by)
    assert CANARY in client.get(decision.case.get_absolute_url()).content.decode()


SCOPED = [
    ("get", "case"),
    ("post", "claim_case"),
    ("post", "release_case"),
    ("post", "newer_case"),
    ("post", "decide_case"),
    ("post", "decide_appeal"),
]


@pytest.mark.parametrize(("method", "name"), SCOPED)
def test_moderator_of_another_consultation_finds_nothing(client, method, name):
    case = CaseFactory()
    client.force_login(moderator_of(ConsultationFactory()))
    answer = getattr(client, method)(reverse(name, args=[case.pk]), {"effect": "hide", "version": 1})
    assert answer.status_code == 404
    case.refresh_from_db()
    assert (case.version, case.held_by) == (1, None)


def test_counts_of_a_queue_do_not_include_other_consultations(client):
    CaseFactory.create_batch(2)
    client.force_login(moderator_of(ConsultationFactory()))
    page = client.get(reverse("moderation"))
    assert page.context["counts"]["all"] == 0
    assert page.context["median"] is None
    decision = DecisionFactory()
    assert client.post(reverse("undo_decision", args=[decision.pk])).status_code == 404


def test_own_rights_in_the_query_string_widen_nothing(client):
    case = CaseFactory()
    client.force_login(moderator_of(ConsultationFactory()))
    page = client.get(reverse("moderation") + f"?in={case.consultation.slug}")
    assert list(page.context["cases"]) == []


@pytest.mark.django_db(transaction=True)
def test_replay_of_the_socket_shows_the_present_state():
    from tests.sockets import Page

    comment = CommentFactory(public_text=f"Words {CANARY}")
    hidden(comment)

    async def follow():
        async with Page() as page:
            return await page.subscribe(f"thread:{comment.root_id}", since=0)

    frames = async_to_sync(follow)()
    assert [frame["type"] for frame in frames] == ["event", "synced"]
    assert CANARY not in json.dumps(frames)


FOLLOWERS = [("moderator", "synced"), ("owner", "error"), ("resident", "error")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "answer"), FOLLOWERS)
def test_only_moderators_follow_the_queue(role, answer):
    from tests.sockets import Page

    case = CaseFactory()
    client = Client()
    client.force_login(UserFactory() if role == "resident" else staff_of(case.consultation, role))

    async def follow():
        async with Page(client) as page:
            return await page.subscribe(f"moderation:{case.consultation_id}")

    assert async_to_sync(follow)()[-1]["type"] == answer
