"""What a model learns from: the last decision of people on each text, of this consultation alone."""

import random

import pytest

from consult.clock import now
from consult.errors import Refused
from consult.models import LogEntry
from moderation.actions.training import (
    ENOUGH,
    _examples,
    ask_for_training,
    learnable,
    queue_due_trainings,
    train_model,
)
from moderation.enums import Effect, Outcome
from moderation.models import Case, ScreeningModel
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, moderator_of
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db

LONG_AGO = now().replace(year=2020)


@pytest.fixture
def root():
    return ProposalFactory()


def decided(root, text, effect=Effect.HIDE, **fields):
    case = CaseFactory(
        contribution=CommentFactory(root=root, public_text=text), state="decided", closed_at=now()
    )
    rule = fields.pop("rule", root.consultation.house_rules.first())
    return DecisionFactory(case=case, effect=effect, rule=rule, decided_at=LONG_AGO, **fields)


def test_examples_are_final_decisions_of_people_with_the_rule_they_name(root):
    rule = HouseRuleFactory(consultation=root.consultation)
    decided(root, "hidden")
    decided(root, "kept", Effect.KEEP)
    decided(root, "against a law", rule=None, law="Section 4")
    AppealFactory(
        decision=decided(root, "taken back"),
        outcome=Outcome.REVERSED,
        reasons="Fair.",
        decided_by=UserFactory(),
        decided_at=now(),
    )
    decided(root, "undone", undone_at=now(), undone_by=UserFactory())
    decided(root, "erased", facts="", scrubbed_at=now())
    decided(root, "thread", Effect.LOCK_THREAD)
    decided(root, "held", Effect.HOLD, until=now())
    decided(ProposalFactory(), "elsewhere", rule=None, law="Section 4")
    texts, rules = _examples(root.consultation_id)
    assert [text.strip() for text in texts] == ["hidden", "kept", "against a law", "taken back"]
    assert rules == [rule.pk, 0, -1, 0]
    assert learnable(root.consultation_id).count() == 4


def test_last_decision_on_a_text_counts(root):
    HouseRuleFactory(consultation=root.consultation)
    first = decided(root, "again")
    DecisionFactory(
        case=Case.objects.get(pk=first.case_id), effect=Effect.KEEP, rule=None, decided_at=LONG_AGO
    )
    assert _examples(root.consultation_id)[1] == [0]


def test_too_few_decisions_make_no_model_and_start_no_task(root):
    HouseRuleFactory(consultation=root.consultation)
    decided(root, "hidden")
    assert train_model(consultation_id=root.consultation_id) is None
    assert queue_due_trainings() == 0
    assert not ScreeningModel.objects.exists()


def test_only_the_team_asks_for_training(root):
    for person, code in (
        (UserFactory(), "not_moderator"),
        (moderator_of(ProposalFactory().consultation), None),
    ):
        with pytest.raises(Refused) as refusal:
            ask_for_training(by=person, consultation=root.consultation)
        assert refusal.value.code == (code or "not_moderator")
    ask_for_training(by=moderator_of(root.consultation), consultation=root.consultation)
    assert LogEntry.objects.filter(act="screening.training_asked").count() == 1


@pytest.mark.slow
def test_five_hundred_decisions_make_a_version_and_fifty_more_the_next(root):
    rule = HouseRuleFactory(consultation=root.consultation, number=3)
    random_, moderator = random.Random(0), moderator_of(root.consultation)

    def decide(number):
        for place in range(number):
            words = random_.choices(["bus", "bridge", "school", "road", "light", "park"], k=8)
            rude = place % 3 == 0
            words += [random_.choice(["thick", "idiots", "morons"])] if rude else []
            effect, named = (Effect.HIDE, rule) if rude else (Effect.KEEP, None)
            decided(root, " ".join(words), effect, rule=named, decided_by=moderator)

    decide(ENOUGH - 1)
    assert queue_due_trainings() == 0
    decide(1)
    assert queue_due_trainings() == 1
    model = train_model(consultation_id=root.consultation_id)
    assert (model.version, model.decisions, model.held_back) == (1, ENOUGH, 100)
    assert model.precision == model.recall == 1.0
    assert queue_due_trainings() == 0
    decide(50)
    assert queue_due_trainings() == 1
    assert train_model(consultation_id=root.consultation_id).version == 2
    acts = LogEntry.objects.filter(act="screening.trained")
    assert [entry.details["version"] for entry in acts.order_by("number")] == [1, 2]
