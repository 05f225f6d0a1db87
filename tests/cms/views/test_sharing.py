"""What people take away: a link, a code, a calendar, a sheet, a feed, each only of what they may see."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from consult.clock import now
from consult.enums import ConsultationState
from consult.qr import drawn
from proposals.enums import ContributionState
from proposals.themes.models import OfficialResponse
from tests.factories.cms import draft_page, publish
from tests.factories.consult import ConsultationFactory, PhaseFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import OfficialResponseFactory, ThemeFactory, ThemeReportFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
OF_ONE = ["share", "sheet", "calendar", "feed_of"]


def entries(url):
    response = Client().get(url)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def titles(url):
    return [each.find(f"{ATOM}title").text for each in entries(url)]


@pytest.mark.parametrize("name", OF_ONE)
@pytest.mark.parametrize(
    "hidden", [{"invited_only": True}, {"state": ConsultationState.REHEARSAL}], ids=["private", "rehearsal"]
)
def test_consultation_that_is_not_public_is_not_handed_on(name, hidden):
    consultation = ConsultationFactory(**hidden)
    assert Client().get(reverse(name, args=[consultation.slug])).status_code == 404
    assert consultation.title not in Client().get(reverse("feed")).content.decode()


@pytest.mark.parametrize("name", OF_ONE)
def test_each_way_of_a_public_consultation_is_there(name):
    consultation = ConsultationFactory()
    assert Client().get(reverse(name, args=[consultation.slug])).status_code == 200


def test_share_page_has_the_address_its_code_and_a_letter_and_asks_nobody_else():
    consultation = ConsultationFactory()
    page = Client().get(reverse("share", args=[consultation.slug])).content.decode()
    address = f"http://testserver{consultation.get_absolute_url()}"
    assert f'href="{address}"' in page
    assert drawn(address, f"QR code that opens {consultation.title}") in page
    assert "mailto:?subject=" in page
    assert quote(address, safe="") in page
    assert "//" not in page.replace(address, "").replace("http://www.w3.org", "").split("<main")[1]


def test_calendar_holds_phases_the_answer_and_meetings_under_lasting_names():
    page = draft_page()
    starts = datetime(2027, 3, 4, 18, tzinfo=UTC)
    meeting = {"name": "Open evening", "starts_at": starts, "place": "Library", "note": "Step-free"}
    page.body = [("meeting", meeting)]
    page.save_revision()
    consultation = publish(page).consultation
    url = reverse("calendar", args=[consultation.slug])
    events = Calendar.from_ical(Client().get(url).content).walk("VEVENT")
    by_title = {str(each["summary"]).split(" (")[0]: each for each in events}
    assert by_title["Open evening"].decoded("dtstart") == starts
    assert by_title["Open evening"].decoded("dtend") == starts + timedelta(hours=1)
    assert (str(by_title["Open evening"]["location"]), str(by_title["Open evening"]["description"])) == (
        "Library",
        "Step-free",
    )
    assert by_title["Answer due"].decoded("dtstart") == consultation.answer_due_on
    phases = {phase.title: phase for phase in consultation.phases_in_order}
    assert set(phases) < set(by_title)
    for title, phase in phases.items():
        assert by_title[title].decoded("dtstart") == phase.opens_at.replace(microsecond=0)
    again = Calendar.from_ical(Client().get(url).content).walk("VEVENT")
    assert [each["uid"] for each in again] == [each["uid"] for each in events]


def test_sheet_says_what_is_asked_until_when_and_where_it_is():
    consultation = ConsultationFactory()
    page = Client().get(reverse("sheet", args=[consultation.slug])).content.decode()
    said = [consultation.title, "Which streets close and when.", "The budget.", "Transport committee", "<svg"]
    assert [words for words in said if words not in page] == []


def test_site_feed_tells_phases_reports_and_answers_newest_first():
    theme = ThemeFactory(name="Buses")
    consultation = theme.consultation
    report = ThemeReportFactory(run=theme.codebook.run)
    report.published_at = now() - timedelta(days=2)
    report.save()
    answer = OfficialResponseFactory(theme=theme)
    OfficialResponse.objects.filter(pk=answer.pk).update(published_at=now() - timedelta(days=1))
    later = now() + timedelta(days=9)
    PhaseFactory(consultation=consultation, opens_at=later, closes_at=later + timedelta(days=1))
    assert titles(reverse("feed")) == [
        "Accepted in part: Buses",
        f"{consultation.title}. The themes are published",
        f"{consultation.title}. Now: Discussion",
    ]


def test_draft_answers_and_reports_on_their_way_are_in_no_feed():
    theme = ThemeFactory(name="Buses")
    ThemeReportFactory(run=theme.codebook.run, state="frozen", published_at=None)
    OfficialResponseFactory(theme=theme)
    for url in (reverse("feed"), reverse("feed_of", args=[theme.consultation.slug])):
        assert titles(url) == [f"{theme.consultation.title}. Now: Discussion"]


@pytest.mark.parametrize("state", [s for s in ContributionState if s != ContributionState.VISIBLE])
def test_only_shown_proposals_are_in_the_feed_of_their_consultation(state):
    shown = ProposalFactory(title="Light the crossing")
    ProposalFactory(consultation_of=shown.consultation, title="CANARY", state=state)
    url = reverse("feed_of", args=[shown.consultation.slug])
    assert "Light the crossing" in titles(url)
    assert "CANARY" not in Client().get(url).content.decode()


def test_feed_has_lasting_ids_and_absolute_links():
    proposal = ProposalFactory()
    url = reverse("feed_of", args=[proposal.consultation.slug])
    first, second = entries(url), entries(url)
    assert [each.find(f"{ATOM}id").text for each in first] == [each.find(f"{ATOM}id").text for each in second]
    assert all(each.find(f"{ATOM}link").get("href").startswith("http") for each in first)


def test_feeds_take_as_many_queries_with_three_entries_as_with_one():
    counted = {name: [] for name in ("feed", "feed_of")}
    first = ProposalFactory()
    for _each in range(3):
        ProposalFactory(consultation_of=first.consultation)
        ThemeReportFactory(run__consultation=first.consultation)
        for name, args in (("feed", []), ("feed_of", [first.consultation.slug])):
            Client().get(reverse(name, args=args))
            with CaptureQueriesContext(connection) as captured:
                Client().get(reverse(name, args=args))
            counted[name].append(len(captured))
    assert all(seen[0] == seen[2] <= 12 for seen in counted.values())


def test_receipt_comes_with_a_code_that_opens_it(client):
    consultation = ConsultationFactory()
    sent = {"title": "Light the crossing", "body": "It is dark there."}
    page = client.post(reverse("propose", args=[consultation.slug]), sent, follow=True).content.decode()
    code = page.split('id="receipt">')[1].split("<")[0]
    address = f"http://testserver{reverse('receipt', args=[code])}"
    assert drawn(address, "QR code that opens the page of this receipt") in page
