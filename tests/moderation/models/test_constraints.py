"""The database itself refuses a decision without its fields, and an appeal decided by the same person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consult.clock import now
from moderation.enums import Effect, Outcome, Source
from moderation.models import Appeal, Case, Decision, Flag, Reviewer
from tests.factories.accounts import UserFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, FlagFactory

pytestmark = pytest.mark.django_db


def refused(write):
    """The name of the constraint that refuses a write, or nothing."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return str(error)
    return ""


HELD = {"effect": Effect.HOLD, "until": now() + timedelta(days=1)}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"rule": None}, "decision_names_a_rule"),
        ({"facts": ""}, "decision_states_facts"),
        ({"appeal_until": None}, "decision_says_how_to_appeal"),
        ({"effect": Effect.RESTRICT_AUTHOR}, "decision_says_until_when"),
        ({"effect": Effect.ASK_TO_EDIT}, "decision_says_until_when"),
        ({"effect": Effect.HOLD}, "decision_says_until_when"),
        ({"effect": Effect.REDACT}, "decision_says_what_is_redacted"),
        ({"decided_by": None}, "decision_by_person_or_software"),
        ({"automated": True, **HELD}, "decision_by_person_or_software"),
        ({"automated": True, "decided_by": None}, "decision_of_software_only_holds"),
        ({"effect": "vanish"}, "decision_uses_known_words"),
        ({"found_by": "rumour"}, "decision_uses_known_words"),
        ({"detected_automatically": True}, "decision_says_what_found_it"),
        ({"found_by": Source.SCREENING}, "decision_says_what_found_it"),
        ({"until": now() + timedelta(days=1)}, "decision_without_end_says_none"),
        ({"effect": Effect.TRANSFER}, "decision_says_where_to"),
        ({"released_at": now()}, "decision_released_was_a_hold"),
        ({"text_digest": ""}, "decision_seals_its_text"),
        ({"undone_at": now()}, "decision_undone_by_somebody"),
    ],
)
def test_decision_without_a_field_cannot_exist(fields, constraint):
    assert constraint in refused(lambda: DecisionFactory(**fields))
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"rule": None, "law": "Section 127 of the Communications Act 2003"},
        {"effect": Effect.KEEP, "rule": None, "facts": ""},
        {"effect": Effect.RESTRICT_AUTHOR, "until": now() + timedelta(days=3)},
        {"effect": Effect.REDACT, "redactions": [[0, 4]], "gaps": 1},
        {
            "effect": Effect.HOLD,
            "until": now() + timedelta(hours=4),
            "automated": True,
            "decided_by": None,
            "found_by": Source.SCREENING,
            "detected_automatically": True,
        },
        {"facts": "", "scrubbed_at": now()},
    ],
)
def test_complete_decision_can_exist(fields):
    assert refused(lambda: DecisionFactory(**fields)) == ""


def test_a_field_cannot_be_emptied_afterwards():
    decision = DecisionFactory()
    said = refused(lambda: Decision.objects.filter(pk=decision.pk).update(facts=""))
    assert "decision_states_facts" in said


def decided(appeal, by, **fields):
    values = {"outcome": Outcome.UPHELD, "reasons": "Read again.", "decided_at": now()} | fields
    return lambda: Appeal.objects.filter(pk=appeal.pk).update(decided_by=by, **values)


def test_appeal_decided_by_the_first_decider_cannot_exist():
    appeal = AppealFactory()
    assert "appeal_decided_by_another" in refused(decided(appeal, appeal.first_decider))
    assert refused(decided(appeal, UserFactory())) == ""


def test_appeal_decided_by_an_adviser_on_the_first_decision_cannot_exist():
    advisers = [UserFactory() for _n in range(2)]
    listed = "".join(f",{user.pk}" for user in advisers) + ","
    appeal = AppealFactory(first_advisers=listed)
    for adviser in advisers:
        assert "appeal_decided_by_no_adviser" in refused(decided(appeal, adviser))
    assert refused(decided(appeal, UserFactory(pk=advisers[0].pk * 10 + 1_000_000))) == ""


def test_appeal_decided_without_reasons_or_person_cannot_exist():
    appeal = AppealFactory()
    assert "appeal_decided_with_reasons" in refused(decided(appeal, UserFactory(), reasons=""))
    assert "appeal_waits_or_is_decided" in refused(decided(appeal, None))


def test_appeal_is_decided_by_a_moderator_or_a_reviewer_and_never_by_both():
    appeal = AppealFactory()
    reviewer = Reviewer.objects.create(
        appeal=appeal, name="A. Judge", email="judge@example.org", invited_by=UserFactory()
    )
    assert "appeal_waits_or_is_decided" in refused(decided(appeal, UserFactory(), reviewer=reviewer))
    assert refused(decided(appeal, None, reviewer=reviewer)) == ""
    assert refused(lambda: _second_reviewer(reviewer)) != ""


def _second_reviewer(reviewer):
    Reviewer.objects.create(
        appeal=reviewer.appeal, name="B", email="b@example.org", invited_by=reviewer.invited_by
    )


def test_appeal_without_words_cannot_exist():
    assert "appeal_says_why" in refused(lambda: AppealFactory(text=""))


def test_a_version_has_one_case_and_a_person_one_report_of_it():
    flag = FlagFactory()
    assert refused(lambda: CaseFactory(contribution=flag.contribution)) != ""
    assert refused(lambda: FlagFactory(case=flag.case, participant=flag.participant)) != ""
    assert refused(lambda: FlagFactory(case=flag.case, participant=None, user=None)) == ""
    assert refused(lambda: FlagFactory(case=flag.case, participant=None, user=None)) == ""
    assert (Case.objects.count(), Flag.objects.count()) == (1, 3)
