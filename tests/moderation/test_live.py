"""What a moderator's page hears of a case: who is at it and where it stands, never a word of anybody."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from consult.clock import now
from moderation.enums import CaseState
from moderation.live import standing
from tests.factories.moderation import CaseFactory, FlagFactory, moderator_of
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db


def frame(case, kind):
    return standing(SimpleNamespace(kind=kind, target_id=case.pk), "en")


@pytest.mark.parametrize(
    ("fields", "kind", "words"),
    [
        ({}, "case.released", "free"),
        ({"reports": 2}, "case.released", "2 reports"),
        ({"state": CaseState.DECIDED}, "case.decided", "decided"),
        ({"state": CaseState.CLOSED}, "case.closed", "closed"),
        ({}, "case.opened", None),
        ({}, "case.reported", None),
    ],
)
def test_frame_says_where_a_case_stands(fields, kind, words):
    ended = {"closed_at": now()} if "state" in fields else {}
    assert frame(CaseFactory(**fields, **ended), kind) == words


def test_frame_of_a_held_case_names_its_holder_and_nothing_else():
    case = FlagFactory(
        case__contribution=CommentFactory(public_text="CANARY-TEXT"), text="CANARY-REPORT"
    ).case
    case.held_by = moderator_of(case.consultation, display_name="Maya")
    case.held_until = now() + timedelta(minutes=5)
    case.save()
    html = frame(case, "case.held")
    assert html.endswith("held by Maya")
    assert "CANARY" not in html
    assert case.contribution.participant.public_name not in html


def test_frame_of_a_case_that_is_gone_says_nothing():
    assert standing(SimpleNamespace(kind="case.held", target_id=10**9), "en") is None
