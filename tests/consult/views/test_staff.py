"""Staff come in by the door of everybody."""

import pytest
from django.contrib.auth.models import Group
from pytest_django.asserts import assertTemplateUsed

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address, door",
    [
        ("/cms/login/", "/accounts/login/?next=/cms/"),
        ("/_util/login/", "/accounts/login/?next=/cms/"),
        ("/cms/login/?next=/cms/pages/", "/accounts/login/?next=/cms/pages/"),
        ("/cms/pages/", "/accounts/login/?next=/cms/pages/"),
        ("/cms/", "/accounts/login/?next=/cms/"),
    ],
)
def test_stranger_at_the_editors_pages_is_sent_to_the_one_door(client, address, door):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, door)


@pytest.mark.parametrize("address", ["/cms/login/", "/_util/login/"])
def test_password_sent_to_wagtails_own_door_is_not_looked_at(client, address):
    assert client.post(address, {"username": "a@example.org", "password": "x"}).status_code == 405


def test_wagtails_own_way_to_a_new_password_is_shut(client):
    assert client.get("/cms/password_reset/").status_code == 404


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/cms/login/", "/_util/login/"])
def test_who_has_signed_in_and_is_no_editor_is_told_so_at_once(client, address):
    client.force_login(UserFactory())
    response = client.get(address)
    assert response.status_code == 403
    assertTemplateUsed(response, "403.html")


@pytest.mark.parametrize("address", ["/cms/login/", "/_util/login/"])
def test_editor_who_has_signed_in_is_taken_to_the_editors_pages(client, address):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, "/cms/")
