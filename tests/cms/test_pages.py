"""What pages show, to whom, in which language, at what price."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.models import StandardPage
from consult.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, list_page, page_phase, publish, published_page
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.proposals import ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"
PUBLIC = [
    "/",
    "/consultations/",
    f"/consultations/?q={CANARY}",
    "/consultations/quieter-streets/",
    "/consultations/quieter-streets/changes/",
    "/consultations/quieter-streets/proposals/",
    "/consultations/quieter-streets/questions/",
    "/consultations/quieter-streets/report/",
    "/consultations/quieter-streets/responses/",
    "/api/v1/consultations",
    "/api/v1/consultations/quieter-streets",
    "/fr/consultations/",
    "/fr/consultations/quieter-streets/",
]
CANARY_WORDS = {
    "title": CANARY,
    "summary": CANARY,
    "place": CANARY,
    "decided_by": CANARY,
    "promise_still_open": CANARY,
    "promise_how_used": CANARY,
}


def texts(client):
    return {url: client.get(url, follow=True).content.decode() for url in PUBLIC}


@pytest.mark.parametrize("visitor", ["public", "account"])
def test_an_unpublished_draft_is_nowhere(client, visitor):
    if visitor == "account":
        client.force_login(UserFactory())
    before = {url: client.get(url).status_code for url in PUBLIC}
    draft_page(**CANARY_WORDS)
    leaks = [url for url, text in texts(client).items() if CANARY in text.replace(f"q={CANARY}", "")]
    assert [url for url in leaks if "?q=" not in url] == []
    assert {url: client.get(url).status_code for url in PUBLIC} == before
    assert client.get("/consultations/quieter-streets/").status_code == 404


def test_a_draft_of_a_live_page_is_nowhere(client):
    page = published_page()
    for name, word in CANARY_WORDS.items():
        setattr(page, name, word)
    page.phases = [page_phase(CANARY)]
    question, rule = page.questions.get(), page.house_rules.get()
    question.text = rule.text = CANARY
    page.questions, page.house_rules = [question], [rule]
    page.save_revision()
    shown = texts(client)
    assert [url for url, text in shown.items() if CANARY in text and "?q=" not in url] == []
    assert "Quieter streets" in shown["/consultations/quieter-streets/"]
    assert "Quieter streets" not in shown[f"/consultations/?q={CANARY}"]


def test_the_page_shows_what_binds_the_body(client):
    page = published_page()
    text = client.get(page.url).content.decode()
    for words in (
        "Quieter streets",
        "Open: discussion",
        "Transport committee",
        "The budget.",
        "Changed 0 times",
    ):
        assert words in text
    page.promise_already_fixed = "The budget of 2027."
    page.save_revision()
    publish(page)
    text = client.get(page.url).content.decode()
    assert "The budget of 2027." in text
    assert "Changed 1 time" in text


def test_the_log_of_changes_names_fields_without_words(client):
    page = published_page()
    page.promise_already_fixed = "Another budget."
    page.save_revision()
    publish(page)
    text = client.get("/consultations/quieter-streets/changes/").content.decode()
    assert "Changed: the promise" in text
    assert "Another budget." not in text


def test_a_closed_consultation_says_so(client):
    page = published_page(phases=[page_phase(opens=-30, closes=-2)])
    text = client.get(page.url).content.decode()
    assert "Closed" in text
    assert "Make a proposal" not in text


def test_a_private_consultation_is_for_members(client):
    page = published_page(invited_only=True)
    member = MembershipFactory(consultation=page.consultation, role=Role.INVITED).user
    urls = [page.url, f"{page.url}changes/"]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert "Quieter streets" not in client.get("/").content.decode()
    client.force_login(member)
    assert [client.get(url).status_code for url in urls] == [200, 200]
    assert "Quieter streets" in client.get("/").content.decode()


def test_a_consultation_without_a_page_is_shown_too(client):
    ConsultationFactory(slug="imported", titles={"en": "Imported conversation"})
    response = client.get("/consultations/imported/")
    assert (response.status_code, "Imported conversation" in response.content.decode()) == (200, True)
    assert client.get("/consultations/nothing/").status_code == 404


def test_the_home_page_lists_what_closes_first_on_top(client):
    published_page("Later", "later", phases=[page_phase(closes=40)])
    published_page("Sooner", "sooner", phases=[page_phase(closes=3)])
    published_page("Coming", "coming", phases=[page_phase(opens=5, closes=9)])
    published_page("Over", "over", phases=[page_phase(opens=-9, closes=-5)])
    context = client.get("/").context
    assert [row["consultation"].slug for row in context["open_rows"]] == ["sooner", "later"]
    assert [row["standing"].kind for row in context["open_rows"]] == ["closing", "open"]
    assert [row["consultation"].slug for row in context["coming_rows"]] == ["coming"]
    listed = client.get("/consultations/").context
    assert [row["consultation"].slug for row in listed["closed_rows"]] == ["over"]


def test_the_list_is_narrowed_by_words(client):
    published_page("Market hall", "market")
    published_page("Libraries", "libraries")
    rows = client.get("/consultations/?q=MARKET").context["open_rows"]
    assert [row["consultation"].slug for row in rows] == ["market"]
    assert "No consultation speaks of" in client.get("/consultations/?q=zoo").content.decode()


def french_of(page, **words):
    translation = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    for name, word in words.items():
        setattr(translation, name, word)
    translation.save_revision()
    return publish(translation)


def test_the_page_speaks_french(client):
    page = published_page()
    french_of(page, title="Des rues calmes", promise_still_open="Quelles rues ferment.")
    text = client.get("/fr/consultations/quieter-streets/").content.decode()
    assert '<html lang="fr"' in text
    assert "Des rues calmes" in text
    assert "Quelles rues ferment." in text
    assert "Des rues calmes" not in client.get(page.url).content.decode()


def test_without_a_translation_the_french_page_shows_the_source(client):
    published_page()
    response = client.get("/fr/consultations/quieter-streets/")
    assert (response.status_code, "Quieter streets" in response.content.decode()) == (200, True)


def test_a_text_page_renders(client):
    home = list_page().get_parent()
    home.add_child(
        instance=StandardPage(
            title="Our words",
            slug="our-words",
            body=[
                ("text", "<p>Your words are yours.</p>"),
                ("folded", {"title": "More", "text": "<p>Law.</p>"}),
            ],
        )
    )
    assert "Your words are yours." in client.get("/our-words/").content.decode()


def test_blocks_of_a_consultation_render(client):
    body = [
        {"type": "areas", "value": ["Mill Road", "Hill Street"]},
        {
            "type": "other_ways",
            "value": {"text": "<p>Paper forms.</p>", "phone": "01632 960441", "reference": "Q1"},
        },
        {
            "type": "meeting",
            "value": {
                "name": "Drop-in",
                "starts_at": "2026-12-03T16:00:00Z",
                "place": "Hall",
                "note": "Step-free",
            },
        },
    ]
    page = published_page(body=body)
    text = client.get(page.url).content.decode()
    for words in ("Hill Street", "01632 960441", "Drop-in", "Step-free"):
        assert words in text


def test_area_leads_to_what_was_said_about_it_in_this_consultation(client):
    page = published_page(body=[{"type": "areas", "value": ["Mill Road & Quay"]}])
    ProposalFactory(consultation_of=page.consultation, title="A gate for Mill Road and Quay")
    ProposalFactory(title="Another Mill Road with a Quay")
    [address] = re.findall(r'href="([^"]*search/\?q=Mill[^"]*)"', client.get(page.url).content.decode())
    found = client.get(unescape(address)).context
    assert [text.title for text, _pieces in found["entries"]] == ["A gate for Mill Road and Quay"]


@pytest.mark.parametrize("url", ["/", "/consultations/", "/consultations/streets-0/"])
def test_the_price_of_a_page_does_not_grow(client, url):
    published_page("Streets 0", "streets-0")
    client.get(url)
    one = _queries(client, url)
    for number in (1, 2):
        published_page(f"Streets {number}", f"streets-{number}")
    client.get(url)
    assert _queries(client, url) == one
    assert one <= 12


def _queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_figures_stay_the_same_between_counts(client):
    page = published_page()
    proposal = ProposalFactory(consultation_of=page.consultation)
    before = client.get(page.url).context["figures"]
    for _each in range(3):
        VoteFactory(contribution=proposal)
    assert client.get(page.url).context["figures"] == before
