"""Promises of an answer: made, kept, and the steps towards them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from consult.actions.notices import send_due_notices
from consult.clock import now, today
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Notice
from proposals.actions.erasure import erase_participant
from proposals.themes.actions import (
    keep_commitment,
    make_commitment,
    record_milestone,
    tell_of_commitment,
)
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import (
    OfficialResponseFactory,
    ThemeAssignmentFactory,
    ThemeReportFactory,
    analyst_of,
    responder_of,
)

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


def answered_theme(published=True):
    """The answer to a theme in which two people wrote, and the policymaker who gives it."""
    response = OfficialResponseFactory(published_at=now() if published else None)
    ThemeReportFactory(run=response.theme.codebook.run)
    for number in range(2):
        author = ParticipantFactory(consultation=response.consultation, user__email=f"r{number}@example.org")
        ThemeAssignmentFactory(
            theme=response.theme,
            contribution=ProposalFactory(author=author, public_text="Our way."),
        )
    return response, responder_of(response.consultation)


def promise_on(response, by, **fields):
    due_on = today() + timedelta(days=30)
    return make_commitment(by=by, response=response, **{"what": "A crossing", "due_on": due_on, **fields})


@pytest.mark.parametrize("published", [False, True])
def test_promise_is_told_by_a_task_when_its_answer_is_public_already(published):
    response, by = answered_theme(published)
    commitment = promise_on(response, by)
    queued = [(each.task_path, each.args_kwargs["args"]) for each in DBTaskResult.objects.all()]
    assert queued == (
        [("proposals.themes.tasks.tell_of_commitment", [commitment.pk, "theme_promised"])]
        if published
        else []
    )
    assert list(LogEntry.objects.values_list("act", flat=True)) == ["commitment.made"]
    assert (commitment.added_on is not None) is published


def test_promise_after_the_answer_is_told_to_everyone_in_the_theme_once():
    response, by = answered_theme()
    commitment = promise_on(response, by, team="Highways")
    assert [tell_of_commitment(commitment_id=commitment.pk) for _each in range(2)] == [2, 2]
    send_due_notices()
    assert sorted(each.to for each in mail.outbox) == [["r0@example.org"], ["r1@example.org"]]
    letter = mail.outbox[0]
    assert letter.subject.startswith("A new promise: “")
    for words in ("A crossing", "Highways", "Our way.", f"#answer-{response.theme_id}"):
        assert words in letter.body
    assert set(Notice.objects.values_list("kind", "target_id")) == {("theme_promised", commitment.pk)}


def test_promise_is_not_told_to_whoever_was_erased():
    response, by = answered_theme()
    erase_participant(participant=ParticipantFactory._meta.model.objects.order_by("pk").first(), by=None)
    assert tell_of_commitment(commitment_id=promise_on(response, by).pk) == 1


def test_promise_made_twice_stands_once():
    response, by = answered_theme()
    promise_on(response, by)
    with pytest.raises(Invalid) as invalid:
        promise_on(response, by, what=" A  crossing ")
    assert invalid.value.fields == {"what": ["This stands there already."]}
    assert response.commitments.count() == 1


def test_promise_in_a_public_answer_is_for_a_day_to_come():
    response, by = answered_theme()
    with pytest.raises(Invalid) as invalid:
        promise_on(response, by, due_on=today() - timedelta(days=1))
    assert list(invalid.value.fields) == ["due_on"]
    assert promise_on(response, by, due_on=today()).due_on == today()


def test_promise_made_while_somebody_publishes_the_answer_is_told():
    response, by = answered_theme(published=False)
    type(response).objects.update(published_at=now())
    promise_on(response, by)
    assert DBTaskResult.objects.count() == 1
