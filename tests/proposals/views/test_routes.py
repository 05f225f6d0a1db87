"""Every address of what people say, by method and by who asks, as a table; none may be missing from it."""

import pytest
from django.test import Client
from django.urls import reverse

from consult import receipts
from consult.accounts.guests import PARTICIPATIONS
from consult.enums import Role
from proposals.models import Submission
from proposals.urls import urlpatterns
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, MembershipFactory, QuestionFactory
from tests.factories.proposals import (
    CommentFactory,
    GuestParticipantFactory,
    OpenAnswerFactory,
    ProposalFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
CODE = "7K2M94QD0ABCXYZ8"
WHO = ("anonymous", "guest", "resident", "author", "moderator")
EVERYBODY = dict.fromkeys(WHO, 200)
REFUSED_METHOD = dict.fromkeys(WHO, 405)
SENT = dict.fromkeys(WHO, 302)
GONE = dict.fromkeys(WHO, 410)
AUTHOR_ONLY = {**dict.fromkeys(WHO, 404), "author": 200}
AUTHOR_SENT = {**dict.fromkeys(WHO, 404), "author": 302}
TEXT = {"title": "A bus gate", "body": "It would help.", "based_on": 1}

# name of the address: (what it is asked about, what is posted, answers to GET, answers to POST)
TABLE = {
    "proposals": ("consultation", {}, EVERYBODY, REFUSED_METHOD),
    "propose": ("consultation", TEXT, EVERYBODY, SENT),
    "questionnaire": ("consultation", {"question-why": "Because."}, EVERYBODY, SENT),
    "proposal": ("proposal", {}, EVERYBODY, REFUSED_METHOD),
    "comment": ("proposal", TEXT, REFUSED_METHOD, SENT),
    "contribution": ("comment", {}, EVERYBODY, REFUSED_METHOD),
    "reply": ("comment", TEXT, EVERYBODY, SENT),
    "edit": ("comment", TEXT, AUTHOR_ONLY, AUTHOR_SENT),
    "withdraw": ("comment", {}, AUTHOR_ONLY, AUTHOR_SENT),
    "vote": ("comment", {"choice": "agree"}, REFUSED_METHOD, SENT),
    "sent": ("submission", {}, AUTHOR_ONLY, REFUSED_METHOD),
    "how_the_order_works": ("nothing", {}, EVERYBODY, REFUSED_METHOD),
    "receipts": ("nothing", {"code": CODE}, EVERYBODY, SENT),
    "receipt": ("code", {}, EVERYBODY, REFUSED_METHOD),
    "mine": ("nothing", {}, EVERYBODY, REFUSED_METHOD),
    "forget": ("nothing", {}, REFUSED_METHOD, SENT),
    "claim": ("nothing", {}, SENT, SENT),
    "claim_receipt": ("code", {}, REFUSED_METHOD, SENT),
    "address": (
        "nothing",
        {"email": "sam@example.org"},
        EVERYBODY,
        {**dict.fromkeys(WHO, 403), "guest": 302},
    ),
    "confirm_address": ("code", {}, GONE, GONE),
    "enter_code": ("nothing", {"code": "7K2M-94QD-0ABC"}, EVERYBODY, dict.fromkeys(WHO, 422)),
    "leaflet": ("code", {"code": "7K2M-94QD-0ABC"}, EVERYBODY, dict.fromkeys(WHO, 422)),
    "drafts": (
        "nothing",
        {"key": "reply:1", "text": "a"},
        REFUSED_METHOD,
        {**dict.fromkeys(WHO, 204), "anonymous": 403, "guest": 403},
    ),
}


@pytest.fixture
def town():
    """A consultation in which the author wrote a proposal, a comment and an answer."""
    consultation = ConsultationFactory()
    QuestionFactory(consultation=consultation, key="why")
    HouseRuleFactory(consultation=consultation)
    author = UserFactory()
    proposal = ProposalFactory(consultation_of=consultation, author__user=author)
    comment = CommentFactory(
        root=proposal,
        author=proposal.participant,
        submission=SubmissionFactory(participant=proposal.participant),
    )
    Submission.objects.filter(pk=comment.submission_id).update(receipt_digest=receipts.digest(CODE))
    return {
        "consultation": consultation,
        "author": author,
        "proposal": proposal,
        "comment": comment,
    }


def browser(who, town):
    client = Client()
    if who == "guest":
        guest = GuestParticipantFactory(consultation=town["consultation"])
        session = client.session
        session[PARTICIPATIONS] = {str(guest.consultation_id): guest.pk}
        session.save()
    elif who == "resident":
        client.force_login(UserFactory())
    elif who == "author":
        client.force_login(town["author"])
    elif who == "moderator":
        client.force_login(MembershipFactory(consultation=town["consultation"], role=Role.MODERATOR).user)
    return client


def address(name, subject, town):
    arguments = {
        "consultation": lambda: [town["consultation"].slug],
        "proposal": lambda: [town["proposal"].pk],
        "comment": lambda: [town["comment"].pk],
        "submission": lambda: [town["comment"].submission_id],
        "code": lambda: [CODE],
        "nothing": list,
    }
    return reverse(name, args=arguments[subject]())


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)
    assert len(urlpatterns) == len(TABLE)


def answers(town, ask):
    """{who: status} of everybody's request."""
    return {who: ask(browser(who, town)).status_code for who in WHO}


@pytest.mark.parametrize("name", TABLE)
def test_get(name, town):
    subject, _typed, expected, _post = TABLE[name]
    url = address(name, subject, town)
    assert answers(town, lambda client: client.get(url)) == expected


@pytest.mark.parametrize("name", TABLE)
def test_post(name, town):
    subject, typed, _get, expected = TABLE[name]
    url = address(name, subject, town)
    assert answers(town, lambda client: client.post(url, typed)) == expected


@pytest.mark.parametrize("name", TABLE)
def test_other_methods_are_refused(name, town):
    client, url = browser("author", town), address(name, TABLE[name][0], town)
    found = {method: getattr(client, method)(url).status_code for method in ("put", "patch", "delete")}
    assert found == {"put": 405, "patch": 405, "delete": 405}


@pytest.mark.parametrize("state", ["pending", "held", "hidden", "withdrawn", "erased"])
@pytest.mark.parametrize("subject", ["proposal", "comment"])
def test_what_is_not_shown_is_found_by_its_author_alone(subject, state, town):
    text = town[subject]
    text.state = state
    text.save(update_fields=["state"])
    everybody = GONE if state in ("withdrawn", "erased") else dict.fromkeys(WHO, 404)
    readers = everybody if state == "erased" else everybody | {"author": 200}
    voters = everybody if state == "erased" else everybody | {"author": 403}
    vote = reverse("vote", args=[text.pk])
    assert answers(town, lambda client: client.get(text.get_absolute_url())) == readers
    assert answers(town, lambda client: client.post(vote, {"choice": "agree"})) == voters


@pytest.mark.parametrize("name", ["contribution", "reply", "vote", "flag"])
def test_comments_of_a_hidden_proposal_are_found_by_nobody_else(name, town):
    town["proposal"].state = "hidden"
    town["proposal"].save(update_fields=["state"])
    url, method = reverse(name, args=[town["comment"].pk]), "post" if name == "vote" else "get"
    found = answers(town, lambda client: getattr(client, method)(url, {"choice": "agree"}))
    assert {**found, "author": 404} == dict.fromkeys(WHO, 404)


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name][0] not in ("nothing", "code")])
def test_private_consultation_is_found_by_nobody_outside(name, town):
    town["consultation"].invited_only = True
    town["consultation"].save()
    subject, typed, get, _post = TABLE[name]
    for who in ("anonymous", "guest", "resident"):
        client, url = browser(who, town), address(name, subject, town)
        answer = client.get(url) if get is not REFUSED_METHOD else client.post(url, typed)
        assert (who, answer.status_code) == (who, 404)


def test_answer_without_consent_is_found_by_its_author_alone(town):
    answer = OpenAnswerFactory(consultation_of=town["consultation"], author=town["proposal"].participant)
    Submission.objects.filter(pk=answer.submission_id).update(consent="withheld")
    found = {who: browser(who, town).get(answer.get_absolute_url()).status_code for who in WHO}
    assert found == AUTHOR_ONLY


@pytest.mark.parametrize("number", ["0", "99999999999", "9" * 30])
@pytest.mark.parametrize("path", ["/proposals/{}/", "/contributions/{}/", "/sent/{}/"])
def test_numbers_that_stand_for_nothing_are_not_found(client, path, number):
    assert client.get(path.format(number)).status_code == 404


ODD = ["after=²", "after=99999999999999999999999", "after=%00", "after=-", "order=x", "seed=x", "seed=-1"]


@pytest.mark.parametrize("name", ["proposals", "proposal", "contribution"])
def test_odd_parameters_are_a_page(name, town):
    url, client = address(name, TABLE[name][0], town), Client()
    asked = [
        f"{odd}&order={order}" for odd in ODD for order in ("shuffled", "newest", "fewest", "unanswered")
    ]
    assert {each: client.get(f"{url}?{each}").status_code for each in asked} == dict.fromkeys(asked, 200)


def test_contribution_of_a_proposal_leads_to_its_own_page(client, town):
    answer = client.get(reverse("contribution", args=[town["proposal"].pk]))
    assert answer.headers["Location"] == f"/proposals/{town['proposal'].pk}/"
