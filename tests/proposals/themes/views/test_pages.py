"""Pages of the analysis: who gets them, how many queries they take, what they say when there is nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.enums import Role
from proposals.themes.enums import Place, RunState, ThemeState
from proposals.themes.models import Theme, ThemeAssignment, ThemeRun
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    OfficialResponseFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    ThemeRunFactory,
    analyst_of,
    fulfil,
    publish_findings,
    responder_of,
    staff,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def run_with_themes(themes=1, state=ThemeState.CONFIRMED, **fields):
    """A finished run with themes of two texts each; returns its consultation."""
    run = ThemeRunFactory(**fields)
    first = ThemeFactory(codebook__run=run, state=state)
    rest = [ThemeFactory(codebook=first.codebook, state=state) for _each in range(themes - 1)]
    for theme in [first, *rest]:
        for rank in range(2):
            ThemeAssignmentFactory(theme=theme, central_rank=rank)
        ThemeAssignmentFactory(theme=theme, sure=False, confidence=10)
        theme.submissions = theme.people = 2
        theme.save()
    fulfil(run)
    return run.consultation


def published(themes=1, threshold=2):
    consultation = run_with_themes(themes)
    consultation.disclosure_threshold = threshold
    consultation.save()
    publish_findings(consultation)
    return consultation


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


STAFF_PAGES = {
    "release": (Role.OWNER, Role.ANALYST, Role.MODERATOR),
    "workbench": (Role.ANALYST,),
    "coding": (Role.ANALYST,),
    "code_next": (Role.ANALYST,),
    "write_responses": (Role.RESPONDER, Role.OWNER),
}


@pytest.mark.parametrize("role", ["guest", "resident", *Role.values])
@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_page_by_role_is(name, role):
    consultation = published()
    if role == "guest":
        client = Client()
    else:
        client = signed_in(UserFactory() if role == "resident" else staff(consultation, role))
    status = client.get(reverse(name, args=[consultation.slug]), follow=True).status_code
    assert status == (200 if role in STAFF_PAGES[name] else 403)


POSTS = [
    "start_run",
    "stop_run",
    "freeze_report",
    "sign_report",
    "return_report",
    "publish_report",
    "add_theme",
    "draw_sample",
    "withdraw_sample",
    "enlarge_sample",
    "carry_codebook",
    "queue_learning",
    "make_estimates",
]


@pytest.mark.parametrize("name", POSTS)
def test_staff_post_by_a_resident_is_refused_and_by_get_not_allowed(name):
    consultation = run_with_themes()
    client = signed_in(UserFactory())
    url = reverse(name, args=[consultation.slug])
    assert client.post(url).status_code == 403
    assert client.get(url).status_code == 405


@pytest.mark.parametrize(
    "name", ["report", "responses", "report_file", "report_theme", "report_place", "workbench"]
)
def test_pages_of_a_private_consultation_are_not_found_by_the_public(name):
    consultation = published()
    consultation.invited_only = True
    consultation.save()
    theme = ThemeAssignment.objects.first().theme
    more = {"report_file": ["report.json"], "report_theme": [theme.pk], "report_place": ["in_themes"]}
    url = reverse(name, args=[consultation.slug, *more.get(name, [])])
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("name", ["report", "responses", "workbench", "write_response"])
def test_page_takes_as_many_queries_with_three_themes_as_with_one(name):
    counted = []
    for themes in (1, 3):
        consultation = published(themes)
        for theme in Theme.objects.filter(codebook__consultation=consultation):
            OfficialResponseFactory(theme=theme)
        client = signed_in(analyst_of(consultation))
        if name == "write_response":
            client = signed_in(responder_of(consultation))
        more = ["theme", theme.pk] if name == "write_response" else []
        counted.append(queries_of(client, reverse(name, args=[consultation.slug, *more])))
    assert counted[0] == counted[1]
    assert counted[0] <= (36 if name == "write_response" else 30)


def test_lists_of_consultations_take_as_many_queries_with_three_as_with_one():
    analyst = UserFactory()
    counted = {name: [] for name in ("analyses", "answering", "answers")}
    for _each in range(3):
        consultation = published()
        for role in (Role.ANALYST, Role.RESPONDER):
            consultation.memberships.create(user=analyst, role=role)
        for name, seen in counted.items():
            seen.append(queries_of(signed_in(analyst), reverse(name)))
    assert all(seen[0] == seen[2] for seen in counted.values())


@pytest.mark.parametrize("name", ["analyses", "answering"])
def test_staff_list_without_signing_in_leads_to_signing_in(name):
    assert Client().get(reverse(name)).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name, words", [("report", "not published yet"), ("responses", "No answers yet")])
def test_page_before_anything_is_published_explains(name, words):
    page = Client().get(reverse(name, args=[ConsultationFactory().slug]))
    assert page.status_code == 200
    assert words in page.content.decode()


def test_workbench_without_a_run_offers_one():
    consultation = ConsultationFactory()
    page = signed_in(analyst_of(consultation)).get(reverse("workbench", args=[consultation.slug]))
    assert "No themes yet." in page.content.decode()


def test_start_run_from_the_workbench_queues_it_and_the_bar_is_asked_for():
    consultation = ProposalFactory().consultation
    client = signed_in(analyst_of(consultation))
    client.post(reverse("start_run", args=[consultation.slug]), {"n_themes": "", "seed": "7"})
    run = ThemeRun.objects.get()
    assert (run.state, run.seed, run.parameters) == (
        RunState.QUEUED,
        7,
        {"n_themes": None, "method": "kmeans", "passage_length": 400},
    )
    bar = client.get(reverse("run_progress", args=[consultation.slug]))
    assert (bar.status_code, b'data-hx-trigger="every 2s"' in bar.content) == (200, True)
    page = client.get(reverse("workbench", args=[consultation.slug]))
    assert b'<noscript><meta http-equiv="refresh" content="10"></noscript>' in page.content
    client.post(reverse("stop_run", args=[consultation.slug]))
    bar = client.get(reverse("run_progress", args=[consultation.slug]))
    assert (bar.status_code, bar.headers["HX-Refresh"]) == (286, "true")


@pytest.mark.parametrize("typed", [{"n_themes": "1"}, {"n_themes": "x"}, {"seed": "-1"}])
def test_start_run_with_bad_input_says_so_and_queues_nothing(typed):
    consultation = ProposalFactory().consultation
    client = signed_in(analyst_of(consultation))
    page = client.post(reverse("start_run", args=[consultation.slug]), typed, follow=True)
    assert len(list(page.context["messages"])) == 1
    assert not ThemeRun.objects.exists()


def test_confirm_theme_on_the_page_saves_its_words():
    consultation = run_with_themes(state=ThemeState.CANDIDATE)
    theme = ThemeAssignment.objects.first().theme
    client = signed_in(analyst_of(consultation))
    url = reverse("confirm_theme", args=[consultation.slug, theme.pk])
    client.post(url, {"name": "Buses", "definition": "On time.", "version": theme.version})
    theme.refresh_from_db()
    assert (theme.name, theme.definition, theme.state) == ("Buses", "On time.", "confirmed")


def test_confirm_theme_without_a_name_shows_the_form_again_with_the_error():
    consultation = run_with_themes(state=ThemeState.CANDIDATE)
    theme = ThemeAssignment.objects.first().theme
    client = signed_in(analyst_of(consultation))
    page = client.post(reverse("confirm_theme", args=[consultation.slug, theme.pk]), {"name": ""})
    assert page.status_code == 422
    assert page.content.decode().count("<title>Error:") == 1


def test_confirm_theme_that_somebody_changed_says_so_and_keeps_what_was_typed():
    consultation = run_with_themes(state=ThemeState.CANDIDATE)
    theme = ThemeAssignment.objects.first().theme
    client = signed_in(analyst_of(consultation))
    typed = {"name": "Typed by me", "version": theme.version - 1}
    page = client.post(reverse("confirm_theme", args=[consultation.slug, theme.pk]), typed)
    assert page.status_code == 409
    assert "Typed by me" in page.content.decode()


def test_theme_of_another_consultation_is_not_found_on_the_workbench():
    consultation, other = run_with_themes(), run_with_themes()
    theme = ThemeAssignment.objects.filter(run__consultation=other).first().theme
    client = signed_in(analyst_of(consultation))
    for name in ("workbench_theme", "confirm_theme", "dismiss_theme"):
        url = reverse(name, args=[consultation.slug, theme.pk])
        act = client.get if name == "workbench_theme" else client.post
        assert act(url, {"name": "x"}).status_code == 404


def test_move_passage_from_the_unsure_pile_puts_it_into_the_theme():
    consultation = run_with_themes(2)
    passage = ThemeAssignment.objects.filter(run__consultation=consultation, sure=False).first()
    client = signed_in(analyst_of(consultation))
    url = reverse("move_passage", args=[consultation.slug, passage.pk])
    client.post(url, {"theme": passage.theme_id})
    passage.refresh_from_db()
    assert (passage.sure, passage.assigned_by) == (True, "person")


def test_room_of_the_report_lists_confirmed_themes_without_a_definition():
    consultation = run_with_themes()
    client = signed_in(analyst_of(consultation))
    url = reverse("release", args=[consultation.slug])
    assert "has no definition" not in client.get(url).content.decode()
    Theme.objects.update(definition="")
    assert "has no definition" in client.get(url).content.decode()


def test_place_of_the_workbench_shows_staff_what_stands_there():
    consultation = run_with_themes()
    client = signed_in(analyst_of(consultation))
    page = client.get(reverse("workbench_place", args=[consultation.slug, "unsure"]))
    assert (page.context["number"], len(page.context["page"])) == (1, 1)
    assert client.get(reverse("workbench_place", args=[consultation.slug, "nowhere"])).status_code == 404


def test_report_prints_every_number_of_the_ledger_and_links_it():
    consultation = published()
    page = Client().get(reverse("report", args=[consultation.slug]))
    numbers = {url: number for number, _name, url in page.context["parts"]}
    assert sum(numbers.values()) == 3
    for url, number in numbers.items():
        assert Client().get(url).context["shown"] == number
    assert "3" in page.content.decode()


def test_small_theme_is_listed_without_its_number():
    consultation = published(threshold=5)
    page = Client().get(reverse("report", args=[consultation.slug]))
    assert page.context["rows"][0]["number"] is None
    assert "under 5" in page.content.decode()
    assert "A small theme to notice." in page.content.decode()


def test_theme_page_of_the_report_says_how_many_of_its_texts_may_be_shown():
    consultation = published()
    theme = ThemeAssignment.objects.first().theme
    contribution = theme.assignments.counted().first().contribution
    contribution.state = "hidden"
    contribution.save()
    page = Client().get(reverse("report_theme", args=[consultation.slug, theme.pk]))
    assert "1 of 2 contributions may be shown" in page.content.decode()


def test_writing_and_publishing_an_answer_tells_how_many_are_told():
    consultation = published()
    theme = ThemeAssignment.objects.first().theme
    client = signed_in(responder_of(consultation))
    url = reverse("write_response", args=[consultation.slug, "theme", theme.pk])
    typed = {
        "decision": "partly",
        "action": "We will.",
        "reason": "You asked.",
        "promise-what": "First counts",
    }
    page = client.post(url, {**typed, "promise-due_on": ""})
    assert (page.status_code, "Say by when." in page.content.decode()) == (422, True)
    page = client.post(url, {**typed, "promise-due_on": "3 May 2027", "check": "1"}, follow=True)
    response = page.context["response"]
    second = signed_in(responder_of(consultation))
    place = [consultation.slug, response.pk]
    second.post(reverse("check_response", args=place), {"version": response.version})
    page = client.post(reverse("publish_response", args=place), follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == ["The answer is published. 2 people are told."]
    answers = Client().get(reverse("responses", args=[consultation.slug])).content.decode()
    assert "First counts by 3 May 2027" in answers


def test_answers_of_a_consultation_past_its_date_are_late_in_public():
    consultation = published()
    consultation.answer_due_on = consultation.published_at.date()
    consultation.save()
    page = Client().get(reverse("responses", args=[consultation.slug]))
    assert "One answer is 7 days late." in page.content.decode()
    assert page.context["cards"][0]["kind"] == "overdue"


def test_all_places_of_the_ledger_have_words():
    assert all(str(place.label) for place in Place)


@pytest.mark.parametrize("name", ["report.txt", "bundle.csv", "..", "themes"])
def test_file_that_is_not_offered_is_not_found(name):
    consultation = published()
    url = f"/consultations/{consultation.slug}/report/files/{name}"
    assert Client().get(url).status_code == 404


def test_report_of_an_earlier_edition_gives_way_to_the_newest():
    consultation = published()
    newest = ThemeReportFactory(
        run=ThemeRunFactory(consultation=consultation, number=99),
        edition=2,
        bundle=consultation.reports.get().bundle,
    )
    page = Client().get(reverse("report", args=[consultation.slug]))
    assert page.context["report"] == newest
