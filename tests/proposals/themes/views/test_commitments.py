"""What a policymaker says of a promise once its answer is public."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now, today
from consult.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.themes import (
    OfficialResponseFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    publish_findings,
    responder_of,
    staff,
)

pytestmark = pytest.mark.django_db

STEP = {"what": "Paint is on the road", "note": "On the north side."}


def promised(published=True, what="School street starts"):
    """A promise in an answer to a published theme."""
    theme = ThemeFactory(name="Safe ways to school")
    ThemeAssignmentFactory(theme=theme)
    publish_findings(theme.consultation)
    response = OfficialResponseFactory(theme=theme, published_at=now() if published else None)
    return response.commitments.create(what=what, due_on=today() + timedelta(days=30))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url_of(name, commitment):
    return reverse(name, args=[commitment.consultation.slug, commitment.pk])


def typed_for(commitment, kind, **typed):
    return {f"{kind}-{commitment.pk}-{name}": value for name, value in typed.items()}


def public_page(commitment):
    return Client().get(reverse("responses", args=[commitment.consultation.slug])).content.decode()


def page_of(client, commitment):
    place = [commitment.consultation.slug, "theme", commitment.response.theme_id]
    return client.get(reverse("write_response", args=place))


def test_promise_said_to_be_done_is_so_in_public_and_cannot_be_said_again():
    commitment = promised()
    client = signed_in(responder_of(commitment.consultation))
    assert b"Say it is done" in page_of(client, commitment).content
    typed = typed_for(commitment, "kept", kept_on=today().isoformat())
    page = client.post(url_of("keep_commitment", commitment), typed, follow=True)
    assert [str(each) for each in page.context["messages"]] == ["It is said in public that this is done."]
    assert (b"Done on" in page.content, b"Say it is done" in page.content) == (True, False)
    assert "Done on" in public_page(commitment)


def test_step_on_the_way_to_a_promise_stands_in_public_with_its_day_and_words():
    commitment = promised()
    client = signed_in(responder_of(commitment.consultation))
    typed = typed_for(commitment, "step", reached_on="3 May 2026", **STEP)
    page = client.post(url_of("record_milestone", commitment), typed, follow=True)
    assert [str(each) for each in page.context["messages"]] == ["What happened is said in public."]
    for words in (page.content.decode(), public_page(commitment)):
        assert "Paint is on the road: done on 3 May 2026" in words
        assert "On the north side." in words


@pytest.mark.parametrize(
    "day, said",
    [
        ("", "Say when it was done."),
        ("soon", "Write the date like 3 May 2027."),
        ("2026-13-40", "Write the date like 3 May 2027."),
        ("2999-01-01", "This day has not come yet."),
    ],
)
def test_promise_said_to_be_done_on_no_day_comes_back_with_what_is_wrong(day, said):
    commitment = promised()
    client = signed_in(responder_of(commitment.consultation))
    typed = typed_for(commitment, "kept", kept_on=day)
    page = client.post(url_of("keep_commitment", commitment), typed)
    words = page.content.decode()
    assert (page.status_code, words.count(said)) == (422, 2)
    assert (f'href="#kept-{commitment.pk}-kept_on"' in words, "<title>Error:" in words) == (True, True)
    commitment.refresh_from_db()
    assert commitment.kept_on is None


def test_step_without_words_or_sent_twice_comes_back_with_what_is_wrong():
    commitment = promised()
    client = signed_in(responder_of(commitment.consultation))
    url = url_of("record_milestone", commitment)
    page = client.post(url, typed_for(commitment, "step", reached_on=today().isoformat(), what=" "))
    assert (page.status_code, "Say what happened." in page.content.decode()) == (422, True)
    typed = typed_for(commitment, "step", reached_on=today().isoformat(), **STEP)
    assert client.post(url, typed).status_code == 302
    page = client.post(url, typed)
    assert (page.status_code, "This stands there already." in page.content.decode()) == (422, True)
    assert commitment.milestones.count() == 1


@pytest.mark.parametrize("name", ["keep_commitment", "record_milestone"])
@pytest.mark.parametrize("role", ["guest", "resident", *Role.values])
def test_promise_is_reported_on_by_policymakers_alone(name, role):
    commitment = promised()
    if role == "guest":
        client = Client()
    else:
        person = UserFactory() if role == "resident" else staff(commitment.consultation, role)
        client = signed_in(person)
    typed = typed_for(commitment, "kept", kept_on=today().isoformat())
    typed |= typed_for(commitment, "step", reached_on=today().isoformat(), **STEP)
    status = client.post(url_of(name, commitment), typed).status_code
    commitment.refresh_from_db()
    done = commitment.kept_on is not None or commitment.milestones.exists()
    assert (status, done) == ((302, True) if role == Role.RESPONDER else (403, False))


@pytest.mark.parametrize("name", ["keep_commitment", "record_milestone"])
def test_promise_of_a_draft_or_of_another_consultation_is_not_found(name):
    draft, elsewhere = promised(published=False), promised()
    client = signed_in(responder_of(draft.consultation))
    assert b"Say it is done" not in page_of(client, draft).content
    assert client.post(url_of(name, draft)).status_code == 404
    place = [draft.consultation.slug, elsewhere.pk]
    assert client.post(reverse(name, args=place)).status_code == 404
    assert client.get(url_of(name, draft)).status_code == 405


def new_promise(commitment, **typed):
    """The address at which an answer gets one promise more, and what is typed there."""
    url = reverse("make_commitment", args=[commitment.consultation.slug, commitment.response_id])
    words = {"what": "A second crossing", "due_on": "3 May 2099", "team": "Highways", **typed}
    return url, {f"new-{name}": value for name, value in words.items()}


def test_promise_added_to_a_public_answer_stands_there_with_its_date():
    commitment = promised()
    commitment.created_at = commitment.response.published_at
    commitment.save()
    client = signed_in(responder_of(commitment.consultation))
    assert b"Promise something more" in page_of(client, commitment).content
    page = client.post(*new_promise(commitment), follow=True)
    said = "It is promised in public, and everyone in the theme is told."
    assert [str(each) for each in page.context["messages"]] == [said]
    public = public_page(commitment)
    assert "A second crossing by 3 May 2099" in public
    assert public.count(", after the answer.") == 1
    assert "Highways." in public


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"what": " "}, "Say what you promise."),
        ({"due_on": ""}, "Say by when."),
        ({"due_on": "soon"}, "Write the date like 3 May 2027."),
        ({"due_on": "3 May 2020"}, "This day is over. Promise something for a day to come."),
    ],
)
def test_promise_with_a_fault_comes_back_with_what_is_wrong(typed, said):
    commitment = promised()
    client = signed_in(responder_of(commitment.consultation))
    page = client.post(*new_promise(commitment, **typed))
    words = page.content.decode()
    assert (page.status_code, words.count(said), "<title>Error:" in words) == (422, 2, True)
    assert commitment.response.commitments.count() == 1


@pytest.mark.parametrize("role", ["guest", "resident", *Role.values])
def test_promise_is_added_by_policymakers_alone(role):
    commitment = promised()
    if role == "guest":
        client = Client()
    else:
        client = signed_in(UserFactory() if role == "resident" else staff(commitment.consultation, role))
    status = client.post(*new_promise(commitment)).status_code
    added = commitment.response.commitments.count() - 1
    assert (status, added) == ((302, 1) if role == Role.RESPONDER else (403, 0))


def test_promise_is_not_added_to_a_draft_or_elsewhere():
    draft, elsewhere = promised(published=False), promised()
    client = signed_in(responder_of(draft.consultation))
    assert b"Promise something more" not in page_of(client, draft).content
    assert client.post(*new_promise(draft)).status_code == 404
    place = [draft.consultation.slug, elsewhere.response_id]
    assert client.post(reverse("make_commitment", args=place)).status_code == 404
    assert client.get(new_promise(draft)[0]).status_code == 405


def test_page_of_a_published_answer_takes_as_many_queries_with_three_promises():
    commitment = promised()
    client = signed_in(responder_of(commitment.consultation))
    page_of(client, commitment)
    with CaptureQueriesContext(connection) as one:
        page_of(client, commitment)
    for number in range(2):
        more = commitment.response.commitments.create(what=f"Promise {number}", due_on=today())
        more.milestones.create(what="Step", due_on=today())
    with CaptureQueriesContext(connection) as three:
        page_of(client, commitment)
    assert len(one) == len(three)
