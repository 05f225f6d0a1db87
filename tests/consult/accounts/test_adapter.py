"""Account letters while the mail server is away: nobody meets a failure, and the next try goes through."""

from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from consult.clock import now
from tests.factories.accounts import PASSWORD, UnconfirmedUserFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = {"email": "new@example.org", "display_name": "Kestrel", "password1": "heron lamp river"}
NOT_SENT = "our mail server does not answer"


class Away(BaseEmailBackend):
    """A mail server that nobody answers for."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture
def mail_server(settings, mailoutbox):
    """Call it to bring the server back; returns the letters it took."""
    present, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Away"

    def come_back():
        settings.EMAIL_BACKEND = present
        return mailoutbox

    return come_back


def says_so(response):
    return (response.status_code, response["Retry-After"], NOT_SENT in response.content.decode())


def test_making_an_account_goes_on_by_signing_in(client, mail_server, time_machine):
    assert says_so(client.post("/accounts/signup/", NEW)) == (503, "300", True)
    letters = mail_server()
    time_machine.move_to(now() + timedelta(seconds=300))
    signed_in = {"login": NEW["email"], "password": NEW["password1"]}
    assert client.post("/accounts/login/", signed_in).status_code == 302
    assert [letter.to for letter in letters] == [[NEW["email"]]]


def test_signing_in_unconfirmed_says_so(client, mail_server):
    user = UnconfirmedUserFactory()
    response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert says_so(response) == (503, "300", True)


def test_resetting_a_password_says_so(client, mail_server):
    response = client.post("/accounts/password/reset/", {"email": UserFactory().email})
    assert says_so(response) == (503, "300", True)
