"""An editor's way through Wagtail: nothing of it needs a shell or another admin."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from cms.actions.scheduled import publish_due
from cms.models import ConsultationPage
from consult.actions.notices import send_due_notices
from consult.actions.ownership import follow_ownership
from consult.clock import now
from consult.enums import PhaseKind, Role
from consult.models import Consultation
from tests.browser.editing import Editor
from tests.browser.findings import barriers, sign_in
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.cms import published_page

pytestmark = [pytest.mark.browser]
ADDRESS = "/consultations/quieter-streets/"


@pytest.fixture
def editor(visit, page, site, settings):
    """A member of the editors, who has never signed in here; links in letters lead to this site."""
    settings.WAGTAILADMIN_BASE_URL = site
    user = UserFactory(email="editor@example.org", display_name="Ed Morris")
    user.groups.add(Group.objects.get(name="Editors"))
    return Editor(page, site)


@pytest.fixture
def owned(editor, page, site):
    """A published consultation whose owner has signed in."""
    owner = UserFactory(display_name="Olu Adeyemi")
    consultation = published_page(by=owner).consultation
    follow_ownership(user=owner)
    sign_in(page, site, owner)
    return consultation


@pytest.fixture
def somebody_else(browser, site):
    """A page of another browser, on a phone."""
    context = browser.new_context(base_url=site, locale="en-GB", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_an_editor_writes_rehearses_and_opens_a_consultation(editor, page, somebody_else):
    editor.sign_in("editor@example.org")
    editor.start_page()
    editor.write(title="Quieter streets", summary="Help decide which, when and how.", place="Mill Road")
    editor.add_phase(0, "Discussion", f"{now() - timedelta(days=1):%Y-%m-%d %H:%M}", "")
    editor.tab("Words")
    editor.publish()
    told = page.locator(".messages .error")
    assert re.findall("Missing: (.*?)[.]", told.inner_text()) == [
        "the promise: what is still open",
        "the promise: what is already fixed",
        "the promise: who decides",
        "the promise: how you use what people say",
        "the promise: when people hear back",
        "the name of the body that decides",
        "the date by which people get an answer",
    ]
    editor.write_promise()
    editor.add_question_and_rule()
    editor.save()
    preview(page)
    rehearse(page, editor, somebody_else)
    editor.open(f"/cms/pages/{ConsultationPage.objects.get().pk}/edit/")
    editor.publish()
    page.get_by_text("Page 'Quieter streets' has been published.").wait_for()
    opened(somebody_else)


def preview(page):
    """The draft beside the form, as a reader will see it."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe[title=Preview]").last  # a new one replaces it at every change
    frame.get_by_role("heading", name="Our promise on this one").wait_for()
    frame.get_by_text("The transport committee.").wait_for()
    page.get_by_role("button", name="Toggle preview").click()


def rehearse(page, editor, visitor):
    """The secret link lets somebody in; whoever does not have it finds nothing."""
    assert visitor.goto(ADDRESS).status == 404
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Rehearse").first.click()
    editor.press("Start the rehearsal")
    link = page.get_by_role("link", name="/rehearse/").get_attribute("href")
    visitor.goto(link)
    assert obstacles(visitor) == []
    visitor.get_by_role("button", name="Start trying").click()
    visitor.get_by_text("Rehearsal: nothing here is kept.").wait_for()
    assert visitor.url.endswith(ADDRESS)
    assert obstacles(visitor) == []
    stranger = visitor.context.browser.new_context(base_url=editor.site)
    assert stranger.new_page().goto(ADDRESS).status == 404
    stranger.close()


def opened(visitor):
    """The public page; its phase allows what is usual for a discussion."""
    assert visitor.goto(ADDRESS).status == 200
    assert visitor.get_by_text("Rehearsal").count() == 0
    visitor.get_by_role("heading", name="Quieter streets").wait_for()
    visitor.get_by_text("The transport committee.").wait_for()
    consultation = Consultation.objects.get()
    assert consultation.phases.get().allows == PhaseKind.DISCUSSION.usual_acts
    assert consultation.memberships.get(role=Role.OWNER).user.email == "editor@example.org"
    assert obstacles(visitor) == []


def test_a_scheduled_change_waits_for_its_time(editor, owned, page, somebody_else):
    editor.open(f"/cms/pages/{owned.pages.get().pk}/edit/")
    editor.write(summary="Help decide, in the new year.")
    editor.schedule(f"{now() + timedelta(days=2):%Y-%m-%d %H:%M}")
    page.get_by_text("has been scheduled for publishing").wait_for()
    assert publish_due() == 0
    somebody_else.goto(ADDRESS)
    assert somebody_else.get_by_text("Help decide, in the new year.").count() == 0
    assert publish_due(at=now() + timedelta(days=2, minutes=1)) == 1
    somebody_else.goto(ADDRESS)
    somebody_else.get_by_text("Help decide, in the new year.").wait_for()
    somebody_else.goto(f"{ADDRESS}changes/")
    assert obstacles(somebody_else) == []


def test_an_owner_translates_a_consultation_to_french(editor, owned, page, somebody_else):
    editor.open(f"/cms/pages/{owned.pages.get().pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Translate this page").first.click()
    page.get_by_label("French").check()
    editor.press("Submit")
    page.get_by_text("was successfully submitted for translation into French").wait_for()
    page.get_by_role("button", name="Translate", exact=True).first.click()
    page.keyboard.type("Des rues plus calmes")
    editor.press("Save")
    page.get_by_text("Translated manually").wait_for()
    editor.press("Publish in French")
    page.get_by_text("Published 'Des rues plus calmes' in French").wait_for()
    somebody_else.goto(f"/fr{ADDRESS}")
    somebody_else.get_by_role("heading", name="Des rues plus calmes").wait_for()
    assert somebody_else.locator("html").get_attribute("lang") == "fr"
    assert obstacles(somebody_else) == []
    somebody_else.goto(ADDRESS)
    somebody_else.get_by_role("heading", name="Quieter streets").wait_for()


def test_an_owner_invites_a_moderator_until_the_role_ends(editor, owned, page, somebody_else, mailoutbox):
    UserFactory(email="mo@example.org", display_name="Mo Farrow")
    editor.open("/cms/")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name=owned.title, exact=True).click()
    editor.write(email="mo@example.org")
    page.locator("#id_role").select_option("moderator")
    editor.press("Send the invitation")
    page.get_by_text("The invitation is on its way to mo@example.org.").wait_for()
    send_due_notices()
    link = re.search(r"http\S+/invitations/\S+", mailoutbox[0].body).group(0)
    accept(somebody_else, link)
    assert somebody_else.goto("/moderation/").status == 200
    page.reload()
    page.get_by_role("button", name="End the role of Mo Farrow as moderator").click()
    page.get_by_text("Mo Farrow no longer holds this role.").wait_for()
    assert somebody_else.goto("/moderation/").status == 403


def accept(invited, link):
    """Look, sign in, come back, press."""
    invited.goto(link)
    assert obstacles(invited) == []
    invited.get_by_role("main").get_by_role("link", name="Sign in").click()
    invited.get_by_label("E-mail address").fill("mo@example.org")
    invited.get_by_label("Password", exact=True).fill(PASSWORD)
    invited.get_by_role("button", name="Sign in", exact=True).click()
    invited.wait_for_url(link)
    assert obstacles(invited) == []
    invited.get_by_role("button", name="Accept the invitation").click()
    invited.get_by_text("Welcome. You are moderator now.").wait_for()


def obstacles(page):
    """Whatever stands in somebody's way, on a phone and on a wide screen."""
    found = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, *each) for each in barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "sideways scrolling"))
    return found
