"""Single sign-on against a server of its own, and the second step that staff owe."""

from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from django.test import Client

from consult.accounts.models import User
from consult.settings.policies import PUBLIC
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.consult import MembershipFactory

from .oidc_server import CLIENT, SECRET, SignOnServer

pytestmark = pytest.mark.django_db
SAM = {"sub": "4711", "email": "sam@town.example", "email_verified": True, "name": "Sam Sample"}


@pytest.fixture
def sign_on(settings):
    """Serves one person; the site is told of it as the environment would."""

    def told(trusts_email=False, secret=SECRET, **claims):
        server.claims = {**SAM, **claims}
        app = {
            "provider_id": "sso",
            "name": "Town hall",
            "client_id": CLIENT,
            "secret": secret,
            "settings": {"server_url": server.address},
        }
        given = {"OAUTH_PKCE_ENABLED": True, "EMAIL_AUTHENTICATION": trusts_email, "APPS": [app]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": given}

    with SignOnServer() as server:
        yield told


def through(client, next_page="/"):
    """Press the button, sign in there, come back: the last answer of this site."""
    pressed = client.post(f"/accounts/oidc/sso/login/?process=login&next={next_page}")
    there = requests.get(pressed["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def test_new_person_chooses_a_public_name_and_is_in(sign_on):
    sign_on()
    client = Client()
    assert "Town hall" in client.get("/accounts/login/").content.decode()
    asked = through(client)
    assert "<h1>One more step</h1>" in asked.content.decode()
    typed = {"email": SAM["email"], "display_name": "Kestrel"}
    client.post("/accounts/3rdparty/signup/", typed, follow=True)
    user = User.objects.get()
    assert (user.display_name, user.email, user.has_usable_password()) == ("Kestrel", SAM["email"], False)
    assert user.emailaddress_set.get().verified is True
    assert client.get("/me/").status_code == 200
    again = Client()
    through(again)
    assert again.get("/me/").context["user"] == user


@pytest.mark.parametrize(
    ("trusts", "verified", "let_in"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_account_with_the_same_address_opens_where_the_server_is_trusted_alone(
    sign_on, trusts, verified, let_in
):
    user = UserFactory(email=SAM["email"])
    sign_on(trusts_email=trusts, email_verified=verified)
    client = Client()
    through(client)
    assert (client.get("/me/").status_code == 200) is let_in
    assert user.socialaccount_set.count() == int(let_in)


def test_wrong_secret_is_a_page_that_leads_on(sign_on):
    sign_on(secret="another")
    answer = through(Client())
    assert "<h1>Signing in did not work</h1>" in answer.content.decode()


def test_staff_go_to_the_editors_pages_through_the_same_door(sign_on):
    admin = UserFactory(email=SAM["email"], is_superuser=True)
    sign_on(trusts_email=True)
    client = Client()
    door = client.get("/cms/", follow=True)
    assert door.redirect_chain[-1][0] == "/accounts/login/?next=/cms/"
    inside = through(client, "/cms/")
    assert (inside.status_code, inside.request["PATH_INFO"]) == (200, "/cms/")
    assert inside.context["user"] == admin


@pytest.fixture
def second_factor(settings):
    settings.CONSULT_STAFF_SECOND_FACTOR = True


def signed_in(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "path", ["/", "/cms/", "/moderation/", "/api/v1/consultations", "/me/contributions/"]
)
def test_staff_without_a_second_step_can_only_set_one_up(second_factor, path):
    client = signed_in(MembershipFactory().user)
    stopped = client.get(path)
    assert (stopped.status_code, stopped["Location"]) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200


def test_residents_need_no_second_step(second_factor):
    assert signed_in(UserFactory()).get("/").status_code == 200


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_staff_with_a_second_step_go_on(second_factor, kind):
    user = MembershipFactory().user
    client = Client()
    client.force_login(user)
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert client.get("/moderation/").status_code == 302
    Authenticator.objects.create(user=user, type=kind, data={})
    assert client.get("/moderation/").status_code == 200


@pytest.mark.parametrize(
    ("trusts", "methods", "status"),
    [
        (True, ["pwd", "mfa"], 200),
        (True, ["pwd"], 302),
        (True, None, 302),
        (False, ["pwd", "mfa"], 302),
    ],
)
def test_sign_on_vouches_for_the_second_step_where_it_is_trusted(
    sign_on, second_factor, settings, trusts, methods, status
):
    settings.CONSULT_OIDC_TRUSTS_SECOND_FACTOR = trusts
    MembershipFactory(user=UserFactory(email=SAM["email"]))
    sign_on(trusts_email=True, **({"amr": methods} if methods else {}))
    client = Client()
    through(client)
    assert client.get("/moderation/").status_code == status


def test_password_after_a_vouched_sign_on_owes_the_second_step(sign_on, second_factor, settings):
    settings.CONSULT_OIDC_TRUSTS_SECOND_FACTOR = True
    user = UserFactory(email=SAM["email"])
    MembershipFactory(user=user)
    sign_on(trusts_email=True, amr=["mfa"])
    client = Client()
    through(client)
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/moderation/").status_code == 302


def test_without_a_server_forms_lead_to_this_site_alone():
    assert PUBLIC["form-action"] == ["'self'"]
    assert "/oidc/" not in Client().get("/accounts/login/").content.decode()
