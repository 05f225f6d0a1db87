"""One case on its page: taking it, checking the notice, deciding and opening the next, undoing."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from consult.clock import now
from moderation.enums import CaseState, Effect
from moderation.models import Case, Decision
from proposals.actions.edits import edit_contribution
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(opened_at=now() - timedelta(minutes=10))


@pytest.fixture
def moderator(case, client):
    user = moderator_of(case.consultation)
    client.force_login(user)
    return user


def typed(case, **more):
    rule = HouseRuleFactory(consultation=case.consultation, number=1, key=uuid.uuid4())
    words = {"effect": "hide", "rule": rule.pk, "facts": "CANARY-FACTS", "found_by": "report", "days": 3}
    return words | {"version": case.version} | more


def decide(client, case, query="", **more):
    return client.post(reverse("decide_case", args=[case.pk]) + query, typed(case, **more))


def test_page_chooses_nothing_beforehand(client, case, moderator):
    page = client.get(case.get_absolute_url()).content.decode()
    assert 'name="effect" value="hide"' in page
    assert "checked" not in page


def test_claim_and_release_by_form(client, case, moderator):
    client.post(reverse("claim_case", args=[case.pk]))
    page = client.get(case.get_absolute_url()).content.decode()
    assert "held by you until" in page
    client.post(reverse("release_case", args=[case.pk]))
    case.refresh_from_db()
    assert case.held_by is None


def test_deciding_opens_the_next_case_held_and_offers_undo(client, case, moderator):
    following = CaseFactory(contribution=CommentFactory(root=case.contribution.root))
    answer = decide(client, case, query="?view=all")
    assert answer.url == f"{following.get_absolute_url()}?view=all"
    following.refresh_from_db()
    assert following.held_by == moderator
    decision = Decision.objects.get()
    page = client.get(answer.url).content.decode()
    assert reverse("undo_decision", args=[decision.pk]) in page
    back = client.post(reverse("undo_decision", args=[decision.pk]))
    assert back.url == case.get_absolute_url()
    case.contribution.refresh_from_db()
    assert case.contribution.state == "visible"


def test_next_case_is_not_one_that_somebody_else_holds(client, case, moderator):
    root = case.contribution.root
    other = moderator_of(case.consultation)
    later = now() + timedelta(minutes=5)
    CaseFactory(contribution=CommentFactory(root=root), held_by=other, held_until=later)
    free = CaseFactory(contribution=CommentFactory(root=root))
    assert decide(client, case).url == free.get_absolute_url()


def test_last_case_leads_back_to_the_queue(client, case, moderator):
    answer = client.post(reverse("decide_case", args=[case.pk]), typed(case), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("moderation")
    assert "Nothing else waits here." in answer.content.decode()


def test_check_shows_the_letter_and_decides_nothing(client, case, moderator):
    answer = decide(client, case, check="1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Your comment was hidden" in page
    assert page.count("CANARY-FACTS") == 2
    assert Decision.objects.count() == 0
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_check_by_htmx_answers_with_the_preview_alone(client, case, moderator):
    path = reverse("decide_case", args=[case.pk])
    answer = client.post(path, typed(case, check="1"), HTTP_HX_REQUEST="true").content.decode()
    assert answer.startswith('<section class="notice-preview" id="notice-preview"')
    wrong = client.post(path, typed(case, check="1", facts=""), HTTP_HX_REQUEST="true")
    assert (wrong.status_code, "Say what in the text breaks the rule." in wrong.content.decode()) == (
        200,
        True,
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"facts": ""}, "Say what in the text breaks the rule."),
        ({"rule": ""}, "Choose the rule, or name the law, that the text breaks."),
        ({"rule": "999999"}, "Choose one of the rules of this consultation."),
        ({"effect": ""}, "Choose a decision."),
        ({"effect": "delete"}, "Choose a decision that this case can have."),
        ({"effect": "redact", "passages": "nowhere"}, "is not in the text."),
    ],
)
def test_incomplete_form_comes_back_with_what_was_typed(client, case, moderator, words, message):
    answer = decide(client, case, **words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert ("CANARY-FACTS" in page) == ("facts" not in words)
    assert Decision.objects.count() == 0


def test_second_moderator_is_told_and_keeps_the_words(client, case, moderator):
    sent = typed(case)
    decide(client, case, effect="keep")
    client.force_login(moderator_of(case.consultation))
    answer = client.post(reverse("decide_case", args=[case.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This case has been decided meanwhile." in page
    assert "CANARY-FACTS" in page
    assert [d.effect for d in Decision.objects.all()] == [Effect.KEEP]


def test_after_an_edit_the_same_words_can_be_sent_again(client, case, moderator):
    sent = typed(case)
    author = case.contribution.participant.user
    edit_contribution(by=author, contribution=case.contribution, body="Kinder words.")
    answer = client.post(reverse("decide_case", args=[case.pk]), sent)
    assert answer.status_code == 409
    assert "The author has changed this text since." in answer.content.decode()
    version = answer.context["form"]["version"].value()
    assert client.post(reverse("decide_case", args=[case.pk]), sent | {"version": version}).status_code == 302
    case.contribution.refresh_from_db()
    assert case.contribution.public_text == "Kinder words."


def test_newer_version_is_opened_by_a_button(client, case, moderator):
    author = case.contribution.participant.user
    edit_contribution(by=author, contribution=case.contribution, body="Ruder words.")
    answer = client.post(reverse("newer_case", args=[case.pk]))
    newer = Case.objects.get(revision__number=2)
    assert answer.url == newer.get_absolute_url()


def test_own_text_says_why_there_is_no_form(client, case):
    author = case.contribution.participant.user
    author.memberships.create(consultation=case.consultation, role="moderator", accepted_at=now())
    client.force_login(author)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "You wrote this text. Another moderator has to decide." in page
    assert 'id="decision"' not in page


def test_typed_html_is_text(client, moderator, case):
    comment = CommentFactory(root=case.contribution.root, public_text="<img src=x onerror=alert(1)> **bold**")
    other = CaseFactory(contribution=comment)
    page = client.get(other.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "<strong>bold</strong>" in page
