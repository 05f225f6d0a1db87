"""Staff come in by the door of everybody."""

import pytest

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
