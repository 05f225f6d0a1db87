"""Templates for reasons: with gaps, which a decision must fill."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult.errors import Invalid, Refused
from moderation.actions.decisions import decide_case
from moderation.actions.reason_templates import retire_template, write_template
from moderation.enums import Effect
from moderation.models import Decision, ReasonTemplate
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of, staff_of

pytestmark = pytest.mark.django_db

WORDS = "“___” is aimed at ___, not at the proposal."


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def rule(case):
    return HouseRuleFactory(consultation=case.consultation, number=1)


@pytest.fixture
def moderator(case):
    return moderator_of(case.consultation)


@pytest.fixture
def template(case, moderator, rule):
    return write_template(by=moderator, consultation=case.consultation, name="Insult", text=WORDS, rule=rule)


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("", WORDS, "name"),
        ("Rude", "It is rude.", "text"),
        ("Rude", "___" * 400, "text"),
        ("Insult", WORDS, "name"),
    ],
)
def test_template_needs_a_name_of_its_own_and_a_gap(case, moderator, template, name, text, field):
    with pytest.raises(Invalid) as invalid:
        write_template(by=moderator, consultation=case.consultation, name=name, text=text)
    assert list(invalid.value.fields) == [field]
    assert ReasonTemplate.objects.count() == 1


def test_database_refuses_a_template_without_a_gap(template):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReasonTemplate.objects.filter(pk=template.pk).update(text="It is rude.")


@pytest.mark.parametrize("role", ["owner", "analyst", "responder", "invited"])
def test_only_moderators_write_and_retire_templates(case, template, role):
    person = staff_of(case.consultation, role)
    with pytest.raises(Refused):
        write_template(by=person, consultation=case.consultation, name="Mine", text=WORDS)
    with pytest.raises(Refused):
        retire_template(by=person, template=template)
    assert ReasonTemplate.objects.in_use().count() == 1


@pytest.mark.parametrize("facts", [WORDS, "“Thick” is aimed at ___, not at the proposal.", "____"])
def test_decision_with_an_empty_gap_cannot_be_made(case, moderator, rule, facts):
    with pytest.raises(Invalid) as invalid:
        decide_case(by=moderator, case=case, version=1, effect=Effect.HIDE, rule=rule, facts=facts)
    assert invalid.value.fields == {"facts": ["Fill the gaps of the template with the facts of this case."]}
    assert Decision.objects.count() == 0


def test_words_come_into_the_facts_with_the_rule_and_decide_nothing(client, case, moderator, rule, template):
    client.force_login(moderator)
    sent = {"effect": "hide", "facts": "So far.", "template": template.pk, "use": "1", "version": 1}
    answer = client.post(reverse("decide_case", args=[case.pk]), sent)
    form = answer.context["form"]
    assert (answer.status_code, form["facts"].value()) == (200, f"So far. {WORDS}")
    assert (form["rule"].value(), form["effect"].value(), form.errors) == (rule.pk, "hide", {})
    assert Decision.objects.count() == 0
    for unknown in ("", "x", "9" * 40, str(template.pk + 1)):
        answer = client.post(reverse("decide_case", args=[case.pk]), sent | {"template": unknown})
        assert answer.context["form"]["facts"].value() == "So far."


def test_page_adds_and_retires_for_moderators_of_the_consultation_alone(client, case, moderator, template):
    address = reverse("reason_templates", args=[case.consultation.slug])
    client.force_login(moderator)
    assert WORDS in client.get(address).content.decode()
    assert client.post(address, {"name": "Repeat", "text": "No gap."}).status_code == 422
    assert client.post(address, {"name": "Repeat", "text": "See ___ above."}).status_code == 302
    client.post(reverse("retire_reason_template", args=[template.pk]))
    assert [each.name for each in ReasonTemplate.objects.in_use()] == ["Repeat"]
    client.force_login(moderator_of(ConsultationFactory()))
    assert client.get(address).status_code == 403
    assert client.post(reverse("retire_reason_template", args=[template.pk])).status_code == 404
