"""The author's page of reasons, the appeal on it, and the public record."""

import pytest
from django.urls import reverse

from moderation.actions.decisions import decide_case
from moderation.enums import CaseState, Effect
from moderation.models import Appeal, Case
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import AppealFactory, CaseFactory, DecisionFactory, moderator_of
from tests.factories.proposals import CommentFactory, GuestParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision():
    case = CaseFactory(contribution=CommentFactory(public_text="CANARY-OWN words"))
    return decide_case(
        by=moderator_of(case.consultation),
        case=case,
        version=case.version,
        effect=Effect.HIDE,
        rule=HouseRuleFactory(consultation=case.consultation, number=1),
        facts="It is about a person.",
    )


def author_of(decision):
    return decision.case.contribution.participant.user


def test_author_reads_rule_facts_effect_source_and_appeal(client, decision):
    client.force_login(author_of(decision))
    page = client.get(decision.get_absolute_url())
    words = page.content.decode()
    for part in [
        "Your comment was hidden",
        "1. Talk about the proposal",
        "It is about a person.",
        "CANARY-OWN",
    ]:
        assert part in words
    assert "Appeal against this decision" in words
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"


def test_moderators_name_is_not_told_to_the_author(client, decision):
    client.force_login(author_of(decision))
    assert decision.decided_by.display_name not in client.get(decision.get_absolute_url()).content.decode()


def test_page_is_not_there_for_others_or_with_a_wrong_key(client, decision):
    path = decision.get_absolute_url()
    other = DecisionFactory()
    key = other.keyed_url().partition("?")[2]
    assert [client.get(p).status_code for p in (path, path + "?key=x", f"{path}?{key}")] == [404, 404, 404]
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


def test_author_appeals_and_another_moderator_restores(client, decision):
    client.force_login(author_of(decision))
    path = reverse("appeal", args=[decision.pk])
    page = client.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")  # else the form is refused
    assert client.post(path, {"text": ""}).status_code == 422
    answer = client.post(path, {"text": "I spoke of the plan."}, follow=True)
    assert "Your appeal is with us." in answer.content.decode()
    client.force_login(moderator_of(decision.consultation))
    case = Case.objects.get(pk=decision.case_id)
    assert "I spoke of the plan." in client.get(case.get_absolute_url()).content.decode()
    sent = {"outcome": "reversed", "reasons": "It is on topic.", "version": case.version}
    assert client.post(reverse("decide_appeal", args=[case.pk]), sent | {"reasons": ""}).status_code == 422
    assert client.post(reverse("decide_appeal", args=[case.pk]), sent).status_code == 302
    assert Contribution.objects.get(pk=case.contribution_id).state == "visible"


def test_first_decider_sees_why_they_cannot_decide_the_appeal(client, decision):
    AppealFactory(decision=decision)
    Case.objects.filter(pk=decision.case_id).update(state=CaseState.APPEALED, closed_at=None)
    client.force_login(decision.decided_by)
    page = client.get(decision.case.get_absolute_url()).content.decode()
    assert "You made the decision, so somebody else has to look at the appeal." in page
    sent = {"outcome": "upheld", "reasons": "No.", "version": 2}
    assert client.post(reverse("decide_appeal", args=[decision.case_id]), sent).status_code == 403


def test_stale_appeal_form_keeps_what_was_typed(client, decision):
    AppealFactory(decision=decision)
    Case.objects.filter(pk=decision.case_id).update(state=CaseState.APPEALED, closed_at=None, version=7)
    client.force_login(moderator_of(decision.consultation))
    sent = {"outcome": "upheld", "reasons": "CANARY-REASONS", "version": 2}
    answer = client.post(reverse("decide_appeal", args=[decision.case_id]), sent)
    assert answer.status_code == 409
    assert "CANARY-REASONS" in answer.content.decode()
    assert (
        client.post(reverse("decide_appeal", args=[decision.case_id]), sent | {"version": 7}).status_code
        == 302
    )


def test_case_without_an_appeal_has_none_to_decide(client, decision):
    client.force_login(moderator_of(decision.consultation))
    assert client.post(reverse("decide_appeal", args=[decision.case_id]), {}).status_code == 404


def test_suspended_author_appeals_by_the_link_of_the_letter(client, decision):
    person = author_of(decision)
    person.is_active = False
    person.save()
    path = decision.keyed_url().replace("/?", "/appeal/?")
    answer = client.post(path, {"text": "Please look again."})
    assert client.get(answer.url).status_code == 200
    assert Appeal.objects.get().appellant == decision.case.contribution.participant


def test_guest_reads_and_appeals_from_their_own_session(client, decision):
    guest = GuestParticipantFactory(consultation=decision.consultation)
    Contribution.objects.filter(pk=decision.case.contribution_id).update(participant=guest)
    session = client.session
    session["participations"] = {str(decision.consultation_id): guest.pk}
    session.save()
    assert client.get(decision.get_absolute_url()).status_code == 200
    assert client.post(reverse("appeal", args=[decision.pk]), {"text": "Again, please."}).status_code == 302


def test_own_page_shows_the_decision_on_the_line(client, decision):
    client.force_login(author_of(decision))
    page = client.get(reverse("mine")).content.decode()
    assert decision.get_absolute_url() in page
    assert "Your comment was hidden" in page
