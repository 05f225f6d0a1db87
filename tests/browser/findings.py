"""What the journeys of analysts and policymakers share: signing in, and looking for barriers."""

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong is written out: an account of everything that is right took as long again as the judging.
RULES = {"runOnly": TAGS, "resultTypes": ["violations"]}
JUDGE = """async (rules) => {
  const {violations} = await axe.run(rules);
  return violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]);
}"""


def sign_in(page, site, user):
    """Give the browser the session of a person who has signed in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def barriers(page):
    """[(rule, elements)] that stand in somebody's way on this page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(rule, elements) for rule, elements in page.evaluate(JUDGE, RULES)]
