"""What the pages everybody opens cost, and who finds a consultation at its address."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from consult.models import Body
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, list_page, publish, published_page
from tests.factories.consult import MembershipFactory
from tests.factories.proposals import CommentFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db
MOST = 12
ADDRESS = "/consultations/quieter-streets/"


def queries(client, address):
    client.get(address)  # what is kept between requests is there before
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def talk(consultation, number):
    for _each in range(number):
        proposal = ProposalFactory(consultation_of=consultation)
        CommentFactory(root=proposal)
        VoteFactory(contribution=proposal)
    return proposal


@pytest.mark.parametrize("who", ["guest", "resident"])
@pytest.mark.parametrize("name", ["home", "consultation", "proposals", "proposal"])
def test_page_everybody_opens_takes_twelve_queries_at_most_at_one_and_six_proposals(client, name, who):
    consultation = published_page().consultation
    proposal = talk(consultation, 1)
    places = {"home": "/", "consultation": ADDRESS, "proposals": f"{ADDRESS}proposals/"}
    address = places.get(name) or proposal.get_absolute_url()
    if who == "resident":
        client.force_login(UserFactory())
    one = queries(client, address)
    talk(consultation, 5)
    assert queries(client, address) == one <= MOST


def test_page_is_found_in_its_language_and_in_no_other(client):
    page = published_page()
    assert client.get(ADDRESS).context["page"].specific == page
    assert client.get(f"/fr{ADDRESS}").context["page"].specific == list_page(
        "fr"
    )  # which shows it, untranslated
    french = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    publish(french)
    assert client.get(f"/fr{ADDRESS}").context["page"].specific_class is type(page)
    assert client.get(f"/fr{ADDRESS}").context["page"].pk == french.pk


def test_page_that_is_not_live_is_not_found(client):
    draft_page()
    assert client.get(ADDRESS).status_code == 404
    published_page("Market hall", "market-hall").unpublish()
    assert client.get("/consultations/market-hall/").context["page"].specific == list_page()


def test_private_page_is_there_for_its_members_alone(client):
    page = published_page(invited_only=True)
    member = MembershipFactory(consultation=page.consultation).user
    found = {}
    for name, user in (("guest", None), ("stranger", UserFactory()), ("member", member)):
        client.logout()
        if user:
            client.force_login(user)
        found[name] = client.get(ADDRESS).status_code
    assert found == {"guest": 404, "stranger": 404, "member": 200}


@pytest.mark.parametrize("above", [0, 1, 2], ids=["itself", "the list", "the front page"])
def test_restriction_of_a_page_or_of_one_above_it_holds(client, above):
    page = published_page()
    restricted = [page, page.get_parent(), page.get_parent().get_parent()][above]
    group = Group.objects.create(name="Testers")
    restriction = PageViewRestriction.objects.create(page=restricted, restriction_type="groups")
    restriction.groups.add(group)
    user = UserFactory()
    client.force_login(user)
    assert list(page.get_view_restrictions()) == [restriction]
    assert client.get(ADDRESS).status_code == 302
    user.groups.add(group)
    assert client.get(ADDRESS).status_code == 200


def test_page_that_mirrors_a_restricted_one_is_restricted_too():
    page = published_page()
    restriction = PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    mirrored = page.get_parent().create_alias(parent=page.get_parent().get_parent(), update_slug="mirror")
    copy = page.create_alias(parent=mirrored.specific)
    assert list(copy.get_view_restrictions()) == [restriction]
    assert list(super(type(copy), copy).get_view_restrictions()) == [restriction]


def test_name_of_the_body_changes_at_once(client):
    published_page()
    body = Body.objects.filter(site__isnull=False).first()
    assert f"Run by {body.name}." in client.get("/").content.decode()
    body.name = "Ashby Vale Parish"
    body.save()
    assert "Run by Ashby Vale Parish." in client.get("/").content.decode()
