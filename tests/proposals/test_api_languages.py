"""The API in the reader's language: what is gone and refused, and in which languages people may write."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from consult.errors import Invalid
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.edits import withdraw_contribution
from proposals.actions.questionnaires import submit_questionnaire
from proposals.actions.texts import NOT_TAKEN
from proposals.enums import Consent
from proposals.models import Contribution, Submission
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, QuestionFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}
REPRIS = "La personne qui a écrit ceci l’a repris. Les votes et les réponses restent comptés."


@pytest.fixture
def gone():
    """A proposal its author took back, with a comment under it: {how to ask the API for it: address}."""
    author = UserFactory()
    sent = submit_proposal(by=author, consultation=ConsultationFactory(), title="A lantern", body="Dark.")
    proposal = sent.contribution
    submit_comment(by=UserFactory(), proposal=proposal, body="So it is.")
    withdraw_contribution(by=author, contribution=proposal)
    return proposal


def _asked(client, gone, name, **more):
    address = reverse(f"api:{name}", args=[gone.pk])
    if name in ("comment", "vote"):
        body = {"comment": {"body": "More."}, "vote": {"choice": "agree"}}[name]
        return client.post(address, json.dumps(body), content_type="application/json", **more)
    return client.get(address, **more)


@pytest.mark.parametrize("name", ["proposal", "comments", "comment", "vote"])
def test_what_its_author_took_back_answers_410_in_the_language_of_the_reader(gone, name):
    answer = _asked(Client(), gone, name, headers=FRENCH)
    told = answer.json()
    assert (answer.status_code, told["code"], told["detail"]) == (410, "gone", REPRIS)
    assert (answer["Content-Language"], answer["Content-Type"]) == ("fr", "application/problem+json")
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("state", ["pending", "held", "hidden"])
def test_what_nobody_took_back_answers_404(state):
    proposal = ProposalFactory(state=state)
    assert _asked(Client(), proposal, "proposal").status_code == 404


def test_what_was_taken_back_in_a_private_consultation_was_never_there(gone):
    consultation = gone.consultation
    consultation.invited_only = True
    consultation.save()
    assert _asked(Client(), gone, "proposal").status_code == 404


@pytest.mark.parametrize(
    ("asked", "spoken"), [("fr", "fr"), ("en", "en"), ("xx", "en"), ("", "en"), ("de, fr;q=0.5", "fr")]
)
def test_refusals_and_titles_come_in_the_language_asked_for(asked, spoken):
    consultation = ConsultationFactory(titles={"en": "Streets", "fr": "Rues"})
    address = reverse("api:consultation", args=[consultation.slug])
    answer = Client().get(address, headers={"Accept-Language": asked})
    assert answer["Content-Language"] == spoken
    assert answer.json()["title"] == {"en": "Streets", "fr": "Rues"}[spoken]


def post(proposal, **body):
    address = reverse("api:comment", args=[proposal.pk])
    return Client().post(address, json.dumps({"body": "More.", **body}), content_type="application/json")


def test_language_a_consultation_does_not_take_is_refused_by_the_api_as_on_the_page():
    proposal = ProposalFactory()
    page = Client().post(reverse("comment", args=[proposal.pk]), {"body": "More.", "language": "fr"})
    answer = post(proposal, language="fr")
    assert (page.status_code, answer.status_code) == (422, 422)
    assert answer.json()["fields"] == {"language": [str(NOT_TAKEN)]}
    assert str(NOT_TAKEN) in page.content.decode()
    assert Contribution.objects.filter(root=proposal).count() == 0


@pytest.mark.parametrize(
    ("languages", "source", "named", "kept"),
    [
        (["en", "fr"], "en", "fr", "fr"),
        (["en", "fr"], "fr", "", "fr"),
        (["fr"], "en", "", "fr"),
        ([], "en", "es", "es"),
    ],
)
def test_language_of_a_comment_is_one_of_the_consultations(languages, source, named, kept):
    proposal = ProposalFactory()
    consultation = proposal.consultation
    consultation.languages, consultation.source_language = languages, source
    consultation.save()
    body = {"language": named} if named else {}
    assert post(proposal, **body).status_code == 201
    assert Contribution.objects.get(root=proposal).language == kept


def test_every_way_of_sending_asks_which_language_is_taken():
    consultation, user = ConsultationFactory(), UserFactory()
    question = QuestionFactory(consultation=consultation)
    ways = [
        lambda: submit_proposal(
            by=user, consultation=consultation, title="Light", body="Dark.", language="fr"
        ),
        lambda: submit_questionnaire(
            by=user,
            consultation=consultation,
            answers={question.key: "Why?"},
            consent=Consent.NAMED,
            language="fr",
        ),
    ]
    for way in ways:
        with pytest.raises(Invalid) as told:
            way()
        assert told.value.fields == {"language": [NOT_TAKEN]}
    assert Submission.objects.count() == 0
