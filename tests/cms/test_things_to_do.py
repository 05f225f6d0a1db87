"""What the editors' first page says a new site still needs, and to whom; naming the public body."""

import pytest
from django.urls import reverse

from cms.migrations._first_words import HOME, PAGES
from cms.models import StandardPage
from consult.actions.ownership import follow_ownership
from consult.enums import Role
from consult.models import Body, LogEntry
from tests.factories.accounts import UserFactory
from tests.factories.consult import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def owner(client):
    user = MembershipFactory(role=Role.OWNER).user
    follow_ownership(user=user)
    client.force_login(user)
    return user


def told(client):
    """The pages and the body that are listed as things to do."""
    context = client.get(reverse("wagtailadmin_home")).context
    return [page.slug for page in context["pages"]], context["unnamed"]


def test_new_site_lists_its_pages_in_each_language_and_its_body(client, administrator):
    pages, body = told(client)
    assert (sorted(pages), body) == (sorted([*PAGES] * len(HOME)), Body.objects.get())


def test_page_that_was_published_once_is_off_the_list(client, administrator):
    page = StandardPage.objects.get(slug="contact", locale__language_code="fr")
    page.save_revision(user=administrator).publish(user=administrator)
    pages, _body = told(client)
    assert (len(pages), pages.count("contact")) == (len(PAGES) * len(HOME) - 1, 1)


def test_nothing_is_said_when_all_is_done(client, administrator):
    for page in StandardPage.objects.all():
        page.save_revision().publish()
    Body.objects.update(name="Ashby Vale")
    assert "things-to-do" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_owner_of_a_consultation_is_told_of_pages_and_not_of_the_body(client, owner):
    pages, body = told(client)
    assert (len(pages), body) == (len(PAGES) * len(HOME), None)


def test_administrator_names_the_body_and_every_page_says_so(client, administrator):
    page = client.post(reverse("cms_body"), {"name": "  Ashby  Vale "}, follow=True)
    assert "The public body is called “Ashby Vale” now." in page.content.decode()
    assert "Run by Ashby Vale." in client.get("/privacy/").content.decode()
    assert "Ashby Vale runs this site" in client.get("/privacy/").content.decode()
    [entry] = LogEntry.objects.filter(act="body.named")
    assert (entry.actor_id, entry.target_id) == (administrator.pk, Body.objects.get().pk)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_name_that_is_none_comes_back(client, administrator, name):
    assert client.post(reverse("cms_body"), {"name": name}).status_code == 422
    assert (Body.objects.get().name, LogEntry.objects.count()) == ("Consult", 0)


def test_body_is_named_by_administrators_alone(client, owner):
    client.post(reverse("cms_body"), {"name": "Mine"})
    assert Body.objects.earliest("id").name == "Consult"
    assert reverse("cms_body") not in client.get(reverse("wagtailadmin_home")).content.decode()
