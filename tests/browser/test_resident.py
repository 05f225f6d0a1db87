"""A resident by hand: from the list of consultations to the receipt, without script and on a phone."""

import pytest

from proposals.models import Contribution, Submission, Tally, Vote
from tests.browser.findings import barriers
from tests.factories.cms import draft_page, page_question, publish
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def proposal(transactional_db):
    """A proposal with a comment, in a consultation as an editor made it, with questions of each kind."""
    page = draft_page()
    page.questions = [
        page_question("What should change first?", key="change"),
        page_question(
            "Which streets?", key="streets", kind="closed", multiple=True, choices="Mill Road\nHigh Street"
        ),
        page_question("How old are you?", key="age", kind="demographic", choices="Under 25\n25 or older"),
    ]
    page.save_revision()
    consultation = publish(page).consultation
    proposal = ProposalFactory(consultation_of=consultation, title="Light the crossing by the school")
    CommentFactory(root=proposal, public_text="It is dark there from four in winter.")
    return proposal


class Journey:
    """Every step a resident takes; `look` is called on each page they pass."""

    def __init__(self, page, look):
        self.page, self.look = page, look

    def open_consultation(self):
        self.page.goto("/consultations/")
        self.look("consultations")
        self.page.get_by_role("link", name="Quieter streets").first.click()
        self.page.get_by_role("heading", name="Quieter streets", level=1).wait_for()
        self.look("consultation")

    def open_proposal(self):
        self.page.get_by_role("link", name="Light the crossing by the school").first.click()
        self.page.get_by_role("heading", name="Light the crossing by the school", level=1).wait_for()
        self.look("proposal")

    def vote(self):
        self.page.get_by_role("button", name="Agree", exact=True).click()
        self.page.get_by_text("Your vote is counted").first.wait_for()
        self.look("voted")

    def write_comment(self, text):
        self.page.get_by_text("Add a comment", exact=True).click()
        self.page.get_by_role("radio", name="For", exact=True).check()
        self.page.get_by_label("Comment", exact=True).fill(text)
        self.look("commenting")
        self.page.get_by_role("button", name="Post comment").click()
        self.page.get_by_text("Your receipt number is").first.wait_for()
        self.look("commented")

    def reply(self, comment, text):
        self.page.goto(comment.root.get_absolute_url())
        self.page.locator(f"#comment-{comment.pk}").get_by_role("link", name="Reply").click()
        self.page.get_by_role("heading", name="Reply to", level=1).wait_for()
        self.page.get_by_label("Comment", exact=True).fill(text)
        self.look("replying")
        self.page.get_by_role("button", name="Post reply").click()
        self.page.get_by_text("Your receipt number is").first.wait_for()
        self.look("replied")

    def answer(self, text):
        self.page.goto("/consultations/quieter-streets/questions/")
        self.look("questions")
        self.page.get_by_role("button", name="Send my answers").click()
        self.page.get_by_role("heading", name="There is 1 thing to fix").wait_for()
        self.look("questions-faults")
        self.page.get_by_label("What should change first?").fill(text)
        self.page.get_by_label("Mill Road").check()
        self.page.get_by_label("25 or older").check()
        self.page.get_by_label("Yes, without my name").check()
        self.page.get_by_role("button", name="Send my answers").click()
        self.page.get_by_role("heading", name="Thank you. We have it.").wait_for()
        self.look("sent")
        return self.page.locator("#receipt").inner_text()

    def look_up(self, code):
        self.page.goto("/receipts/")
        self.look("receipts")
        self.page.get_by_label("Receipt number").fill(code.lower().replace("-", " "))
        self.page.get_by_role("button", name="Look it up").click()
        self.page.get_by_role("heading", name="What became of what you sent").wait_for()
        self.look("receipt")

    def see_own(self):
        self.page.goto("/me/contributions/")
        self.page.get_by_role("heading", name="My contributions", level=1).wait_for()
        self.look("mine")
        return self.page.locator("main").inner_text()

    def all(self, comment):
        self.open_consultation()
        self.open_proposal()
        self.vote()
        self.write_comment("My daughter crosses there.")
        self.reply(comment, "And in the rain it is worse.")
        code = self.answer("The junction by the school.")
        self.look_up(code)
        return self.see_own()


def left_behind(proposal):
    return {
        "votes": list(Vote.objects.values_list("choice", flat=True)),
        "tally": Tally.objects.values_list("agree", "unconfirmed_agree").get(pk=proposal.pk),
        "guests": len(set(Submission.objects.filter(participant__source="guest").values_list("participant"))),
        "comments": Contribution.objects.filter(kind="comment", participant__source="guest").count(),
        "answers": Contribution.objects.filter(kind="answer").count(),
    }


WHOLE = {"votes": [1], "tally": (1, 1), "guests": 1, "comments": 2, "answers": 1}
WORDS = ["My daughter crosses there.", "And in the rain it is worse.", "The junction by the school."]


def test_journey_without_script(browser, site, proposal, tmp_path):
    context = browser.new_context(java_script_enabled=False, base_url=site, locale="en-GB")
    page = context.new_page()
    comment = Contribution.objects.get(kind="comment")
    own = Journey(page, lambda name: page.screenshot(path=tmp_path / f"{name}.png", full_page=True)).all(
        comment
    )
    context.close()
    assert [words for words in WORDS if words not in own] == []
    assert left_behind(proposal) == WHOLE


def test_journey_on_a_phone_meets_no_barrier(browser, site, proposal, tmp_path):
    context = browser.new_context(
        base_url=site, locale="en-GB", viewport=PHONE, has_touch=True, device_scale_factor=2
    )
    page, met, wide = context.new_page(), {}, []
    page.on("pageerror", lambda error: met.setdefault("script", []).append(str(error)))

    def look(name):
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        found = barriers(page)
        if found:
            met[name] = found
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(name)

    comment = Contribution.objects.get(kind="comment")
    own = Journey(page, look).all(comment)
    context.close()
    assert met == {}
    assert wide == []
    assert [words for words in WORDS if words not in own] == []
    assert left_behind(proposal) == WHOLE
