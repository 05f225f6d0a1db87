"""Everything a resident does, by keyboard alone: propose, comment, vote, report, appeal."""

import pytest

from moderation.models import Appeal, Flag
from proposals.models import Contribution, Vote
from tests.browser.findings import sign_in

pytestmark = [pytest.mark.browser]
FARTHEST = 120

FOCUS = """() => {
  const at = document.activeElement;
  const ring = getComputedStyle(at.matches('[type=radio], [type=checkbox]') && at.labels[0] || at);
  const name = at.labels?.[0]?.innerText || at.getAttribute('aria-label') || at.innerText || at.name || '';
  return {
    name: name.trim().replace(/\\s+/g, ' '),
    tag: at.tagName,
    ringed: ring.outlineStyle !== 'none' && ring.outlineWidth !== '0px',
  };
}"""

# Chromium scrolls to it, which takes a moment.
IN_SIGHT = """() => {
  const {top, bottom} = document.activeElement.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}"""


class Keys:
    """Somebody who has no mouse: every place is reached by Tab, and what has the focus can be seen."""

    def __init__(self, page):
        self.page = page

    def to(self, name, tag=None):
        """Tab on until the focus is on what is called so."""
        for _step in range(FARTHEST):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            assert at["ringed"], f"no ring around {at}"
            if at["name"].startswith(name) and (tag is None or at["tag"] == tag):
                self.page.wait_for_function(IN_SIGHT, timeout=2000)
                return
        raise AssertionError(f"Tab never comes to {name!r}")

    def press(self, name, key="Enter", tag=None):
        self.to(name, tag)
        self.page.keyboard.press(key)

    def type(self, name, words):
        self.to(name)
        self.page.keyboard.type(words)

    def read(self, words):
        self.page.get_by_text(words).first.wait_for()


@pytest.fixture
def keys(browser, fresh_town):
    context = browser.new_context(base_url=fresh_town.site, locale="en-GB")
    page = context.new_page()
    sign_in(page, fresh_town.site, fresh_town.resident)
    yield Keys(page)
    context.close()


def test_resident_proposes_votes_comments_reports_and_appeals_by_keyboard(keys, fresh_town):
    propose(keys)
    vote_and_comment(keys, fresh_town)
    report(keys, fresh_town)
    appeal(keys)
    own = Contribution.objects.filter(participant__user=fresh_town.resident)
    assert own.filter(title="A bench at the bus stop").count() == 1
    assert own.filter(public_text="I cross there every day.", stance="for").count() == 1
    assert (
        Vote.objects.get(participant__user=fresh_town.resident, contribution=fresh_town.proposal).choice == 1
    )
    assert Flag.objects.get(user=fresh_town.resident).text == "It is not about lights."
    assert Appeal.objects.get(appellant__user=fresh_town.resident).text == "It is a quotation."


def propose(keys):
    keys.page.goto("/")
    keys.press("Skip to the main content")
    keys.press("Quieter streets")
    keys.read("Our promise on this one")
    keys.press("Make a proposal")
    keys.page.wait_for_url("**/proposals/new/")
    keys.type("Title", "A bench at the bus stop")
    keys.type("Your proposal", "People wait there for an hour.")
    keys.press("Send my proposal")
    keys.read("Thank you. We have it.")


def vote_and_comment(keys, town):
    keys.page.goto(town.proposal.get_absolute_url())
    keys.press("Agree", tag="BUTTON")
    keys.read("Your vote is counted")
    keys.page.wait_for_function("document.activeElement.innerText.trim() === 'You agree'")
    keys.page.goto(town.proposal.get_absolute_url())
    keys.press("Add a comment")
    keys.press("For", key="Space")
    keys.type("Comment", "I cross there every day.")
    keys.press("Post comment")
    keys.page.locator("#thread").get_by_text("I cross there every day.").wait_for()


def report(keys, town):
    keys.page.goto(town.proposal.get_absolute_url())
    keys.press("Report")
    keys.page.wait_for_url("**/flag/")
    keys.to("Insults or attacks a person")
    keys.page.keyboard.press("ArrowDown")
    keys.page.keyboard.press("Space")
    keys.type("What should the moderator know?", "It is not about lights.")
    keys.press("Send report")
    keys.read("Thank you. A moderator will read it.")


def appeal(keys):
    keys.page.goto("/me/contributions/")
    keys.press("Your comment was hidden")
    keys.page.wait_for_url("**/decisions/*/")
    keys.press("Appeal against this decision")
    keys.page.wait_for_url("**/appeal/")
    keys.type("Why is the decision wrong?", "It is a quotation.")
    keys.press("Send appeal")
    keys.read("Your appeal is with us.")


def test_owner_invites_somebody_by_keyboard(browser, fresh_town):
    context = browser.new_context(base_url=fresh_town.site, locale="en-GB")
    page = context.new_page()
    sign_in(page, fresh_town.site, fresh_town.owner)
    page.goto(f"/cms/people/{fresh_town.empty.pk}/")
    keys = Keys(page)
    keys.type("E-mail address", "jo@example.org")
    keys.to("Role")
    page.keyboard.type("moderator")
    keys.press("Send the invitation")
    page.get_by_text("The invitation is on its way to jo@example.org.").wait_for()
    invited = fresh_town.empty.memberships.get(email="jo@example.org")
    context.close()
    assert (invited.role, invited.user) == ("moderator", None)
