"""Answering the questions."""

import uuid

import pytest

from consult.enums import QuestionKind
from consult.errors import Invalid
from proposals.actions.questionnaires import submit_questionnaire
from proposals.enums import Consent, ContributionState
from proposals.models import Answer, Contribution, Submission
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    consultation = ConsultationFactory()
    words = QuestionFactory(consultation=consultation, key="why", required=True)
    choice = QuestionFactory(consultation=consultation, key="agree", closed=True)
    several = QuestionFactory(consultation=consultation, key="ways", closed=True, multiple=True)
    age = QuestionFactory(consultation=consultation, key="age", closed=True, kind=QuestionKind.DEMOGRAPHIC)
    return consultation, words, choice, several, age


def send(consultation, answers, **more):
    fields = {"consent": Consent.UNNAMED, **more}
    return submit_questionnaire(by=UserFactory(), consultation=consultation, answers=answers, **fields)


def test_submit_questionnaire_is_one_submission_with_words_and_choices(asked):
    consultation, words, choice, several, age = asked
    sent = send(consultation, {"why": "Because.", "agree": "yes", "ways": ["no", "yes"], "age": "yes"})
    assert Submission.objects.count() == 1
    assert [(c.question, c.public_text, c.state) for c in sent.contributions] == [
        (words, "Because.", ContributionState.VISIBLE)
    ]
    assert dict(Answer.objects.values_list("question__key", "values")) == {
        "agree": ["yes"],
        "ways": ["no", "yes"],
        "age": ["yes"],
    }
    assert len(sent.receipt) == 16


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({}, ["why"]),
        ({"why": "  "}, ["why"]),
        ({"why": "x" * 16_001}, ["why"]),
        ({"why": "Because.", "agree": "perhaps"}, ["agree"]),
        ({"why": "Because.", "agree": ["yes", "no"]}, ["agree"]),
        ({"agree": "perhaps", "ways": ["other"]}, ["why", "agree", "ways"]),
    ],
)
def test_submit_questionnaire_bad_answers_are_named_and_nothing_is_written(asked, answers, fields):
    with pytest.raises(Invalid) as invalid:
        send(asked[0], answers)
    assert list(invalid.value.fields) == fields
    assert (Submission.objects.count(), Contribution.objects.count(), Answer.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("consent", ["", "nonsense", Consent.WITHHELD])
def test_submit_questionnaire_missing_consent_is_withheld(asked, consent):
    sent = send(asked[0], {"why": "CANARY"}, consent=consent)
    assert sent.submission.consent == Consent.WITHHELD
    assert Contribution.objects.visible_to(UserFactory()).count() == 0


def test_submit_questionnaire_twice_with_one_client_id_is_one(asked):
    consultation, user, key = asked[0], UserFactory(), uuid.uuid4()
    sent = [
        submit_questionnaire(
            by=user, consultation=consultation, answers={"why": "Because."}, consent="", client_id=key
        )
        for _each in range(2)
    ]
    assert sent[0].receipt == sent[1].receipt
    assert Submission.objects.count() == 1


def test_submit_questionnaire_retired_question_is_not_asked(asked):
    from consult.clock import now

    consultation, words, *_rest = asked
    words.retired_at = now()
    words.save()
    sent = send(consultation, {"why": "Old question", "agree": "no"})
    assert sent.contributions == []
