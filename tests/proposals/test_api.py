"""The API: what it lists, to whom, what it refuses, and that it writes through the same actions."""

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consult.enums import ModerationMode, ResultsVisibility
from consult.models import Notice
from proposals.enums import Consent
from proposals.models import Contribution, Submission, Vote
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, QuestionFactory, RehearsalFactory
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db
API = "/api/v1"


def read(client, path):
    response = client.get(API + path)
    assert response.status_code == 200, response.content
    return response.json()


def send(client, path, body, key=None, **more):
    headers = {"Idempotency-Key": str(key)} if key else {}
    return client.post(API + path, json.dumps(body), content_type="application/json", headers=headers | more)


def test_consultations_lists_what_this_reader_can_see(client):
    shown = ConsultationFactory()
    ConsultationFactory(invited_only=True)
    RehearsalFactory()
    listed = read(client, "/consultations")
    assert [each["slug"] for each in listed["consultations"]] == [shown.slug]
    assert listed["next_after"] is None


def test_consultation_tells_promise_phases_questions_and_rules(client):
    consultation = ConsultationFactory()
    QuestionFactory(consultation=consultation, key="why", closed=True)
    HouseRuleFactory(consultation=consultation, number=1)
    found = read(client, f"/consultations/{consultation.slug}")
    assert found["promise"]["already_fixed"] == "The budget."
    assert [phase["title"] for phase in found["phases"]] == ["Discussion"]
    assert [(q["key"], q["choices"]) for q in found["questions"]] == [("why", [["yes", "Yes"], ["no", "No"]])]
    assert [rule["text"] for rule in found["house_rules"]] == ["Talk about the proposal, not the person."]


@pytest.mark.parametrize(
    "path", ["", "/proposals", "/answers", "/report", "/themes", "/moderation", "/themes/1/texts"]
)
def test_what_one_may_not_see_answers_404_like_what_is_not_there(client, path):
    private = ConsultationFactory(invited_only=True)
    answers = [client.get(f"{API}/consultations/{slug}{path}") for slug in (private.slug, "nothing-here")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert answers[0]["Content-Type"] == "application/problem+json"


def test_proposals_lists_shown_ones_only_and_hides_the_tally(client):
    shown = ProposalFactory(title="Light the crossing")
    VoteFactory(contribution=shown)
    for state in ("pending", "held", "hidden", "withdrawn", "erased"):
        ProposalFactory(consultation_of=shown.consultation, state=state)
    [found] = read(client, f"/consultations/{shown.consultation.slug}/proposals")["proposals"]
    assert (found["id"], found["title"], found["tally"], found["own_vote"]) == (
        shown.pk,
        "Light the crossing",
        None,
        "",
    )


def test_no_answer_of_the_api_holds_an_address_or_an_inner_state(client):
    proposal = ProposalFactory(author__user__email="canary-mail@example.org")
    CommentFactory(root=proposal, author__user__email="canary-mail2@example.org")
    answer = OpenAnswerFactory(author__user__email="canary-mail3@example.org")
    paths = [
        "/consultations",
        f"/consultations/{proposal.consultation.slug}",
        f"/consultations/{proposal.consultation.slug}/proposals",
        f"/proposals/{proposal.pk}",
        f"/proposals/{proposal.pk}/comments",
        f"/consultations/{answer.consultation.slug}/answers",
    ]
    texts = "".join(json.dumps(read(client, path)) for path in paths)
    assert "canary-mail" not in texts
    for inner in ('"state"', "participant", "submission", "client_id", "receipt", "external_id"):
        assert inner not in texts


@pytest.mark.parametrize(
    ("consent", "author"),
    [(Consent.NAMED, "Heron"), (Consent.UNNAMED, ""), (Consent.WITHHELD, None)],
)
def test_answers_are_listed_with_consent_and_named_with_name(client, consent, author):
    answer = OpenAnswerFactory(author__public_name="Heron")
    Submission.objects.filter(pk=answer.submission_id).update(consent=consent)
    found = read(client, f"/consultations/{answer.consultation.slug}/answers")["answers"]
    assert [each["author"] for each in found] == ([] if author is None else [author])


def test_comments_name_the_comment_they_answer(client):
    top = CommentFactory()
    reply = CommentFactory(root=top.root, parent=top)
    CommentFactory(root=top.root, state="hidden")
    found = read(client, f"/proposals/{top.root_id}/comments")["comments"]
    assert [(each["id"], each["parent"]) for each in found] == [(top.pk, None), (reply.pk, top.pk)]


def test_comments_of_a_hidden_proposal_are_not_found(client):
    comment = CommentFactory(root=ProposalFactory(state="hidden"))
    assert client.get(f"{API}/proposals/{comment.root_id}/comments").status_code == 404


@pytest.mark.parametrize(("order", "backwards"), [("oldest", False), ("newest", True)])
def test_pages_by_key_meet_every_row_once_while_rows_come_in(client, order, backwards):
    first = ProposalFactory()
    rows = [first, *(ProposalFactory(consultation_of=first.consultation) for _each in range(4))]
    path = f"/consultations/{first.consultation.slug}/proposals?limit=2&order={order}"
    seen, after = [], 0
    while after is not None:
        part = read(client, f"{path}&after={after}")
        seen += [each["id"] for each in part["proposals"]]
        after = part["next_after"]
        if backwards:  # a row that comes in on top moves nobody
            ProposalFactory(consultation_of=first.consultation)
    assert seen == sorted((row.pk for row in rows), reverse=backwards)


LISTS = ["/consultations", "/consultations/{slug}/proposals", "/consultations/{slug}/answers"]
GUESSES = [
    ("author__email=a", "author__email"),
    ("author__password__startswith=a", "author__password__startswith"),
    ("thread__private=1", "thread__private"),
    ("order_by=?", "order_by"),
    ("order=email", "order"),
    ("after=-1", "after"),
    ("after=99999999999999999999", "after"),
    ("limit=0", "limit"),
    ("limit=1000000000", "limit"),
    ("limit=%00", "limit"),
]


@pytest.mark.parametrize("path", [*LISTS, "/proposals/{pk}/comments"])
@pytest.mark.parametrize(("guess", "field"), GUESSES)
def test_filters_that_do_not_exist_are_answered_400_with_the_field(client, path, guess, field):
    proposal = ProposalFactory()
    response = client.get(API + path.format(slug=proposal.consultation.slug, pk=proposal.pk) + f"?{guess}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [field])


def test_unknown_parameter_is_told_the_known_ones(client):
    fields = client.get(f"{API}/consultations?q=x").json()["fields"]
    assert fields == {"q": ["Unknown. Known are: after, limit, order."]}


@pytest.mark.parametrize("path", ["/consultations/{slug}/proposals", "/proposals/{pk}/comments"])
def test_lists_take_the_same_number_of_queries_at_one_and_three_rows(client, path):
    comment = CommentFactory()
    url = API + path.format(slug=comment.consultation.slug, pk=comment.root_id)
    numbers = []
    for more in (0, 2):
        for _each in range(more):
            CommentFactory(root=comment.root)
            ProposalFactory(consultation_of=comment.consultation)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_consultations_take_the_same_number_of_queries_at_one_and_three_rows(client):
    numbers = []
    for more in (1, 2):
        for _each in range(more):
            ConsultationFactory()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{API}/consultations")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_vote_by_guest_is_counted_and_opens_the_tally(client):
    proposal = ProposalFactory()
    voted = send(client, f"/contributions/{proposal.pk}/vote", {"choice": "agree"})
    assert voted.json() == {
        "choice": "agree",
        "own_vote": "agree",
        "tally": {"agree": 1, "disagree": 0, "pass": 0, "unconfirmed": 1},
        "repeated": False,
    }
    assert read(client, f"/proposals/{proposal.pk}")["own_vote"] == "agree"


def test_vote_repeated_with_its_key_changes_nothing_and_gets_the_first_choice(client):
    proposal, key = ProposalFactory(), uuid.uuid4()
    client.force_login(UserFactory())
    path = f"/contributions/{proposal.pk}/vote"
    send(client, path, {"choice": "agree"}, key)
    client.post(f"/contributions/{proposal.pk}/vote/", {"choice": "disagree", "client_id": uuid.uuid4()})
    again = send(client, path, {"choice": "agree"}, key).json()
    assert (again["choice"], again["own_vote"], again["repeated"]) == ("agree", "disagree", True)
    assert list(Vote.objects.values_list("choice", flat=True)) == [-1]


def test_vote_while_results_wait_for_the_close_tells_no_number(client):
    consultation = ConsultationFactory(results_visibility=ResultsVisibility.AFTER_CLOSE)
    proposal = ProposalFactory(consultation_of=consultation)
    assert send(client, f"/contributions/{proposal.pk}/vote", {"choice": "agree"}).json()["tally"] is None


def test_comment_repeated_with_its_key_leaves_one_row_and_tells_the_same_receipt(client):
    proposal, key = ProposalFactory(), uuid.uuid4()
    path = f"/proposals/{proposal.pk}/comments"
    first, again = (send(client, path, {"body": "Needed."}, key) for _each in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() | {"repeated": False}
    assert Contribution.objects.filter(root=proposal).count() == 1


def test_comment_that_a_moderator_reads_first_says_that_it_waits(client):
    proposal = ProposalFactory(consultation_of=ConsultationFactory(moderation_mode=ModerationMode.BEFORE))
    posted = send(client, f"/proposals/{proposal.pk}/comments", {"body": "Needed."}).json()
    assert posted["waiting"] is True
    assert read(client, f"/proposals/{proposal.pk}/comments")["comments"] == []


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({"body": ""}, 422, ["body"]),
        ({"body": "x" * 5001}, 422, ["body"]),
        ({"body": "Hello", "parent": 0}, 422, ["comment.parent"]),
        ({"body": "Hello", "stance": "angry"}, 422, ["comment.stance"]),
        ({}, 422, ["comment.body"]),
        ({"body": "Hello", "parent": 999_999}, 404, None),
    ],
)
def test_comment_with_faults_names_them_and_writes_nothing(client, body, status, fields):
    proposal = ProposalFactory()
    answer = send(client, f"/proposals/{proposal.pk}/comments", body)
    told = answer.json().get("fields")
    assert (answer.status_code, list(told) if told else None) == (status, fields)
    assert Contribution.objects.filter(root=proposal).count() == 0


EXTRA = ["author", "participant", "state", "official", "is_staff", "created_at", "weight", "root", "id", "pk"]


@pytest.mark.parametrize("extra", EXTRA)
def test_fields_nobody_offered_are_refused(client, extra):
    proposal = ProposalFactory()
    answers = [
        send(client, f"/proposals/{proposal.pk}/comments", {"body": "Hello", extra: 1}),
        send(client, f"/contributions/{proposal.pk}/vote", {"choice": "agree", extra: 1}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert (Contribution.objects.filter(root=proposal).count(), Vote.objects.count()) == (0, 0)


@pytest.mark.parametrize("path", ["/proposals/{pk}/comments", "/contributions/{pk}/vote"])
def test_writing_needs_the_csrf_token(path):
    proposal, strict = ProposalFactory(), Client(enforce_csrf_checks=True)
    url = path.format(pk=proposal.pk)
    body = {"choice": "agree"} if "vote" in path else {"body": "Hello"}
    assert send(strict, url, body).status_code == 403
    strict.get(f"/proposals/{proposal.pk}/")
    token = strict.cookies["csrftoken"].value
    assert send(strict, url, body, **{"X-CSRFToken": token}).status_code in (200, 201)


def test_a_key_that_is_no_uuid_is_answered_400(client):
    proposal = ProposalFactory()
    answer = send(client, f"/contributions/{proposal.pk}/vote", {"choice": "agree"}, key="nonsense")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["Idempotency-Key"])


def test_phase_closed_is_problem_json_with_the_reason(client):
    proposal = ProposalFactory(consultation_of=ConsultationFactory(phase__allows=[]))
    answer = send(client, f"/contributions/{proposal.pk}/vote", {"choice": "agree"})
    assert (answer.status_code, answer.json()["code"]) == (403, "phase_closed")
    assert Notice.objects.count() == 0


def test_description_of_the_api_is_served(client):
    paths = read(client, "/openapi.json")["paths"]
    assert {"/api/v1/consultations", "/api/v1/proposals/{pk}"} <= set(paths)
