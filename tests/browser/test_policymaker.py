"""A policymaker's way: answer a theme; everybody in it hears of it and finds it beside their own words."""

import pytest

from consult.actions.notices import send_due_notices
from proposals.themes.actions import tell_authors
from proposals.themes.models import OfficialResponse
from tests.browser.findings import barriers, sign_in
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    publish_findings,
    responder_of,
)

pytestmark = [pytest.mark.browser]

OWN_WORDS = "My two walk to school along Mill Road."


def published_theme():
    """A published theme with one text; returns (theme, the person who wrote it)."""
    theme = ThemeFactory(name="Safe ways to school", submissions=1, people=1)
    text = ProposalFactory(consultation_of=theme.consultation, public_text=OWN_WORDS)
    ThemeAssignmentFactory(theme=theme, contribution=text)
    publish_findings(theme.consultation)
    return theme, text.participant.user


def test_policymaker_answers_a_theme_and_its_author_is_told(visit, page, site, mailoutbox):
    theme, author = published_theme()
    sign_in(page, site, responder_of(theme.consultation))
    visit("/responses/")
    page.get_by_role("link", name="Answer the themes").click()
    assert barriers(page) == []
    page.get_by_label("Accepted in part").check()
    page.get_by_label("What we will do").fill("We will run a school street twice a day.")
    page.get_by_label("Why, and what we did not take up").fill("The pavement is 1.2 m wide.")
    page.get_by_label("What", exact=True).fill("School street starts")
    page.get_by_label("By when").fill("2027-04-12")
    page.get_by_role("button", name="Publish and tell everyone").click()
    page.get_by_text("The answer is published. 1 person is told.").wait_for()
    tell_authors(response_id=OfficialResponse.objects.get().pk)
    send_due_notices()
    assert [letter.to for letter in mailoutbox] == [[author.email]]
    assert OWN_WORDS in mailoutbox[0].body
    sign_in(page, site, author)
    visit("/me/contributions/")
    page.get_by_role("link", name="The full answer and the reason").click()
    page.get_by_text("School street starts by 12 April 2027").wait_for()
    assert barriers(page) == []


def test_answer_without_a_reason_comes_back_with_what_was_typed(visit, page, site):
    theme, _author = published_theme()
    sign_in(page, site, responder_of(theme.consultation))
    visit.expected = ["422"]
    visit(f"/themes/{theme.consultation.slug}/responses/{theme.pk}/")
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("What we will do").fill("We will do it.")
    page.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("What we will do").input_value() == "We will do it."
    assert barriers(page) == []
