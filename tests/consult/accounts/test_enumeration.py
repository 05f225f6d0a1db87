"""Whether an address has an account is told to nobody: known and unknown ones are answered alike."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import PASSWORD, UserFactory
from tests.proposals.outlets import PASSING

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.org", "other@example.org"
FEW = 6  # statements more or fewer, which no clock on the other side of a network tells apart
NEW = {"display_name": "Kestrel", "password1": "heron lamp river"}
WAYS = {
    "sign-up": ("/accounts/signup/", lambda email: {"email": email, **NEW}),
    "sign-in": ("/accounts/login/", lambda email: {"login": email, "password": "not it at all"}),
    "code": ("/accounts/login/code/", lambda email: {"email": email}),
    "reset": ("/accounts/password/reset/", lambda email: {"email": email}),
}


def answered(client, path, typed, email):
    """Status, where it led, and the page, without what names the address itself."""
    answer = client.post(path, typed, follow=True)
    page = PASSING.sub("", answer.content.decode()).replace(email, "")
    return answer.status_code, [url.replace(email, "") for url, _code in answer.redirect_chain], page


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_addresses_get_the_same_answer(way):
    UserFactory(email=KNOWN)
    path, typed = WAYS[way]
    known, unknown = (answered(Client(), path, typed(email), email) for email in (KNOWN, UNKNOWN))
    assert known == unknown
    assert known[0] == 200


@pytest.mark.parametrize("way", ["sign-up", "code", "reset"])
def test_both_get_a_letter_so_that_the_wait_for_it_tells_nothing(way):
    UserFactory(email=KNOWN)
    path, typed = WAYS[way]
    for email in (KNOWN, UNKNOWN):
        Client().post(path, typed(email))
    assert [letter.to for letter in mail.outbox] == [[KNOWN], [UNKNOWN]]


def changed_to(email):
    """(answer, page read again, letters, statements) of an account that asks for another address."""
    asking = UserFactory(email="asks@example.org", display_name="Kestrel")
    client, mail.outbox[:] = Client(), []
    client.force_login(asking)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # or it is this that is answered
    with CaptureQueriesContext(connection) as statements:
        answer = answered(client, "/accounts/email/", {"email": email, "action_add": ""}, email)
    counted = len(statements)
    again = PASSING.sub("", client.get("/accounts/email/").content.decode()).replace(email, "")
    letters = len(mail.outbox)
    asking.delete()
    return answer, again, letters, counted


def test_change_of_address_answers_alike_for_one_that_somebody_has():
    UserFactory(email=KNOWN)
    known, unknown = changed_to(KNOWN), changed_to(UNKNOWN)
    assert known[:3] == unknown[:3]
    assert (known[0][0], known[2]) == (200, 1)
    assert unknown[3] > 0
    assert abs(known[3] - unknown[3]) <= FEW, (known[3], unknown[3])


@pytest.mark.parametrize(("way", "tries"), [("sign-in", 30), ("reset", 30), ("code", 30), ("sign-up", 40)])
def test_many_tries_are_answered_in_words_for_both_alike(way, tries):
    UserFactory(email=KNOWN)
    path, typed = WAYS[way]
    ends = {}
    for email in (KNOWN, UNKNOWN):
        here = {"REMOTE_ADDR": f"10.0.0.{len(ends) + 1}"}
        answers = [Client(**here).post(path, typed(email)) for _each in range(tries)]
        statuses = [answer.status_code for answer in answers]
        ends[email] = statuses, PASSING.sub("", answers[-1].content.decode()).replace(email, "")
    assert ends[KNOWN] == ends[UNKNOWN]
    assert "Please wait a little" in ends[KNOWN][1] or "Too many" in ends[KNOWN][1]
