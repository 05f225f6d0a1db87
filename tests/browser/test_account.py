"""What surrounds taking part: search, codes, one's own account. Nothing stands in anybody's way."""

import pytest
from django.test import Client

from proposals.actions.leaflets import make_leaflets
from tests.browser.findings import barriers, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = [pytest.mark.browser]
GUEST = ["/search/", "/search/?q=cross", "/search/?q=nothing", "/code/", "/accessibility/", "/me/address/"]
SIGNED_IN = ["/me/", "/me/leave/", "/accounts/sessions/", "/accounts/3rdparty/", "/me/contributions/"]


@pytest.fixture
def person(transactional_db):
    consultation = publish(draft_page()).consultation
    person = ParticipantFactory(consultation=consultation)
    CommentFactory(root=ProposalFactory(author=person, title="Light the crossing"), author=person)
    return person.user


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("who", ["guest", "signed in"])
def test_pages_have_no_barrier_and_need_no_sideways_scrolling(visit, page, site, person, who, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    if who == "signed in":
        sign_in(page, site, person)
    found = {}
    for address in GUEST if who == "guest" else SIGNED_IN:
        visit(address)
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if faults := barriers(page) + ["too wide"] * wide:
            found[address] = faults
    assert found == {}


def test_guest_with_a_code_takes_part_without_script_and_forgets_the_device(browser, site, person):
    consultation = publish(draft_page("Market", "market", access_comment="confirmed")).consultation
    proposal = ProposalFactory(consultation_of=consultation, title="Open on Sundays")
    owner = UserFactory(is_superuser=True)
    batch = make_leaflets(by=owner, consultation=consultation, name="Desk", number=1)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/code/{batch.code_of(1)}/")
    page.get_by_role("button", name="Use this code").click()
    page.get_by_text("Your code is accepted.").wait_for()
    page.goto(f"{site}{proposal.get_absolute_url()}")
    page.get_by_text("Add a comment", exact=True).click()
    page.get_by_label("Comment", exact=True).fill("Only until noon.")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_text("Your receipt number is").wait_for()
    page.goto(f"{site}/me/contributions/")
    assert page.get_by_text("Only until noon.").count() == 1
    page.get_by_role("button", name="Forget this device").click()
    page.get_by_text("This device no longer knows what you sent.").wait_for()
    page.goto(f"{site}/me/contributions/")
    assert page.get_by_text("Only until noon.").count() == 0
    context.close()


def test_brand_is_measured_while_it_is_typed(page, site, transactional_db):
    admin = UserFactory(is_superuser=True)
    sign_in(page, site, admin)
    where = Client()
    where.force_login(admin)
    address = where.get("/cms/settings/cms/sitebrand/", follow=True).redirect_chain[-1][0]
    page.goto(f"{site}{address}")
    row = page.get_by_role("row", name="links on white")
    assert row.get_by_text("can be read").is_visible()
    page.get_by_label("links and buttons", exact=False).first.fill("#f2b01e")
    row.get_by_text("too faint").wait_for()
    assert "links on white" in page.locator("[data-contrast-said]").inner_text()
