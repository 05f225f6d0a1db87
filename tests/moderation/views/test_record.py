"""The public record: counts by rule and effect, once undoing is over, without a text or a name."""

import csv
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now
from moderation.enums import Effect, Outcome
from moderation.figures import Times, record_of
from moderation.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, staff_of
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


def test_what_software_held_counts_as_automated_and_takes_no_time(consultation):
    rule = HouseRuleFactory(consultation=consultation)
    decided(consultation, rule)
    held = {"effect": Effect.HOLD, "until": now(), "found_by": "screening", "detected_automatically": True}
    decided(consultation, rule, **held, automated=True, decided_by=None)
    decided(consultation, rule, **held | {"found_by": "report", "detected_automatically": False})
    record = record_of([consultation])
    assert (record.decisions, record.automated, record.automated_share) == (2, 1, 50.0)
    assert record.times.median == 10


def test_median_and_ninth_tenth_of_the_times(consultation):
    rule = HouseRuleFactory(consultation=consultation)
    for minutes in range(10, 120, 10):
        decided(consultation, rule, minutes=minutes)
    assert record_of([consultation]).times == Times(60, 100)
    assert Times.of([7]) == Times(7, 7)
    assert Times.of([]) == Times(None, None)


def report(client, path, kind="csv"):
    answer = client.get(f"{path}?as={kind}")
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def test_files_hold_the_numbers_of_the_page_and_nothing_of_a_person(client, consultation):
    rule = HouseRuleFactory(consultation=consultation, number=1)
    decision = decided(consultation, rule)
    decided(consultation, rule, effect=Effect.KEEP, found_by="own")
    AppealFactory(
        decision=decision,
        text="CANARY-APPEAL",
        outcome=Outcome.REVERSED,
        reasons="CANARY-REASONS",
        decided_by=UserFactory(),
        decided_at=now(),
    )
    names = (decision.decided_by.display_name, decision.case.contribution.participant.public_name)
    for path in (reverse("moderation_report", args=[consultation.slug]), reverse("moderation_reports")):
        for kind in ("csv", "json"):
            words = report(client, path, kind)
            assert "CANARY" not in words
            assert [name for name in names if name in words] == []
    rows = list(csv.reader(report(client, path).splitlines()))
    year = str(now().year)
    rule_words = "1. Talk about the proposal, not the person."
    assert ["decisions", year, rule_words, "Hide", "a reader's report", "no", "1"] in rows
    assert ["decisions taken back on appeal", year, "", "", "", "", "1"] in rows
    assert ["minutes to a decision, median", year, "", "", "", "", "10"] in rows
    said = json.loads(report(client, path, "json"))
    assert (said["decisions"], said["by_effect"], said["by_year"][0]["appeals_reversed"]) == (
        2,
        {"keep": 1, "hide": 1},
        1,
    )


def test_files_of_a_private_consultation_are_not_there(client):
    private = ConsultationFactory(invited_only=True)
    decided(private, HouseRuleFactory(consultation=private, texts={"en": "CANARY-PRIV"}))
    assert client.get(reverse("moderation_report", args=[private.slug])).status_code == 404
    assert "CANARY-PRIV" not in report(client, reverse("moderation_reports"))


def test_rule_that_a_spreadsheet_would_run_is_written_as_text(client, consultation):
    decided(consultation, None, law="=cmd()")
    rows = list(csv.reader(report(client, reverse("moderation_reports")).splitlines()))
    assert rows[1][2] == "'=cmd()"


REVERSALS = {"owner": 200, "moderator": 403, "analyst": 403, "resident": 403, "public": 403}


@pytest.mark.parametrize("who", REVERSALS)
def test_only_owners_see_reversals_by_moderator_and_rule(client, consultation, who):
    rule = HouseRuleFactory(consultation=consultation, number=1)
    decision = decided(consultation, rule)
    decided(consultation, rule, decided_by=decision.decided_by)
    AppealFactory(
        decision=decision,
        outcome=Outcome.REVERSED,
        reasons="Fair.",
        decided_by=UserFactory(),
        decided_at=now(),
    )
    if who != "public":
        client.force_login(UserFactory() if who == "resident" else staff_of(consultation, who))
    page = client.get(reverse("reversals", args=[consultation.slug]))
    assert page.status_code == REVERSALS[who]
    if who == "owner":
        name = decision.decided_by.display_name
        assert page.context["people"] == [(name, 2, 1, 1, 100)]
        assert page.context["by_rule"] == [("1. Talk about the proposal, not the person.", 2, 1, 1, 100)]
    else:
        assert decision.decided_by.display_name not in page.content.decode()
