"""Promises of an answer: made, kept, and the steps towards them."""

from datetime import date, timedelta

import pytest

from consult.clock import today
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from proposals.themes.actions import keep_commitment, make_commitment, record_milestone
from tests.factories.themes import OfficialResponseFactory, ThemeReportFactory, analyst_of, responder_of

pytestmark = pytest.mark.django_db


def promised(what="First counts", due_on=date(2026, 5, 3), **fields):
    """A promise and the policymaker who made it."""
    response = OfficialResponseFactory()
    ThemeReportFactory(run=response.theme.codebook.run)
    by = responder_of(response.consultation)
    return by, make_commitment(by=by, response=response, what=what, due_on=due_on, **fields)


def test_commitment_past_its_date_is_late_until_kept_and_stays_so_when_kept_late():
    by, commitment = promised(" First  counts ", team="Transport")
    assert (commitment.what, commitment.is_late) == ("First counts", True)
    keep_commitment(by=by, commitment=commitment, kept_on=date(2026, 5, 2))
    assert commitment.is_late is False
    keep_commitment(by=by, commitment=commitment, kept_on=date(2026, 5, 9))
    assert commitment.is_late is True


def test_next_check_of_a_commitment_is_its_first_milestone_not_reached():
    by, commitment = promised()
    for month, reached in ((1, date(2026, 1, 1)), (3, None), (2, None)):
        record_milestone(
            by=by, commitment=commitment, what="Step", due_on=date(2026, month, 1), reached_on=reached
        )
    assert commitment.next_check == date(2026, 2, 1)


def test_day_that_has_not_come_can_be_planned_for_and_not_reported():
    by, commitment = promised()
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Invalid) as invalid:
        keep_commitment(by=by, commitment=commitment, kept_on=tomorrow)
    assert invalid.value.fields == {"kept_on": ["This day has not come yet."]}
    with pytest.raises(Invalid) as invalid:
        record_milestone(by=by, commitment=commitment, what="x", due_on=tomorrow, reached_on=tomorrow)
    assert invalid.value.fields == {"reached_on": ["This day has not come yet."]}
    keep_commitment(by=by, commitment=commitment, kept_on=today())
    record_milestone(by=by, commitment=commitment, what="x", due_on=tomorrow)
    assert list(LogEntry.objects.order_by("number").values_list("act", flat=True)) == [
        "commitment.made",
        "commitment.kept",
        "milestone.recorded",
    ]


@pytest.mark.parametrize(
    "field, typed", [("what", {"what": " "}), ("what", {"what": "x" * 241}), ("note", {"note": "x" * 2001})]
)
def test_milestone_with_a_bad_field_names_it(field, typed):
    by, commitment = promised()
    with pytest.raises(Invalid) as invalid:
        record_milestone(by=by, commitment=commitment, **{"what": "Step", "due_on": today(), **typed})
    assert list(invalid.value.fields) == [field]


def test_milestone_sent_twice_stands_once():
    by, commitment = promised()
    record_milestone(by=by, commitment=commitment, what="Step", due_on=today())
    with pytest.raises(Invalid):
        record_milestone(by=by, commitment=commitment, what=" Step ", due_on=today())
    assert commitment.milestones.count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda by, c: make_commitment(by=by, response=c.response, what="x", due_on=date(2027, 1, 1)),
        lambda by, c: keep_commitment(by=by, commitment=c, kept_on=date(2026, 1, 1)),
        lambda by, c: record_milestone(by=by, commitment=c, what="x", due_on=date(2026, 1, 1)),
    ],
    ids=["make", "keep", "step"],
)
def test_promises_are_for_policymakers(act):
    _by, commitment = promised()
    with pytest.raises(Refused) as refused:
        act(analyst_of(commitment.consultation), commitment)
    assert refused.value.code == "not_responder"
