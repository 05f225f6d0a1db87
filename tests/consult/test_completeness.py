"""What keeps a consultation from opening, and whom later steps will need."""

from datetime import timedelta

import pytest

from consult.clock import now
from consult.completeness import faults_of, missing_for_opening, missing_people
from consult.editions import Edition, PhaseEdition, QuestionEdition
from consult.enums import Role
from tests.factories.consult import PROMISE, ConsultationFactory, MembershipFactory


def phase(opens=0, closes=1, allows=("vote",)):
    at = now()
    return PhaseEdition(
        key="k",
        kind="discussion",
        opens_at=None if opens is None else at + timedelta(days=opens),
        closes_at=at + timedelta(days=closes),
        allows=list(allows),
        titles={"en": "Discussion"},
    )


def edition(**parts):
    words = {"promises": {"en": dict(PROMISE)}, "decided_by": {"en": "The committee"}}
    whole = {"facts": {"answer_due_on": now().date()}, "words": words, "phases": [phase()]}
    return Edition(slug="s", source_language="en", **{**whole, **parts})


def question(key, kind="open", choices=()):
    return QuestionEdition(key=key, kind=kind, texts={"en": f"Which {key}?"}, choices=list(choices))


def test_a_complete_edition_lacks_nothing():
    assert missing_for_opening(edition()) == []


@pytest.mark.parametrize("part", list(PROMISE))
def test_each_part_of_the_promise_is_asked_for(part):
    words = {**edition().words, "promises": {"en": {**PROMISE, part: "  "}}}
    assert [code for code, _text in missing_for_opening(edition(words=words))] == [f"promise_{part}"]


@pytest.mark.parametrize(
    "parts, codes",
    [
        ({"phases": [phase(opens=None)]}, ["phase_undated"]),
        ({"phases": [phase(opens=3, closes=2)]}, ["phase_backwards"]),
        ({"questions": [question("a", "closed", [{"value": "x"}])]}, ["question_unchoosable"]),
        ({"questions": [question("a", "demographic")]}, ["question_unchoosable"]),
        ({"questions": [question("a"), question("a")]}, ["question_twice"]),
        ({"questions": [question("a"), question("b")]}, []),
    ],
)
def test_faults_are_named(parts, codes):
    assert [code for code, _text in faults_of(edition(**parts))] == codes


@pytest.mark.django_db
def test_missing_people_come_off_the_list_one_by_one():
    consultation = ConsultationFactory()
    expected = ["second_moderator", "second_coder", "responder"]
    for role, more in [(Role.MODERATOR, 2), (Role.ANALYST, 2), (Role.RESPONDER, 1)]:
        codes = [code for code, _text in missing_people(consultation)]
        assert [code for code in codes if code in expected] == expected
        for _each in range(more):
            MembershipFactory(consultation=consultation, role=role)
        expected = expected[1:]
    assert {code for code, _text in missing_people(consultation)}.isdisjoint(
        ["second_moderator", "second_coder", "responder"]
    )
