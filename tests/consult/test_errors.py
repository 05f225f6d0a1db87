"""One refusal reads the same on a page, in a fragment, in the API and on a socket."""

import json

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consult.errors import Busy, Invalid, Refused, Stale, frame_for, headers_for, problem_for

CASES = [
    (Refused("phase_closed", "The vote is over."), 403, "phase_closed", None),
    (Refused("too_often", "Wait.", status=429, retry_after=12), 429, "too_often", "12"),
    (Invalid({"title": ["Too short."]}), 422, "invalid", None),
    (Stale(), 409, "stale", None),
    (Busy(), 503, "busy", "5"),
]


@pytest.mark.parametrize("refusal, status, code, retry_after", CASES)
def test_problem_carries_status_code_and_reason(refusal, status, code, retry_after):
    response = problem_for(refusal)
    content = json.loads(response.content)
    assert response.status_code == content["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response.get("Retry-After") == retry_after
    assert (content["code"], content["detail"]) == (code, str(refusal.reason))


@pytest.mark.parametrize("refusal, status, code, retry_after", CASES)
def test_frame_carries_code_and_reason(refusal, status, code, retry_after):
    assert frame_for(refusal, topic="thread:1") == {
        "type": "error",
        "code": code,
        "reason": str(refusal.reason),
        "topic": "thread:1",
    }


def test_invalid_problem_names_each_field():
    content = json.loads(problem_for(Invalid({"title": ["Too short."], "": ["No."]})).content)
    assert content["fields"] == {"title": ["Too short."], "": ["No."]}


def test_invalid_as_text_names_field_and_problem():
    assert str(Invalid({"title": ["Too short."]})) == "title: Too short."


def test_reason_is_told_in_the_language_of_the_reader():
    refusal = Refused("phase", _("Monday"))
    with translation.override("fr"):
        assert frame_for(refusal)["reason"] == "lundi"


def test_headers_without_wait_name_none():
    assert headers_for(Stale()) == {"Cache-Control": "no-store"}
