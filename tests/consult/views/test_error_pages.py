"""Pages of what went wrong: in the reader's language, in the look, with a way on."""

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from consult.enums import Access
from consult.views.failures import server_error
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.edits import withdraw_contribution
from proposals.actions.states import hide
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone():
    """A proposal that its author took back, after somebody had commented on it: (proposal, comment)."""
    consultation, author = ConsultationFactory(), UserFactory()
    proposal = submit_proposal(
        by=author, consultation=consultation, title="A lantern", body="It is dark."
    ).contribution
    comment = submit_comment(by=UserFactory(), proposal=proposal, body="So it is.").contribution
    withdraw_contribution(by=author, contribution=proposal)
    return proposal, comment


@pytest.mark.parametrize("which", [0, 1])
def test_what_its_author_took_back_is_gone_and_leads_to_its_consultation(gone, which):
    answer = Client().get(gone[which].get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "<h1>This is no longer here</h1>" in page
    assert f'href="{gone[0].consultation.get_absolute_url()}"' in page
    assert ("A lantern" in page, "It is dark." in page, "So it is." in page) == (False, False, False)


def test_what_stands_in_a_private_consultation_was_never_there(gone):
    consultation = gone[0].consultation
    consultation.invited_only = True
    consultation.save()
    assert Client().get(gone[0].get_absolute_url()).status_code == 404


def test_what_a_moderator_hid_is_not_called_taken_back():
    proposal = submit_proposal(
        by=UserFactory(), consultation=ConsultationFactory(), title="A lantern", body="It is dark."
    ).contribution
    hide(contribution=proposal, by=None)
    assert Client().get(proposal.get_absolute_url()).status_code == 404


def refused():
    consultation = ConsultationFactory(access_propose=Access.NOBODY)
    return Client().get(f"/fr/consultations/{consultation.slug}/proposals/new/")


def taken_back():
    consultation, author = ConsultationFactory(), UserFactory()
    proposal = submit_proposal(by=author, consultation=consultation, title="A lantern", body="It is dark.")
    withdraw_contribution(by=author, contribution=proposal.contribution)
    return Client().get(f"/fr{proposal.contribution.get_absolute_url()}")


def too_often():
    client = Client()
    return [client.get("/fr/search/?q=x") for _each in range(61)][-1]


def broken():
    with override("fr"):
        return server_error(RequestFactory().get("/fr/"))


WAYS = {
    400: lambda: Client().get("/fr/", headers={"host": "elsewhere.example"}),
    403: refused,
    404: lambda: Client().get("/fr/nothing/here/"),
    410: taken_back,
    429: too_often,
    500: broken,
}


@pytest.mark.parametrize("status", WAYS)
def test_page_of_an_error_speaks_the_language_of_the_reader_and_leads_on(status):
    answer = WAYS[status]()
    page = answer.content.decode()
    assert answer.status_code == status
    assert '<html lang="fr" dir="ltr">' in page
    assert page.count("<h1>") == 1
    assert 'class="btn' in page


def test_page_of_what_was_taken_back_says_so_in_french():
    page = taken_back().content.decode()
    assert "<h1>Ceci n’est plus ici</h1>" in page
    assert "La personne qui a écrit ceci l’a repris." in page


def test_page_that_is_not_there_offers_the_search():
    assert 'action="/search/"' in Client().get("/nothing/here/").content.decode()


def test_asking_is_not_told_that_its_text_is_still_in_the_box(gone):
    words = "What you wrote is still in the box"
    path = f"/proposals/{gone[0].pk}/comments/"
    assert words not in Client().get(gone[0].get_absolute_url()).content.decode()
    assert words in Client().post(path, {"body": "More light."}).content.decode()
