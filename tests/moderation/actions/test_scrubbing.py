"""Erasing somebody takes their words out of moderation; opening a consultation takes all of its rehearsal."""

import pytest

from consult.enums import ConsultationState
from consult.models import Consultation
from consult.signals import consultation_opening
from moderation.models import Appeal, Case, Decision, Flag
from proposals.actions.erasure import erase_participant
from proposals.models import Contribution
from tests.factories.moderation import AppealFactory, CaseFactory, FlagFactory

pytestmark = pytest.mark.django_db


def test_words_of_an_erased_author_and_words_that_may_quote_them_go():
    decision = AppealFactory().decision
    case = decision.case
    FlagFactory(case=case, text="It says: CANARY")
    erase_participant(participant=case.contribution.participant, by=None)
    decision.refresh_from_db()
    appeal = Appeal.objects.get()
    assert (decision.facts, appeal.text, Flag.objects.get().text) == ("", "", "")
    assert (decision.rule_id is not None, decision.effect) == (True, "hide")
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_reports_of_an_erased_person_stay_without_words_or_account():
    flag = FlagFactory()
    erase_participant(participant=flag.participant, by=None)
    flag.refresh_from_db()
    assert (flag.text, flag.user) == ("", None)
    assert Case.objects.get().state == "open"


def test_keeping_words_keeps_the_facts():
    decision = AppealFactory().decision
    erase_participant(participant=decision.case.contribution.participant, by=None, keep_words=True)
    decision.refresh_from_db()
    assert decision.facts != ""


def test_nothing_of_a_rehearsal_stays_when_a_consultation_opens():
    decision = AppealFactory().decision
    FlagFactory(case=decision.case)
    other = CaseFactory()
    decision.consultation.state = ConsultationState.REHEARSAL
    consultation_opening.send(sender=Consultation, consultation=decision.consultation)
    assert list(Case.objects.all()) == [other]
    assert [m.objects.count() for m in (Flag, Decision, Appeal)] == [0, 0, 0]
    assert Contribution.objects.filter(consultation=decision.consultation).exists() is False


def test_opening_again_deletes_nothing():
    case = AppealFactory().decision.case
    consultation_opening.send(sender=Consultation, consultation=case.consultation)
    assert (Case.objects.count(), Decision.objects.count(), Appeal.objects.count()) == (1, 1, 1)
