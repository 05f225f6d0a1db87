"""What the journeys of analysts and policymakers share: signing in, and looking for barriers."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def sign_in(page, site, user):
    """Give the browser the session of a person who has signed in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def barriers(page):
    """[(rule, elements)] that stand in somebody's way on this page."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
