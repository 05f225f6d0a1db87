"""The queue by hand: by keyboard alone, several at once, second readers, templates, folded texts."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from consult.clock import now
from moderation.actions.reason_templates import write_template
from moderation.enums import Effect
from moderation.models import Case, Decision, SecondReading
from tests.browser.findings import barriers, sign_in
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, many_cases, moderator_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = [pytest.mark.browser]

WIDTHS = [320, 390, 1280]


@pytest.fixture
def consultation(transactional_db):
    consultation = ConsultationFactory()
    for number, text in enumerate(["Talk about the proposal, not the person.", "Stay on the subject."], 1):
        HouseRuleFactory(consultation=consultation, number=number, texts={"en": text})
    return consultation


@pytest.fixture
def root(consultation):
    return ProposalFactory(author=ParticipantFactory(consultation=consultation), title="Fix the bus first")


@pytest.fixture
def moderator(consultation, page, site):
    moderator = moderator_of(consultation)
    sign_in(page, site, moderator)
    return moderator


def decide_by_keyboard(page, number):
    """Every fourth case is hidden under a rule, with facts; the others are kept."""
    if number % 4:
        page.keyboard.press("1")
    else:
        page.keyboard.press("3")
        page.keyboard.press("r")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.locator("#case-head").evaluate("head => head.focus()")
        page.keyboard.press("f")
        page.keyboard.type("It is aimed at a person.")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Control+Enter")


def work_through(visit, page, number):
    """From the list to its end without touching a pointer."""
    visit("/moderation/")
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("o")
    for each in range(number):
        decide_by_keyboard(page, each)
    page.get_by_text("Nothing else waits here.").wait_for()


def outcome():
    rows = Decision.objects.order_by("pk").values_list("case", "effect", "rule__number", "facts")
    return list(rows)


def expected(cases):
    kept, hidden = (Effect.KEEP, None, ""), (Effect.HIDE, 1, "It is aimed at a person.")
    return [(case.pk, *(kept if n % 4 else hidden)) for n, case in enumerate(cases)]


def test_cases_are_decided_in_order_by_keyboard_alone(visit, page, root, moderator):
    cases = many_cases(root, 6)
    work_through(visit, page, 6)
    assert outcome() == expected(cases)


@pytest.mark.slow
@pytest.mark.skipif("SLOW" not in os.environ, reason="takes minutes: set SLOW=1")
def test_two_hundred_cases_are_decided_by_keyboard_alone(visit, page, root, moderator):
    cases = many_cases(root, 200)
    work_through(visit, page, 200)
    assert outcome() == expected(cases)


def test_next_case_opens_without_deciding_and_every_key_is_said(visit, page, root, moderator):
    first, second = many_cases(root, 2)
    visit(first.get_absolute_url())
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement.id") == "keys"
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.url.endswith(second.get_absolute_url())
    assert Decision.objects.count() == 0


def test_same_texts_are_decided_together_and_taken_back_by_one_key(visit, page, root, moderator):
    same = many_cases(root, 3, text="Stop the war on cars!")
    visit("/moderation/")
    page.get_by_text("2 more with this text").click()
    page.get_by_role("link", name="Decide them together").click()
    page.get_by_role("heading", name="One reason for all of them").wait_for()
    assert barriers(page) == []
    assert page.locator("input[name=case]:checked").count() == 3
    page.keyboard.press("3")
    page.get_by_label("Rule", exact=False).first.select_option(index=1)
    page.get_by_label("Facts: what in the texts breaks the rule").fill("The same words three times.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("3 cases are held by you for ten minutes.").wait_for()
    assert barriers(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_text("3 cases are decided.").wait_for()
    assert sorted(Decision.objects.values_list("case", flat=True)) == [case.pk for case in same]
    page.keyboard.press("u")
    page.get_by_text("3 decisions are undone.").wait_for()
    assert Case.objects.waiting().count() == 3


def test_colleague_at_a_case_is_seen_in_the_list_at_once(
    visit, page, site, consultation, root, moderator, browser
):
    first, second = many_cases(root, 2)
    visit("/moderation/")
    page.wait_for_timeout(1000)
    other = browser.new_context(base_url=site).new_page()
    sign_in(other, site, moderator_of(consultation, display_name="Maya"))
    other.goto(second.get_absolute_url())
    other.get_by_role("button", name="Take this case").click()
    other.get_by_text("held by you until").wait_for()
    page.locator(f"#case-{second.pk}").get_by_text("held by Maya").wait_for()
    other.keyboard.press("1")
    other.keyboard.press("Control+Enter")
    other.wait_for_url(f"**{first.get_absolute_url()}")
    page.locator(f"#case-{second.pk}").get_by_text("decided").wait_for()
    other.context.close()


def test_template_is_filled_with_the_facts_before_it_can_be_used(visit, page, consultation, root, moderator):
    write_template(
        by=moderator,
        consultation=consultation,
        name="Insult",
        text="“___” is aimed at a person.",
        rule=consultation.house_rules.get(number=1),
    )
    [case] = many_cases(root, 1)
    visit(case.get_absolute_url())
    page.keyboard.press("3")
    page.get_by_label("Template for the facts").select_option(label="Insult")
    page.get_by_role("button", name="Use these words").click()
    facts = page.get_by_label("Facts: what in the text breaks the rule")
    expect(facts).to_have_value("“___” is aimed at a person.")
    assert page.locator("input[name=effect]:checked").get_attribute("value") == "hide"
    visit.expected.append("422")
    page.get_by_role("button", name="Decide and open next").click()
    page.get_by_text("Fill the gaps of the template with the facts of this case.").first.wait_for()
    assert barriers(page) == []
    facts.fill("“Number 0” is aimed at a person.")
    page.get_by_role("button", name="Decide and open next").click()
    page.get_by_text("Nothing else waits here.").wait_for()
    assert Decision.objects.get().facts == "“Number 0” is aimed at a person."


def upsetting(root):
    return CaseFactory(
        contribution=CommentFactory(root=root, public_text="CANARY-THREAT"),
        reason="threat",
        opened_at=now() - timedelta(hours=5),
    )


def test_upsetting_text_is_folded_until_a_key_opens_it(visit, page, root, moderator):
    case = upsetting(root)
    visit(case.get_absolute_url())
    assert page.get_by_text("CANARY-THREAT").is_visible() is False
    page.keyboard.press("o")
    page.get_by_text("CANARY-THREAT").wait_for()


def test_queue_works_on_a_phone_without_script(browser, site, consultation, root):
    case, same = upsetting(root), many_cases(root, 2, text="Stop the war on cars!")
    moderator, second = (moderator_of(consultation) for _n in range(2))
    context = browser.new_context(
        java_script_enabled=False, base_url=site, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    sign_in(page, site, moderator)
    page.goto(case.get_absolute_url())
    assert page.get_by_text("CANARY-THREAT").is_visible() is False
    page.get_by_text("the text may upset you").click()
    page.get_by_text("CANARY-THREAT").wait_for()
    page.get_by_text("Ask a second reader").click()
    page.get_by_label("What are you unsure about?").fill("Is this a threat?")
    page.get_by_role("button", name="Ask the other moderators").click()
    page.get_by_text("The other moderators are asked.").wait_for()
    page.goto("/moderation/")
    page.get_by_text("Narrow the list").click()
    page.get_by_label("Words in the text").fill("war on cars")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("The list is narrowed").click()
    page.get_by_label("Save this list as").fill("Cars")
    page.get_by_role("button", name="Save the list").click()
    page.get_by_role("link", name="Cars", exact=True).wait_for()
    page.get_by_role("link", name="Decide several together").click()
    page.locator("input[name=case]").first.check()
    page.get_by_label("Keep").check()
    page.get_by_role("button", name="Check notices").click()
    page.get_by_text("1 case is held by you for ten minutes.").wait_for()
    page.get_by_role("button", name="Decide the cases chosen").click()
    page.get_by_text("1 case is decided.").wait_for()
    assert Decision.objects.get().case == same[0]
    context.clear_cookies()
    sign_in(page, site, second)
    page.goto(f"{case.get_absolute_url()}?view=second")
    page.get_by_label("Your reading").fill("It is.")
    page.get_by_role("button", name="Send my reading").click()
    page.get_by_text("Thank you. Who asked finds it with the case.").wait_for()
    context.close()
    assert SecondReading.objects.get().advice == "It is."
