"""Single sign-on as a person walks it: to a server of its own origin, and back, under the strict policy."""

import pytest

from consult.accounts.models import User
from consult.settings.policies import PUBLIC
from tests.consult.accounts.oidc_server import CLIENT, SECRET, SignOnServer
from tests.factories.accounts import UserFactory
from tests.factories.consult import MembershipFactory

pytestmark = [pytest.mark.browser]
SAM = {"sub": "4711", "email": "sam@town.example", "email_verified": True, "name": "Sam Sample"}


@pytest.fixture
def town_hall(settings, site):
    """The server, of which the site is told as the environment would tell it; it asks before it signs in."""
    with SignOnServer(asks=True, **SAM) as server:
        app = {
            "provider_id": "sso",
            "name": "Town hall",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": server.address},
        }
        server.told = {"OAUTH_PKCE_ENABLED": True, "EMAIL_AUTHENTICATION": True, "APPS": [app]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": server.told}
        policy = {**PUBLIC, "form-action": ["'self'", server.address]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
        yield server


@pytest.fixture
def complaints(page):
    """What the browser refused or could not run."""
    met = []
    page.on("console", lambda message: met.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: met.append(str(error)))
    yield met
    assert met == []


def go(page, site, path="/accounts/login/", pressed="yes"):
    """From a page that asks who one is through the other server: press there, too."""
    page.goto(f"{site}{path}")
    page.get_by_role("link", name="Town hall").click()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/authorize**")
    page.get_by_role("link", name=pressed).click()
    page.wait_for_url(f"{site}/**")


def heading(page):
    return page.locator("h1").inner_text()


def test_new_person_chooses_a_name_and_is_known_the_next_time(page, site, town_hall, complaints):
    go(page, site)
    assert heading(page) == "One more step"
    page.fill("input[name=display_name]", "Kestrel")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url(f"{site}/")
    user = User.objects.get()
    assert (user.display_name, user.email) == ("Kestrel", SAM["email"])
    page.context.clear_cookies()
    go(page, site, "/accounts/login/?next=/me/")
    assert page.url == f"{site}/me/"


def test_person_who_turns_back_is_told_that_nothing_changed(page, site, town_hall, complaints):
    go(page, site, pressed="no")
    assert heading(page) == "You did not sign in"
    assert User.objects.count() == 0
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    assert page.get_by_text("Town hall").count() == 1


def test_account_with_the_address_opens_only_where_the_server_is_trusted(page, site, town_hall, complaints):
    user = UserFactory(email=SAM["email"])
    town_hall.told["EMAIL_AUTHENTICATION"] = False
    go(page, site, "/accounts/login/?next=/me/")
    assert page.url != f"{site}/me/"
    page.goto(f"{site}/me/")
    assert "/accounts/login/" in page.url
    town_hall.told["EMAIL_AUTHENTICATION"] = True
    page.context.clear_cookies()
    go(page, site, "/accounts/login/?next=/me/")
    assert page.url == f"{site}/me/"
    assert user.socialaccount_set.count() == 1


@pytest.mark.parametrize(
    ("methods", "where"), [(["pwd"], "/accounts/2fa/"), (["pwd", "mfa"], "/moderation/")]
)
def test_staff_owe_a_second_step_unless_the_server_asked_for_one(
    page, site, town_hall, complaints, settings, methods, where
):
    settings.CONSULT_STAFF_SECOND_FACTOR = settings.CONSULT_OIDC_TRUSTS_SECOND_FACTOR = True
    MembershipFactory(user=UserFactory(email=SAM["email"]))
    town_hall.claims["amr"] = methods
    go(page, site, "/accounts/login/?next=/moderation/")
    assert page.url == f"{site}{where}"
