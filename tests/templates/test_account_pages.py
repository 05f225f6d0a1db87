"""The account pages as a reader meets them."""

import pytest
from django.core import mail
from django.test import Client

pytestmark = pytest.mark.django_db
GOOD = {"email": "sam@example.org", "display_name": "Kestrel", "password1": "heron lamp river"}


@pytest.fixture
def reader():
    return Client()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "Make an account"),
        ("/accounts/password/reset/", "Forgotten your password?"),
        ("/accounts/login/code/", "Sign in with a code"),
    ],
)
def test_account_page_opens_under_its_own_words(reader, path, title):
    page = reader.get(path).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert f"<title>{title}" in page


def test_sign_up_that_fails_says_what_to_do_in_title_summary_and_field(reader):
    page = reader.post("/accounts/signup/", GOOD | {"email": "sam.example.org"}).content.decode()
    advice = "Enter an e-mail address with an @, like name@example.org"
    assert "<title>Error: Make an account" in page
    assert f'<a href="#id_email">{advice}</a>' in page
    assert 'id="id_email_error"' in page
    assert page.count(advice) == 2


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"])
def test_address_left_out_is_asked_for_by_the_name_above_its_box(reader, path):
    page = reader.post(path, {}).content.decode()
    assert "E-mail address</label>" in page
    assert page.count("Fill this in: E-mail address") == 2


def test_sign_up_states_the_rule_of_passwords_before(reader):
    assert "10 characters or more" in reader.get("/accounts/signup/").content.decode()


def test_sign_up_sends_a_confirmation_in_both_parts(reader):
    reader.post("/accounts/signup/", GOOD)
    letter = mail.outbox[0]
    html = letter.alternatives[0].content
    assert letter.subject == "Confirm your e-mail address"
    assert "/accounts/confirm-email/" in letter.body
    assert "/accounts/confirm-email/" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]
)
def test_signed_in_reader_finds_the_account_pages(reader, django_user_model, path):
    user = django_user_model.objects.create_user(email="sam@example.org", password="heron lamp river")
    reader.force_login(user)
    page = reader.get(path)
    assert page.status_code == 200
    assert page.content.decode().count('aria-label="My account"') == 1


def test_page_that_is_not_there_says_so_in_the_look(reader):
    answer = reader.get("/no-such-page/")
    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in answer.content.decode()
