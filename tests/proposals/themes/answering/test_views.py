"""The pages of answering and of hearing: who opens them, what they say, how many queries they take."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now, today
from consult.enums import Role
from proposals.enums import Channel
from proposals.themes import actions
from proposals.themes.duties import duties_of, punctuality
from proposals.themes.enums import Place
from proposals.themes.models import OfficialResponse, OutcomeEdition
from tests.factories.accounts import UserFactory
from tests.factories.outcomes import (
    answer,
    campaign_of,
    published_by,
    published_themes,
    report_of,
    send_all,
    stands_in,
    wrote,
)
from tests.factories.themes import analyst_of, responder_of, staff

pytestmark = pytest.mark.django_db
STAFF_PAGES = {
    "answering": (Role.RESPONDER, Role.OWNER, Role.ANALYST, Role.MODERATOR),
    "write_responses": (Role.RESPONDER, Role.OWNER),
    "outcomes": (Role.RESPONDER, Role.OWNER),
    "outcome_letters": (Role.RESPONDER, Role.OWNER),
    "corrections": (Role.ANALYST,),
}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_page_opens_for_its_roles_and_for_nobody_else(name):
    (theme,) = published_themes("Buses")
    published_by(theme, wrote(theme))
    url = reverse(name, args=[] if name == "answering" else [theme.consultation.slug])
    opened = {role for role in Role.staff() if _opens(signed_in(staff(theme.consultation, role)), url)}
    assert opened == set(STAFF_PAGES[name])
    assert not _opens(Client(), url)
    assert name == "answering" or not _opens(signed_in(UserFactory()), url)


def _opens(client, url):
    page = client.get(url)
    if page.status_code == 302 and "/responses/theme/" in page.url:
        page = client.get(page.url)
    assert page.status_code in (200, 302, 403)
    return page.status_code == 200


POSTS = [
    "publish_outcomes",
    "call_off_outcomes",
    "stop_outcomes",
    "go_on_outcomes",
    "outcome_bounces",
    "letters_printed",
]


@pytest.mark.parametrize("name", POSTS)
def test_acts_of_outcomes_are_posts_of_those_who_answer(name):
    (theme,) = published_themes("Buses")
    published_by(theme, wrote(theme))
    url = reverse(name, args=[theme.consultation.slug])
    assert signed_in(responder_of(theme.consultation)).get(url).status_code == 405
    assert signed_in(analyst_of(theme.consultation)).post(url).status_code == 403
    assert Client().post(url).status_code == 403


def test_duty_board_takes_as_many_queries_for_three_consultations_as_for_one():
    user, counted = UserFactory(), []
    for number in range(3):
        themes = published_themes(*[f"Theme {number}.{n}" for n in range(number + 1)])
        consultation = themes[0].consultation
        consultation.memberships.create(user=user, role=Role.RESPONDER, accepted_at=now())
        for theme in themes:
            response = answer(theme=theme)
            actions.give_duty(by=response.written_by, theme=theme, owner=response.written_by)
            actions.publish_response(by=response.written_by, response=response)
            response.commitments.create(what="Counts", due_on=today())
        campaign = campaign_of(themes[0].codebook.run, wrote(themes[0]))
        answer(campaign=campaign)
        stands_in(themes[0].codebook.run, Place.UNSURE)
        counted.append(queries_of(signed_in(user), reverse("answering")))
    assert counted[0] == counted[1] == counted[2]
    assert counted[0] <= 18


def test_duty_board_marks_what_is_late_and_keeps_the_mark_when_it_is_done():
    themes = published_themes("Buses", "Schools", answer_due_on=today() - timedelta(days=10))
    by = responder_of(themes[0].consultation)
    response = answer(theme=themes[0])
    late = {"published_at": now() - timedelta(days=3)}
    OfficialResponse.objects.filter(pk=response.pk).update(**late)
    response.commitments.create(
        what="Counts", due_on=today() - timedelta(days=5), kept_on=today() - timedelta(days=1), owner="P. N."
    )
    response.commitments.create(what="Trial", due_on=today() - timedelta(days=2))
    rows = [(each.what, each.days_late, each.is_open, each.who) for each in duties_of(by)]
    assert rows == [
        ("Schools", 10, True, ""),
        ("Trial", 2, True, ""),
        ("Buses", 7, False, response.written_by.display_name),
        ("Counts", 4, False, "P. N."),
    ]
    page = signed_in(by).get(reverse("answering")).content.decode()
    assert [words in page for words in ("10 days late", "7 days late", "4 days late")] == [True] * 3


def test_public_page_says_how_late_the_answers_were_after_they_are_all_there():
    (theme,) = published_themes("Buses", answer_due_on=today() - timedelta(days=9))
    _frozen(theme)
    response = answer(theme=theme)
    url = reverse("responses", args=[theme.consultation.slug])
    page = Client().get(url).content.decode()
    assert ("9 days late" in page, "All of them were here" in page) == (True, False)
    late = {"published_at": now() - timedelta(days=2)}
    OfficialResponse.objects.filter(pk=response.pk).update(**late)
    page = Client().get(url).content.decode()
    assert ("7 days late" in page, "All of them were here" in page) == (True, True)
    assert punctuality(theme.consultation, 0, [now()])[1] == 9


def _frozen(*themes):
    """Put the themes into the bundle, as freezing does."""
    report = report_of(themes[0])
    report.bundle["themes"] = [{"id": each.pk, "people": 1, "submissions": 1} for each in themes]
    report.save()


def test_public_page_prints_who_was_told_adding_up_with_small_numbers_held_back():
    (theme,) = published_themes("Buses", disclosure_threshold=2)
    texts = [wrote(theme) for _each in range(4)]
    stands_in(theme.codebook.run, Place.LATE, user=None, channel=Channel.PAPER)
    stands_in(theme.codebook.run, Place.LATE, user=None, digest="0" * 64)
    stands_in(theme.codebook.run, Place.LATE, user=None, digest="1" * 64)
    _frozen(theme)
    published_by(theme, texts[0])
    page = Client().get(reverse("responses", args=[theme.consultation.slug]))
    ways = {way.value: number for way, number in page.context["told"]["ways"]}
    assert (page.context["told"]["people"], ways) == (7, {"email": 4, "letter": None, "receipt": None})
    outcomes = signed_in(responder_of(theme.consultation)).get(
        reverse("outcomes", args=[theme.consultation.slug])
    )
    told = outcomes.context["told"]
    assert sum(number for _way, number in told["ways"]) == told["people"] == 7


def test_outcome_page_before_publishing_says_what_is_missing_and_shows_three_least_sure():
    first, second = published_themes("Buses", "Schools")
    for confidence in (900, 100, 500, 300):
        wrote(first, f"Words placed at {confidence}.", confidence=confidence)
    answer(theme=first)
    client = signed_in(responder_of(first.consultation))
    page = client.get(reverse("outcomes", args=[first.consultation.slug]))
    assert page.context["missing"] == ["“Schools” has no answer."]
    samples = [words for _assignment, words in page.context["samples"]]
    assert samples == [f"Words placed at {number}." for number in (100, 300, 500)]
    sample = page.context["samples"][0][0]
    client.post(reverse("test_outcome", args=[first.consultation.slug, sample.pk]))
    assert OutcomeEdition.objects.get().tested_at is not None
    client.post(reverse("publish_outcomes", args=[first.consultation.slug]))
    assert OutcomeEdition.objects.get().published_at is None
    assert second.state == "confirmed"


@pytest.mark.parametrize("invited_only", [False, True])
def test_letter_on_paper_says_what_became_of_its_readers_words_whoever_may_look(invited_only):
    (theme,) = published_themes("Buses", invited_only=invited_only)
    text = wrote(theme, "Written by hand.", user=None, source="paper")
    text.submission.channel = Channel.PAPER
    text.submission.save()
    published_by(theme, text)
    page = signed_in(responder_of(theme.consultation)).get(
        reverse("outcome_letters", args=[theme.consultation.slug])
    )
    (letter,) = page.context["letters"]
    assert [section.quote for section in letter["letter"].sections] == ["Written by hand."]


@pytest.mark.parametrize("invited_only", [False, True])
def test_letter_by_mail_reaches_who_took_part_without_an_account_whoever_may_look(invited_only, mailoutbox):
    (theme,) = published_themes("Buses", invited_only=invited_only)
    person = {"user": None, "source": "guest", "contact_email": "sam@example.org"}
    text = wrote(theme, "Sent from a telephone.", **person)
    published_by(theme, text)
    mailoutbox.clear()
    send_all()
    assert [(letter.to, "Sent from a telephone." in letter.body) for letter in mailoutbox] == [
        (["sam@example.org"], True)
    ]


def test_letters_are_printed_in_their_readers_language_with_a_receipt_that_opens_everything():
    (theme,) = published_themes("Buses")
    text = wrote(theme, "Written by hand.", user=None, source="paper", language="en")
    text.submission.channel, text.submission.external_id = Channel.PAPER, "P-17"
    text.submission.save()
    published_by(theme, text)
    client = signed_in(responder_of(theme.consultation))
    url = reverse("outcome_letters", args=[theme.consultation.slug])
    page = client.get(url)
    said = ("Written by hand.", "We will widen the pavement.", "P-17", "<svg")
    assert [words in page.content.decode() for words in said] == [True] * 4
    (letter,) = page.context["letters"]
    receipt = Client().get(f"/receipts/{letter['code']}/")
    assert (receipt.status_code, "Written by hand." in receipt.content.decode()) == (200, True)
    client.post(reverse("letters_printed", args=[theme.consultation.slug]), {"letter": letter["outcome"].pk})
    assert list(client.get(url).context["letters"]) == []
    assert len(client.get(f"{url}?all=1").context["letters"]) == 1
