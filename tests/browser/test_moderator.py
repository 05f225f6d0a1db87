"""Moderation by hand: a report without script, the queue by keyboard, the author's page and the appeal."""

from datetime import timedelta

import pytest

from consult.clock import now
from moderation.actions.decisions import decide_case
from moderation.enums import Effect
from moderation.models import Appeal, Case, Decision, Flag
from proposals.models import Contribution
from tests.browser.findings import barriers, sign_in
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = [pytest.mark.browser]

RUDE = "Some people are too thick to see it."


@pytest.fixture
def consultation(transactional_db):
    consultation = ConsultationFactory()
    HouseRuleFactory(consultation=consultation, number=1)
    HouseRuleFactory(consultation=consultation, number=2, texts={"en": "Stay on the subject."})
    return consultation


@pytest.fixture
def root(consultation):
    return ProposalFactory(author=ParticipantFactory(consultation=consultation), title="Fix the bus first")


def cases(root, number):
    """That many reported comments, the first waiting longest."""
    return [
        CaseFactory(
            contribution=CommentFactory(root=root, public_text=f"{RUDE} Number {n}."),
            opened_at=now() - timedelta(minutes=60 - n),
        )
        for n in range(number)
    ]


def test_anybody_reports_without_script_and_without_account(browser, site, root):
    comment = CommentFactory(root=root, public_text=RUDE)
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto(root.get_absolute_url())
    page.locator(f"#comment-{comment.pk}").get_by_role("link", name="Report").click()
    page.get_by_role("button", name="Send report").click()
    page.get_by_text("Choose what is wrong with the text.").first.wait_for()
    page.get_by_label("Insults or attacks a person").check()
    page.get_by_label("What should the moderator know?").fill("It calls people thick.")
    page.get_by_role("button", name="Send report").click()
    page.get_by_text("Thank you. A moderator will read it.").wait_for()
    context.close()
    assert Flag.objects.get().text == "It calls people thick."


def test_queue_is_worked_through_by_keyboard_alone(visit, page, site, consultation, root):
    first, second, third = cases(root, 3)
    sign_in(page, site, moderator_of(consultation))
    visit("/moderation/")
    assert barriers(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Case").first.wait_for()
    assert page.url.endswith(second.get_absolute_url()) or page.url.endswith(first.get_absolute_url())
    visit(first.get_absolute_url())
    assert barriers(page) == []
    page.keyboard.press("3")
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.get_by_role("heading", name="Case").first.click()
    page.keyboard.press("f")
    page.keyboard.type("“Thick” is aimed at people, 1 2 3 r f.")
    page.get_by_role("button", name="Check notice").click()
    page.get_by_text("Your comment was hidden").wait_for()
    assert barriers(page) == []
    page.get_by_label("Facts: what in the text breaks the rule").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{second.get_absolute_url()}")
    page.get_by_text("held by you until").wait_for()
    decision = Decision.objects.get()
    assert (decision.effect, decision.rule.number) == (Effect.HIDE, 1)
    assert decision.facts == "“Thick” is aimed at people, 1 2 3 r f."
    page.keyboard.press("u")
    page.wait_for_url(f"**{first.get_absolute_url()}")
    page.get_by_text("The decision is undone.").wait_for()
    assert Contribution.objects.get(pk=first.contribution_id).state == "visible"
    assert Case.objects.waiting().count() == 3
    assert third.state == "open"


def test_single_keys_can_be_turned_off(visit, page, site, consultation, root):
    [case] = cases(root, 1)
    sign_in(page, site, moderator_of(consultation))
    visit(case.get_absolute_url())
    page.get_by_role("button", name="Turn single keys off").click()
    page.get_by_role("heading", name="Case").first.click()
    page.keyboard.press("3")
    assert page.locator("input[name=effect]:checked").count() == 0
    page.get_by_role("button", name="Turn single keys on").click()
    page.get_by_role("heading", name="Case").first.click()
    page.keyboard.press("3")
    assert page.locator("input[name=effect]:checked").get_attribute("value") == "hide"


def test_new_cases_are_announced_and_the_list_stays(visit, page, site, consultation, root, browser):
    cases(root, 1)
    comment = CommentFactory(root=root, public_text="Bins.")
    sign_in(page, site, moderator_of(consultation))
    visit("/moderation/")
    page.wait_for_timeout(1000)
    other = browser.new_context(base_url=site).new_page()
    other.goto(f"/contributions/{comment.pk}/flag/")
    other.get_by_label("Is not about this proposal or question").check()
    other.get_by_role("button", name="Send report").click()
    other.get_by_text("Thank you.").wait_for()
    page.get_by_text("1 new case. Load the list again to see it.").wait_for()
    assert page.locator("a.case").count() == 1
    page.reload()
    assert page.locator("a.case").count() == 2
    other.context.close()


def test_decision_is_made_on_a_phone_without_script(browser, site, consultation, root):
    first, second = cases(root, 2)
    context = browser.new_context(
        java_script_enabled=False, base_url=site, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    sign_in(page, site, moderator_of(consultation))
    page.goto("/moderation/")
    page.get_by_role("link", name="Personal attack").first.click()
    page.get_by_role("button", name="Take this case").click()
    page.get_by_label("Ask to edit").check()
    page.get_by_role("button", name="Check notice").click()
    page.get_by_text("Say what in the text breaks the rule. The author reads this.").first.wait_for()
    page.get_by_label("Rule", exact=False).first.select_option(index=1)
    page.get_by_label("Facts: what in the text breaks the rule").fill("“Thick” is aimed at people.")
    page.get_by_role("button", name="Check notice").click()
    page.get_by_text("Please edit your comment").wait_for()
    page.get_by_role("button", name="Decide and open next").click()
    page.get_by_text("held by you until").wait_for()
    assert page.url.endswith(second.get_absolute_url())
    page.get_by_role("button", name="Undo").wait_for()
    context.close()
    assert Contribution.objects.get(pk=first.contribution_id).state == "held"


def hidden_comment(root, consultation):
    [case] = cases(root, 1)
    return decide_case(
        by=moderator_of(consultation),
        case=case,
        version=1,
        effect=Effect.HIDE,
        rule=consultation.house_rules.first(),
        facts="“Thick” is aimed at people.",
    )


def test_author_reads_the_reasons_and_appeals_and_another_moderator_takes_it_back(
    visit, page, site, consultation, root
):
    decision = hidden_comment(root, consultation)
    sign_in(page, site, decision.case.contribution.participant.user)
    visit("/me/contributions/")
    page.get_by_role("link", name="Your comment was hidden").click()
    page.get_by_text("“Thick” is aimed at people.").wait_for()
    assert barriers(page) == []
    page.get_by_role("link", name="Appeal against this decision").click()
    assert barriers(page) == []
    page.get_by_label("Why is the decision wrong?").fill("I quoted somebody.")
    page.get_by_role("button", name="Send appeal").click()
    page.get_by_text("Your appeal is with us.").wait_for()
    page.context.clear_cookies()
    sign_in(page, site, moderator_of(consultation))
    visit("/moderation/?view=appeals")
    page.locator("a.case").click()
    assert barriers(page) == []
    page.get_by_label("The decision is taken back").check()
    page.get_by_label("Why", exact=True).fill("It is a quotation.")
    page.get_by_role("button", name="Decide the appeal").click()
    page.get_by_text("The appeal is decided. The author is told.").wait_for()
    assert Appeal.objects.get().outcome == "reversed"
    visit(root.get_absolute_url())
    page.get_by_text(RUDE).wait_for()
