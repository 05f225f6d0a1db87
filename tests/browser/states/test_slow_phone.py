"""Taking part on an old telephone and a poor connection: what it costs, and a cut in the middle of a post."""

import json

import pytest
from playwright.sync_api import expect

from proposals.models import Contribution, Submission, Vote
from tests.browser.production import served, static_as_in_production
from tests.browser.threads import WATCH, up_to_date

from .measuring import Traffic, slow

pytestmark = [pytest.mark.browser]
WHOLE_JOURNEY, FIRST_VIEW = 500_000, 100_000
WORDS = "I cross there every day."


@pytest.fixture(scope="module")
def address(town, tmp_path_factory):
    with static_as_in_production(tmp_path_factory.mktemp("static")), served() as address:
        yield address


@pytest.fixture
def phone(browser, address, fresh_town):
    """A page 360 pixels wide, touched, in a browser that has been nowhere yet."""
    context = browser.new_context(
        base_url=address, locale="en-GB", viewport={"width": 360, "height": 740}, has_touch=True
    )
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def say(figure, **values):
    print(json.dumps({"bench": "slow phone", "figure": figure, **values}))


def usable_after(page):
    """Milliseconds from the click to a page that is drawn and whose scripts have run."""
    return round(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))


def test_first_view_of_a_consultation_is_small_and_asks_nobody_else(phone, address):
    with Traffic(phone) as traffic:
        phone.goto("/consultations/quieter-streets/")
        phone.wait_for_load_state("networkidle")
    say("first view of a consultation", octets=traffic.octets, requests=len(traffic.addresses))
    assert [each for each in traffic.addresses if not each.startswith(address)] == []
    assert 0 < traffic.octets < FIRST_VIEW


def test_guest_votes_comments_and_answers_over_a_poor_connection(phone, fresh_town):
    with Traffic(phone) as traffic, slow(phone):
        phone.goto("/consultations/quieter-streets/")
        say("poor connection: consultation", usable_ms=usable_after(phone), octets=traffic.octets)
        phone.get_by_role("main").get_by_role(
            "link", name="Light the crossing by the school", exact=True
        ).click()
        up_to_date(phone, "thread:")
        say("poor connection: proposal", usable_ms=usable_after(phone), octets=traffic.octets)
        phone.get_by_role("button", name="Agree", exact=True).click()
        phone.get_by_text("Your vote is counted").first.wait_for()
        write(phone)
        phone.get_by_role("button", name="Post comment").click()
        phone.locator("#thread").get_by_text(WORDS).wait_for()
        phone.goto("/consultations/quieter-streets/questions/")
        phone.get_by_label("What should change first?").fill("The junction.")
        phone.get_by_label("Yes, without my name").check()
        phone.get_by_role("button", name="Send my answers").click()
        phone.get_by_role("heading", name="Thank you. We have it.").wait_for()
    say("poor connection: whole journey", octets=traffic.octets, requests=len(traffic.addresses))
    assert 0 < traffic.octets < WHOLE_JOURNEY


def write(page):
    page.get_by_text("Add a comment", exact=True).click()
    page.get_by_label("Comment", exact=True).fill(WORDS)


def lose_the_answer(page, pattern):
    """The next post arrives, and its answer gets lost on the way back."""

    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    page.route(pattern, lose, times=1)


def lose_the_request(page, pattern):
    page.route(pattern, lambda route: route.abort("internetdisconnected"), times=1)


CUTS = {"before it arrived": lose_the_request, "after it arrived": lose_the_answer}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_comment_cut_in_mid_post_stays_in_its_box_and_is_sent_once(phone, fresh_town, cut):
    phone.goto(fresh_town.proposal.get_absolute_url())
    up_to_date(phone, "thread:")
    write(phone)
    cut(phone, "**/comments/")
    phone.get_by_role("button", name="Post comment").click()
    expect(phone.locator("[data-live-error]")).not_to_be_empty()
    expect(phone.get_by_label("Comment", exact=True)).to_have_value(WORDS)
    phone.get_by_role("button", name="Post comment").click()
    phone.locator("#thread").get_by_text(WORDS).wait_for()
    assert Contribution.objects.filter(public_text=WORDS).count() == 1


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_vote_cut_in_mid_post_is_counted_once(phone, fresh_town, cut):
    before = Vote.objects.count()
    phone.goto(fresh_town.proposal.get_absolute_url())
    up_to_date(phone, "thread:")
    cut(phone, "**/vote/")
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="Agree", exact=True).click()
    phone.get_by_role("button", name="Agree", exact=True).click()
    phone.get_by_text("Your vote is counted").first.wait_for()
    assert Vote.objects.count() == before + 1


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_answers_cut_in_mid_post_are_there_again_and_sent_once(phone, fresh_town, cut):
    before = Submission.objects.count()
    phone.goto("/consultations/quieter-streets/questions/")
    box = phone.get_by_label("What should change first?")
    box.fill(WORDS)
    phone.get_by_label("Mill Road").check()
    phone.get_by_label("Yes, without my name").check()
    cut(phone, "**/questions/")
    phone.get_by_role("button", name="Send my answers").click()
    phone.wait_for_url("chrome-error://**")
    phone.goto("/")
    phone.goto("/consultations/quieter-streets/questions/")
    expect(box).to_have_value(WORDS)
    phone.get_by_label("Yes, without my name").check()
    phone.get_by_role("button", name="Send my answers").click()
    phone.get_by_role("heading", name="Thank you. We have it.").wait_for()
    assert Submission.objects.count() == before + 1
    phone.goto("/consultations/quieter-streets/questions/")
    expect(box).to_have_value("")
