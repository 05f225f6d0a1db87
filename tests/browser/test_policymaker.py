"""A policymaker's way: answer a theme; everybody in it hears of it and finds it beside their own words."""

import pytest

from proposals.themes import actions
from proposals.themes.models import OfficialResponse, OutcomeEdition
from tests.browser.findings import barriers, sign_in
from tests.factories.outcomes import send_all
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    analyst_of,
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


def write_answer(page):
    page.get_by_label("Accepted in part").check()
    page.get_by_label("What we will do").fill("We will run a school street twice a day.")
    page.get_by_label("Why, and what we did not take up").fill("The pavement is 1.2 m wide.")
    page.get_by_label("What", exact=True).fill("School street starts")
    page.get_by_label("By when").fill("2027-04-12")
    page.get_by_label("Who in it").fill("Prema Nairnside")
    page.get_by_role("button", name="Send for second check").click()
    page.get_by_text("The answer waits for a second person of the team to check it.").wait_for()


def check_answer(page, site, visit, theme):
    """A second policymaker reads it and lets it be published."""
    sign_in(page, site, responder_of(theme.consultation))
    visit(f"/themes/{theme.consultation.slug}/responses/")
    assert OfficialResponse.objects.get().state == "waiting"
    visit(f"/themes/{theme.consultation.slug}/responses/theme/{theme.pk}/")
    assert barriers(page) == []
    page.get_by_role("button", name="It may be published").click()
    page.get_by_text("Checked. It may be published.").wait_for()


def publish_all(page, visit):
    """Numbers and samples, a test letter to oneself, then the one act."""
    visit("/responses/")
    page.get_by_role("link", name="Publish and tell everyone").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Send me this letter").first.click()
    page.get_by_text("A test letter is on its way").wait_for()
    page.get_by_role("button", name="Publish all answers and tell everyone").click()
    page.get_by_text("This is under way.").wait_for()
    assert barriers(page) == []
    actions.prepare_outcomes(edition_id=OutcomeEdition.objects.get().pk)  # what a worker does
    page.get_by_role("heading", name="Who was told").wait_for()  # the page asks by itself
    assert barriers(page) == []


def test_policymaker_answers_with_a_second_check_and_the_author_says_it_is_not_what_they_meant(
    visit, page, site, mailoutbox
):
    theme, author = published_theme()
    sign_in(page, site, responder_of(theme.consultation))
    visit("/responses/")
    page.get_by_role("link", name="Answer the themes").click()
    assert barriers(page) == []
    write_answer(page)
    check_answer(page, site, visit, theme)
    publish_all(page, visit)
    mailoutbox.clear()
    send_all(1)
    assert [letter.to for letter in mailoutbox] == [[author.email]]
    assert OWN_WORDS in mailoutbox[0].body
    sign_in(page, site, author)
    visit("/me/contributions/")
    assert barriers(page) == []
    page.get_by_role("link", name="Partly").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Send").click()
    page.get_by_text("You said: partly.").wait_for()
    page.get_by_role("link", name="Not what I meant").click()
    assert barriers(page) == []
    page.get_by_label("None of these").check()
    page.get_by_label("In my own words").fill("I spoke of lorries.")
    page.get_by_role("button", name="Send it to the analysts").click()
    page.get_by_text("An analyst reads it.").first.wait_for()
    page.get_by_role("link", name="The full answer and the reason").click()
    page.get_by_text("School street starts by 12 April 2027").wait_for()
    assert barriers(page) == []
    sign_in(page, site, analyst_of(theme.consultation))
    visit(f"/themes/{theme.consultation.slug}/corrections/")
    assert barriers(page) == []
    page.get_by_role("button", name="Accept: move them").click()
    page.get_by_text("Decided. 1 person is told.").wait_for()


def test_answer_without_a_reason_comes_back_with_what_was_typed(visit, page, site):
    theme, _author = published_theme()
    sign_in(page, site, responder_of(theme.consultation))
    visit.expected = ["422"]
    visit(f"/themes/{theme.consultation.slug}/responses/theme/{theme.pk}/")
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("What we will do").fill("We will do it.")
    page.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("What we will do").input_value() == "We will do it."
    assert barriers(page) == []
