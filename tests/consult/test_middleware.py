"""What every request passes: refusals as pages, a lost database as 503, ids, policies."""

import gzip

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from consult.middleware import means_lost_database
from tests.consult.refusing_urls import FAILURES
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consult.refusing_urls")]


@pytest.fixture
def visitor():
    """A browser that sees the error page instead of the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "how, status, retry_after",
    [
        ("refused", 403, None),
        ("often", 429, "7"),
        ("invalid", 422, None),
        ("stale", 409, None),
        ("busy", 503, "5"),
        ("lost", 503, "5"),
        ("locked", 503, "5"),
        ("table", 500, None),
        ("mistake", 500, None),
    ],
)
def test_failure_becomes_an_answer(visitor, how, status, retry_after):
    response = visitor.get(f"/fail/{how}/")
    assert (response.status_code, response.get("Retry-After")) == (status, retry_after)


@pytest.mark.parametrize("how", ["refused", "often", "invalid", "stale", "busy"])
def test_refusal_as_page_says_why_and_is_not_kept(visitor, how):
    response = visitor.get(f"/fail/{how}/")
    assert str(FAILURES[how]().reason) in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert "<html" in response.content.decode()


def test_refusal_for_htmx_is_a_fragment(visitor):
    response = visitor.get("/fail/invalid/", headers={"hx-request": "true"})
    assert "Give it a title." in response.content.decode()
    assert "<html" not in response.content.decode()


def test_lost_database_page_is_static_and_asks_nothing(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/fail/lost/")
    assert "cannot reach its records" in response.content.decode()


@pytest.mark.parametrize("told, language", [("fr", "fr"), ("en", "en"), ("xx", "en")])
def test_lost_database_page_speaks_the_language_of_the_browser(visitor, told, language):
    response = visitor.get("/fail/lost/", headers={"accept-language": told})
    assert f'<html lang="{language}" dir="ltr">' in response.content.decode()


def test_database_lost_while_the_session_is_kept_is_a_pause(visitor):
    visitor.force_login(UserFactory())
    with connection.execute_wrapper(no_room_for_sessions):
        response = visitor.get("/remember/this/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert visitor.get("/remember/this/").status_code == 200


def no_room_for_sessions(execute, sql, params, many, context):
    """The database as it is when its disk is full."""
    if sql.startswith('UPDATE "django_session"'):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


def test_session_that_ended_meanwhile_is_no_pause(visitor):
    visitor.force_login(UserFactory())
    with connection.execute_wrapper(ending_sessions):
        response = visitor.get("/remember/this/")
    assert response.status_code == 400


def ending_sessions(execute, sql, params, many, context):
    """Somebody signs out elsewhere at the last moment."""
    if sql.startswith('UPDATE "django_session"'):
        Session.objects.all().delete()
    return execute(sql, params, many, context)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a pool to exhaust")
@pytest.mark.django_db(transaction=True)
def test_exhausted_pool_is_busy_and_recovers(visitor):
    connection.ensure_connection()
    pool = connection.pool
    connection.close()
    taken = [pool.getconn() for _each in range(10)]
    try:
        response = visitor.get("/")
    finally:
        for each in taken:
            pool.putconn(each)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize(
    "failure, lost",
    [
        (OperationalError("FATAL: the database system is shutting down"), True),
        (OperationalError("canceling statement due to statement timeout"), True),
        (InterfaceError("connection already closed"), True),
        (OperationalError("no such column: x"), False),
        (DatabaseError("syntax"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_failure_means_lost_database(failure, lost):
    assert means_lost_database(failure) is lost


@pytest.mark.parametrize(
    "given, kept", [("0123456789abcdef", True), ("short", False), ("x" * 65, False), ("a\nb-0123456", False)]
)
def test_request_id_is_kept_only_when_it_is_one(visitor, given, kept):
    answered = visitor.get("/healthz", headers={"x-request-id": given})["X-Request-ID"]
    assert (answered == given) is kept
    assert len(answered) >= 8


def test_request_id_stands_on_the_error_page(visitor):
    response = visitor.get("/fail/mistake/", headers={"x-request-id": "0123456789abcdef"})
    assert "0123456789abcdef" in response.content.decode()


def test_public_page_has_the_strict_policy(visitor):
    policy = visitor.get("/fail/refused/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


def test_editors_pages_have_a_policy_of_their_own(visitor):
    policy = visitor.get("/cms/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("address", ["/healthz", "/cms/", "/fail/refused/", "/fail/mistake/", "/fail/lost/"])
def test_every_answer_names_what_it_does_without(visitor, address):
    response = visitor.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Request-ID"]


def test_form_without_token_is_refused_with_words():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})
    assert response.status_code == 403
    assert "Reload it, then send again." in response.content.decode()


def test_page_is_compressed_for_who_can_read_it_and_its_length_says_nothing():
    plain = Client().get("/accounts/login/")
    packed = [Client().get("/accounts/login/", headers={"accept-encoding": "gzip"}) for _time in range(20)]
    assert plain.get("Content-Encoding") is None
    assert {each["Content-Encoding"] for each in packed} == {"gzip"}
    assert max(len(each.content) for each in packed) < len(plain.content) / 2
    assert len({len(each.content) for each in packed}) > 5
    assert b"<h1>Sign in</h1>" in gzip.decompress(packed[0].content)
