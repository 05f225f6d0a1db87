"""The public record: counts by rule and effect, once undoing is over, without a text or a name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now
from moderation.enums import Effect, Outcome
from moderation.figures import record_of
from moderation.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory()


def decided(consultation, rule, minutes=10, **fields):
    """A decision that took as many minutes as it is old."""
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    then = now() - timedelta(minutes=minutes)
    case = CaseFactory(
        contribution=CommentFactory(root=root, public_text="CANARY-TEXT"),
        state="decided",
        closed_at=then,
        opened_at=then - timedelta(minutes=minutes),
    )
    return DecisionFactory(case=case, rule=rule, decided_at=then, facts="CANARY-FACTS", **fields)


def test_rows_and_sums_add_up(consultation):
    first = HouseRuleFactory(consultation=consultation, number=1)
    second = HouseRuleFactory(consultation=consultation, number=2, texts={"en": "Stay on the subject."})
    for _each in range(3):
        decided(consultation, first)
    decided(consultation, second)
    decided(consultation, None, effect=Effect.KEEP)
    decided(consultation, None, law="Section 4")
    decided(ConsultationFactory(), HouseRuleFactory())
    record = record_of([consultation])
    assert record.decisions == 6
    assert record.effects == [Effect.KEEP, Effect.HIDE]
    assert record.counts_in_rows == [
        ("1. Talk about the proposal, not the person.", [0, 3], 3),
        ("2. Stay on the subject.", [0, 1], 1),
        ("No rule broken", [1, 0], 1),
        ("Section 4", [0, 1], 1),
    ]
    assert record.sums == [1, 5]
    assert record.median_minutes == 10


def test_undone_and_fresh_decisions_are_not_counted(consultation):
    rule = HouseRuleFactory(consultation=consultation)
    decided(consultation, rule, minutes=0.1)
    decided(consultation, rule, undone_at=now(), undone_by=UserFactory())
    decided(consultation, rule)
    assert record_of([consultation]).decisions == 1


def test_appeals_and_reversals_are_counted(consultation):
    rule = HouseRuleFactory(consultation=consultation)
    waits, taken_back = (AppealFactory(decision=decided(consultation, rule)) for _n in range(2))
    Case.objects.filter(pk=waits.decision.case_id).update(state="appealed", closed_at=None)
    assert taken_back.outcome == ""
    AppealFactory(
        decision=decided(consultation, rule),
        outcome=Outcome.REVERSED,
        reasons="Fair.",
        decided_by=UserFactory(),
        decided_at=now(),
    )
    record = record_of([consultation])
    assert (record.appeals, record.reversed, record.appeals_waiting) == (3, 1, 1)


def test_page_and_api_show_no_text_facts_or_names(client, consultation):
    decision = decided(consultation, HouseRuleFactory(consultation=consultation))
    AppealFactory(decision=decision, text="CANARY-APPEAL")
    paths = [
        reverse("moderation_record", args=[consultation.slug]),
        reverse("moderation_records"),
        f"/api/v1/consultations/{consultation.slug}/moderation",
    ]
    names = (decision.decided_by.display_name, decision.case.contribution.participant.public_name)
    for path in paths:
        answer = client.get(path)
        words = answer.content.decode()
        assert answer.status_code == 200
        assert "CANARY" not in words
        assert [name for name in names if name in words] == []
        assert "Talk about the proposal" in words


def test_private_consultation_has_no_public_record(client):
    private = ConsultationFactory(invited_only=True)
    decided(private, HouseRuleFactory(consultation=private, texts={"en": "CANARY-PRIV"}))
    assert client.get(reverse("moderation_record", args=[private.slug])).status_code == 404
    assert client.get(f"/api/v1/consultations/{private.slug}/moderation").status_code == 404
    assert "CANARY-PRIV" not in client.get(reverse("moderation_records")).content.decode()


def test_record_costs_the_same_at_one_and_many_decisions(client, consultation):
    path = reverse("moderation_record", args=[consultation.slug])
    rule = HouseRuleFactory(consultation=consultation)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    decided(consultation, rule)
    client.get(path)
    one = cost()
    for _each in range(4):
        AppealFactory(decision=decided(consultation, rule))
    assert cost() == one
    assert one <= 15


def test_empty_record_says_what_will_be_here(client, consultation):
    page = client.get(reverse("moderation_record", args=[consultation.slug]))
    assert "No decisions yet." in page.content.decode()
