"""The author of a text: asked before posting, held, suspended, appealing; and who decides from outside."""

import pytest

from consult.enums import ModerationMode, Role
from moderation.actions.appeals import appeal_decision
from moderation.actions.decisions import decide_case
from moderation.actions.screening import set_policy
from moderation.enums import Effect, Ground
from moderation.models import Appeal, HoldGround
from moderation.review_links import review_code
from proposals.models import Contribution
from tests.browser.findings import barriers, sign_in
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory
from tests.moderation.test_hints import model_of

pytestmark = [pytest.mark.browser]

RUDE = "Some people are too thick to see it."
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def consultation(transactional_db):
    consultation = ConsultationFactory(moderation_mode=ModerationMode.ON_REPORT)
    HouseRuleFactory(consultation=consultation, number=1)
    HouseRuleFactory(consultation=consultation, number=3, texts={"en": "No private details of anybody."})
    return consultation


@pytest.fixture
def root(consultation):
    return ProposalFactory(author=ParticipantFactory(consultation=consultation), title="Fix the bus first")


@pytest.fixture
def without_script(browser, site):
    """A page on a phone that runs no script."""
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport=PHONE)
    yield context.new_page()
    context.close()


def policy(consultation, **words):
    owner = staff_of(consultation, Role.OWNER)
    return set_policy(by=owner, consultation=consultation, **{"holds": {}} | words)


def hidden(root, by):
    comment = CommentFactory(root=root, public_text=RUDE)
    return decide_case(
        by=by,
        case=CaseFactory(contribution=comment),
        version=1,
        effect=Effect.HIDE,
        rule=root.consultation.house_rules.first(),
        facts="“Thick” is aimed at people.",
    )


def test_software_asks_before_posting_and_the_text_is_kept_without_script(without_script, consultation, root):
    policy(consultation, asks_before_posting=True)
    model_of(consultation)
    page = without_script
    page.goto(root.get_absolute_url())
    page.locator("details.composer summary").first.click()
    page.locator("#body").fill(RUDE)
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("heading", name="This may break rule 1").wait_for()
    assert page.locator("#body").input_value() == RUDE
    assert not Contribution.objects.filter(root=root).exists()
    page.locator("#body").fill("Some people do not see it.")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_text("Some people do not see it.").first.wait_for()
    assert Contribution.objects.get(root=root).public_text == "Some people do not see it."


def test_software_asks_with_script_too_and_posts_as_it_is_when_told(visit, page, consultation, root):
    policy(consultation, asks_before_posting=True)
    model_of(consultation)
    visit.expected.append("422")
    visit(root.get_absolute_url())
    page.locator("details.composer summary").first.click()
    page.locator("#body").fill(RUDE)
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("heading", name="This may break rule 1").wait_for()
    assert barriers(page) == []
    page.get_by_role("button", name="Post as it is").click()
    page.locator("article").get_by_text(RUDE).wait_for()
    assert Contribution.objects.get(root=root).state == "visible"


def test_held_text_tells_its_author_at_once_with_rule_and_source(without_script, consultation, root):
    rule = consultation.house_rules.get(number=3)
    policy(consultation, holds={Ground.CONTACT: rule})
    page = without_script
    page.goto(root.get_absolute_url())
    page.locator("details.composer summary").first.click()
    page.locator("#body").fill("Ring me on 01632 960553.")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("link", name="Your comment waits for a moderator").click()
    for words in ("3. No private details of anybody.", "Software decided.", "If nobody has decided by then"):
        page.get_by_text(words).wait_for()


def test_suspended_author_appeals_by_the_link_of_the_letter_on_a_phone(without_script, consultation, root):
    decision = hidden(root, moderator_of(consultation))
    author = decision.case.contribution.participant.user
    author.is_active = False
    author.save()
    page = without_script
    page.goto(decision.keyed_url())
    page.get_by_text(RUDE).wait_for()
    page.get_by_text("Without end, unless an appeal takes it back.").wait_for()
    page.get_by_role("link", name="Appeal against this decision").click()
    page.get_by_label("Why is the decision wrong?").fill("I quoted somebody.")
    page.get_by_role("button", name="Send appeal").click()
    page.get_by_text("Your appeal is with us.").wait_for()
    assert Appeal.objects.get().text == "I quoted somebody."
    page.goto(f"/consultations/{consultation.slug}/moderation/")
    page.get_by_role("heading", name="Appeals that wait").wait_for()


def lone_appeal(root):
    """An appeal against the only moderator, who is the owner, too; (owner, appeal)."""
    owner = staff_of(root.consultation, Role.OWNER)
    MembershipFactory(consultation=root.consultation, user=owner, role=Role.MODERATOR)
    decision = hidden(root, owner)
    author = decision.case.contribution.participant.user
    return owner, appeal_decision(by=author, decision=decision, text="I quoted somebody.")


def test_owner_invites_somebody_from_outside_who_takes_it_back(visit, page, site, consultation, root):
    owner, appeal = lone_appeal(root)
    sign_in(page, site, owner)
    visit(f"/moderation/{appeal.decision.case_id}/")
    page.get_by_role("link", name="Invite somebody from outside to decide").click()
    assert barriers(page) == []
    page.get_by_label("Name or office").fill("The ombudsperson")
    page.get_by_label("E-mail address").fill("judge@example.org")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("The letter with the link is on its way.").wait_for()
    page.context.clear_cookies()
    visit(f"/reviews/{code_of(appeal)}/")
    assert barriers(page) == []
    page.get_by_role("button", name="Read the appeal").click()
    page.get_by_text("Decision and reasons").wait_for()
    assert barriers(page) == []
    page.get_by_label("The decision is taken back").check()
    page.get_by_label("Why", exact=True).fill("It is a quotation.")
    page.get_by_role("button", name="Decide the appeal").click()
    page.get_by_role("heading", name="Thank you. The appeal is decided.").wait_for()
    assert barriers(page) == []
    visit(root.get_absolute_url())
    page.get_by_text(RUDE).wait_for()


def code_of(appeal):
    """The code that the letter carries."""
    from consult.models import Notice

    reviewer = appeal.reviewers.get(ended_at=None)
    nonce = Notice.objects.get(kind="moderation.review_asked").context["nonce"]
    return review_code(reviewer, nonce)


def test_owner_says_what_software_may_do(visit, page, site, consultation, root):
    sign_in(page, site, staff_of(consultation, Role.OWNER))
    visit(f"/consultations/{consultation.slug}/moderation/")
    page.get_by_role("link", name="What software may do").click()
    assert barriers(page) == []
    page.get_by_label("Contact or personal details").select_option(index=2)
    page.get_by_label("Whom to call when somebody is in danger").fill("Police 999")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. The change is in the log.").wait_for()
    held = HoldGround.objects.get()
    assert (held.ground, held.rule.number) == ("contact", 3)
