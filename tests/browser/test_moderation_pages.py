"""Every page of moderation in each of its states: no barrier and no sideways scrolling, in light and dark."""

import os
from datetime import timedelta

import pytest

from consult.actions.log import record as log
from consult.clock import now
from consult.enums import ModerationMode, Role
from consult.models import HouseRuleWording
from moderation.actions.appeals import appeal_decision
from moderation.actions.decisions import decide_case
from moderation.actions.flags import flag_contribution
from moderation.actions.reviewers import invite_reviewer
from moderation.actions.screening import screen_revision
from moderation.enums import Effect
from moderation.models import Case, Decision, SecondReading
from tests.browser.findings import barriers, sign_in
from tests.browser.test_appellant import code_of
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, FlagFactory, many_cases, moderator_of, staff_of
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ParticipantFactory, ProposalFactory
from tests.moderation.test_hints import model_of

pytestmark = [pytest.mark.browser]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde" * 2
minutes = [pytest.mark.slow, pytest.mark.skipif("SLOW" not in os.environ, reason="takes minutes: set SLOW=1")]
LOOKS = [
    (320, "dark"),
    *(
        pytest.param(look, marks=minutes)
        for look in [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
    ),
]


@pytest.fixture
def consultation(transactional_db):
    consultation = ConsultationFactory(moderation_mode=ModerationMode.ON_REPORT)
    HouseRuleFactory(consultation=consultation, number=1)
    HouseRuleFactory(consultation=consultation, number=2, texts={"en": f"No private details. {LONG}"})
    return consultation


@pytest.fixture
def root(consultation):
    author = ParticipantFactory(consultation=consultation)
    return ProposalFactory(author=author, title=f"Fix the bus first {LONG}")


@pytest.fixture(params=LOOKS, ids=str)
def looked_at(visit, page, request):
    """Says of the page that is open, or of an address, what stands in somebody's way on it."""
    width, scheme = request.param
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})

    def look(address=""):
        if address:
            visit(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth")
        return [*barriers(page), *[("sideways", wide)] * (wide > width)]

    return look


def met(looked_at, addresses):
    """{address: barriers} of the pages that have any."""
    found = {address: looked_at(address) for address in addresses}
    return {address: problems for address, problems in found.items() if problems}


def decided(case, by, effect=Effect.HIDE, **typed):
    rule = case.consultation.house_rules.last()
    facts = f"“Thick” is aimed at people. {LONG}"
    return decide_case(by=by, case=case, version=case.version, effect=effect, rule=rule, facts=facts, **typed)


def settle():
    """All decisions are a week old, so that the public record counts them."""
    Decision.objects.update(decided_at=now() - timedelta(days=7))


def changed_rule(consultation):
    """The public history tells of a rule that was worded anew, one that is new and one taken away."""
    rule, other = consultation.house_rules.order_by("number")
    was = HouseRuleWording.objects.create(rule=rule, number=1, texts={"en": "Be kind."})
    present = HouseRuleWording.objects.create(rule=rule, number=1, texts=rule.texts)
    added = HouseRuleWording.objects.create(rule=other, number=2, texts=other.texts)
    details = {
        "fields": ["house_rules", "moderation_mode"],
        "rules": [[was.pk, present.pk], [None, added.pk], [was.pk, None]],
        "values": {"moderation_mode": ["on_report", "before"]},
    }
    log(act="consultation.changed", by=None, consultation=consultation, target=consultation, details=details)


def test_pages_for_everybody(visit, page, looked_at, consultation, root):
    comment = CommentFactory(root=root, public_text=f"Some are too thick. {LONG}")
    visit.expected.append("422")
    assert looked_at(f"/contributions/{comment.pk}/flag/") == []
    page.get_by_role("button", name="Send report").click()
    page.get_by_text("There is 1 thing to fix").wait_for()
    assert looked_at() == []
    page.get_by_label("Insults or attacks a person").check()
    page.get_by_role("button", name="Send report").click()
    page.get_by_role("heading", name="Thank you. A moderator will read it.").wait_for()
    assert looked_at() == []
    page.get_by_role("link", name="Open the receipt page").click()
    page.get_by_text("A moderator has not decided yet.").wait_for()
    assert looked_at() == []
    receipt = page.url.split("/", 3)[3]
    decided(Case.objects.get(), moderator_of(consultation))
    settle()
    changed_rule(consultation)
    slug = consultation.slug
    empty = f"/consultations/{ConsultationFactory().slug}/moderation/"
    history = f"/consultations/{slug}/changes/"
    record = f"/consultations/{slug}/moderation/"
    assert met(looked_at, [f"/{receipt}", record, empty, "/moderation-log/", history]) == {}


def test_pages_of_the_author_and_of_who_decides_from_outside(visit, page, looked_at, consultation, root):
    owner = staff_of(consultation, Role.OWNER)
    MembershipFactory(consultation=consultation, user=owner, role=Role.MODERATOR)
    hidden = decided(CaseFactory(contribution=CommentFactory(root=root)), owner)
    asked = decided(CaseFactory(contribution=CommentFactory(root=root)), owner, Effect.ASK_TO_EDIT)
    paused = decided(
        CaseFactory(contribution=CommentFactory(root=root)), owner, Effect.RESTRICT_AUTHOR, days=3
    )
    key = hidden.keyed_url().partition("?")[2]
    letters = [each.keyed_url() for each in (hidden, asked, paused)]
    assert met(looked_at, [*letters, f"/decisions/{hidden.pk}/appeal/?{key}"]) == {}
    visit.expected.append("422")
    page.get_by_role("button", name="Send appeal").click()
    page.get_by_text("There is 1 thing to fix").wait_for()
    assert looked_at() == []
    author = hidden.case.contribution.participant.user
    appeal = appeal_decision(by=author, decision=hidden, text=f"I quoted somebody. {LONG}")
    invite_reviewer(by=owner, appeal=appeal, name=f"A. Judge {LONG}"[:80], email="judge@example.org")
    assert met(looked_at, [hidden.keyed_url(), f"/reviews/{code_of(appeal)}/"]) == {}
    page.get_by_role("button", name="Read the appeal").click()
    page.get_by_text("Decision and reasons").wait_for()
    assert looked_at() == []
    page.get_by_role("button", name="Decide the appeal").click()
    page.get_by_text("There are 2 things to fix").wait_for()
    assert looked_at() == []
    page.get_by_label("The decision stays").check()
    page.get_by_label("Why", exact=True).fill("It is aimed at people.")
    page.get_by_role("button", name="Decide the appeal").click()
    page.get_by_role("heading", name="Thank you. The appeal is decided.").wait_for()
    assert looked_at() == []
    assert met(looked_at, [hidden.keyed_url(), "/me/contributions/"]) == {}


def test_pages_of_owners(visit, page, site, looked_at, consultation, root):
    owner = staff_of(consultation, Role.OWNER)
    MembershipFactory(consultation=consultation, user=owner, role=Role.MODERATOR)
    decision = decided(CaseFactory(contribution=CommentFactory(root=root)), owner)
    appeal = appeal_decision(
        by=decision.case.contribution.participant.user, decision=decision, text="I quoted somebody."
    )
    settle()
    model_of(consultation)
    sign_in(page, site, owner)
    case, slug = appeal.decision.case, consultation.slug
    rooms = [f"/consultations/{slug}/moderation/{each}/" for each in ("screening", "reversals")]
    assert met(looked_at, [f"/moderation/{case.pk}/", *rooms, f"/moderation/{case.pk}/reviewer/"]) == {}
    visit.expected.append("422")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("There are 2 things to fix").wait_for()
    assert looked_at() == []


@pytest.mark.parametrize("number", [0, 1, 200])
def test_queue_of_some_length(page, site, looked_at, consultation, root, number):
    sign_in(page, site, moderator_of(consultation))
    many_cases(root, number, text="Stop the war on cars! {n}")
    views = ["", "?view=ended", "?view=likely", "?q=nothing+like+it"]
    assert met(looked_at, [f"/moderation/{view}" for view in views]) == {}


def reported(root):
    """A case of everything a page can say: a threat, a copy, a reply, reports, a second reading, software."""
    parent = CommentFactory(root=root, public_text=f"First words. {LONG}")
    text = f"I will kill you, {LONG}. Ring 01632 960553."
    comment = CommentFactory(root=root, parent=parent, public_text=text)
    model_of(root.consultation, word="kill")
    screen_revision(contribution=comment, revision=comment.shown_revision)
    flag_contribution(by=UserFactory(), contribution=comment, reason="other", text=f"Look. {LONG}")
    case = Case.objects.get(contribution=comment)
    SecondReading.objects.create(
        case=case, asked_by=moderator_of(root.consultation), question=f"Is it? {LONG}"
    )
    return case


def test_case_with_everything_and_each_form(visit, page, site, looked_at, consultation, root):
    moderator = moderator_of(consultation)
    sign_in(page, site, moderator)
    case = reported(root)
    answer = CaseFactory(contribution=OpenAnswerFactory(consultation_of=consultation))
    assert met(looked_at, [f"/moderation/{case.pk}/", f"/moderation/{answer.pk}/"]) == {}
    visit.expected.append("422|409")
    page.get_by_role("button", name="Decide and open next").click()
    page.get_by_text("thing to fix").wait_for()
    assert looked_at() == []
    for effect in page.locator("input[name=effect]").all():
        effect.check()
        assert barriers(page) == [], effect.get_attribute("value")
    page.get_by_label("Hide", exact=False).first.check()
    page.locator("#rule").select_option(index=1)
    page.locator("#facts").fill(LONG)
    page.get_by_role("button", name="Check notice").click()
    page.locator("#notice-preview").get_by_text("was hidden").wait_for()
    assert looked_at() == []
    Case.objects.filter(pk=answer.pk).update(version=9, superseded_at=now())
    page.get_by_role("button", name="Decide and open next").click()
    page.get_by_text("This case has changed since you opened it.").wait_for()
    assert looked_at() == []


def test_case_that_waits_again_and_case_that_has_ended(page, site, looked_at, consultation, root):
    first, second = moderator_of(consultation), moderator_of(consultation)
    case, other = (CaseFactory(contribution=CommentFactory(root=root)) for _n in range(2))
    FlagFactory(case=case)
    decision = decided(case, first)
    decided(other, first, Effect.KEEP)
    author = decision.case.contribution.participant.user
    appeal_decision(by=author, decision=decision, text=f"I quoted somebody. {LONG}")
    addresses = [f"/moderation/{each.pk}/" for each in (case, other)]
    for moderator in (second, first):
        sign_in(page, site, moderator)
        assert met(looked_at, addresses) == {}


def test_several_cases_decided_together(visit, page, site, looked_at, consultation, root):
    sign_in(page, site, moderator_of(consultation))
    same = many_cases(root, 3, text=f"Stop the war on cars! {LONG}")
    assert looked_at(f"/moderation/together/?same={same[0].pk}") == []
    visit.expected.append("422|409")
    page.get_by_role("button", name="Check notices").click()
    page.get_by_text("thing to fix").wait_for()
    assert looked_at() == []
    page.locator("input[name=effect][value=hide]").check()
    page.locator("#rule").select_option(index=1)
    page.locator("#facts").fill(f"The same words three times. {LONG}")
    Case.objects.filter(pk=same[2].pk).update(
        held_by=moderator_of(consultation), held_until=now() + timedelta(minutes=9)
    )
    page.get_by_role("button", name="Check notices").click()
    page.get_by_text("2 cases are held by you for ten minutes.").wait_for()
    assert looked_at() == []
