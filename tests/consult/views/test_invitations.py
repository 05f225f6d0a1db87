"""The link of an invitation: looking is free, only pressing the button takes the role."""

import pytest

from consult.enums import Role
from consult.invitations import digest_of_code
from tests.factories.accounts import UserFactory
from tests.factories.consult import MembershipFactory

pytestmark = pytest.mark.django_db
LINK = "/invitations/the-code/"


@pytest.fixture
def invitation():
    return MembershipFactory(
        user=None,
        email="new@example.org",
        role=Role.MODERATOR,
        accepted_at=None,
        invited_by=UserFactory(),
        code_digest=digest_of_code("the-code"),
    )


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, invitation, method):
    client.force_login(UserFactory(email="new@example.org"))
    response = getattr(client, method)(LINK)
    invitation.refresh_from_db()
    assert (response.status_code, invitation.user, invitation.accepted_at) == (200, None, None)


def test_the_address_is_kept_secret(client, invitation):
    response = client.get(LINK)
    headers = [response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
    assert headers == ["no-store", "noindex, nofollow", "strict-origin"]


def test_pressing_the_button_takes_the_role(client, invitation):
    user = UserFactory(email="new@example.org")
    client.force_login(user)
    assert client.post(LINK).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.user, client.get(LINK).status_code) == (user, 404)


def test_visitors_are_sent_to_sign_in_and_back(client, invitation):
    text = client.get(LINK).content.decode()
    assert "?next=/invitations/the-code/" in text
    client.post(LINK)
    invitation.refresh_from_db()
    assert invitation.user is None


def test_the_wrong_account_reads_what_to_do(client, invitation):
    client.force_login(UserFactory(email="other@example.org"))
    assert "was sent to another e-mail address" in client.get(LINK).content.decode()
    response = client.post(LINK)
    assert (response.status_code, "another e-mail address" in response.content.decode()) == (403, True)
