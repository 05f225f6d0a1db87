"""The pages on which a report is prepared: closing list, what stands around the numbers, personal details."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.enums import Role
from proposals.enums import Channel
from proposals.themes.models import (
    ClosingLine,
    EarlyReader,
    MinorityView,
    Redaction,
    ReportFrame,
    Snapshot,
    SummaryPoint,
    Theme,
)
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import SubmissionFactory
from tests.factories.themes import analyst_of, carry_out_what_is_asked, publish_findings, staff

from .test_pages import queries_of, run_with_themes, signed_in

pytestmark = pytest.mark.django_db
FRAME = {
    "few_below": "5",
    "some_below": "20",
    "many_below": "60",
    "limits": "Nobody under sixteen was asked, and forms lay in two of five wards.",
    "contact": "Team, team@example.org",
}


def asked(consultation):
    """The consultation with one paper form that nobody typed in."""
    SubmissionFactory(participant__consultation=consultation, channel=Channel.PAPER)
    return consultation


def url(name, consultation, *more):
    return reverse(name, args=[consultation.slug, *more])


@pytest.mark.parametrize("role", [None, *Role.values])
@pytest.mark.parametrize(
    "name, allowed",
    [
        ("closing", [Role.OWNER, Role.ANALYST, Role.MODERATOR]),
        ("frame", [Role.OWNER, Role.ANALYST, Role.MODERATOR]),
        ("details", [Role.ANALYST, Role.MODERATOR]),
    ],
)
def test_page_by_role_is(name, allowed, role):
    consultation = run_with_themes()
    client = signed_in(staff(consultation, role)) if role else Client()
    assert client.get(url(name, consultation)).status_code == (200 if role in allowed else 403)


def test_closing_list_is_accepted_by_the_owner_and_frozen_by_the_analyst():
    consultation = asked(ConsultationFactory(phase=False))
    owner, analyst = signed_in(staff(consultation, Role.OWNER)), signed_in(analyst_of(consultation))
    refused = analyst.post(url("freeze_received", consultation))
    assert refused.context["asked"] == ["1 letter, form or call that nobody typed in"]
    line = url("accept_closing_line", consultation, "unkeyed")
    assert owner.post(line, {"reason": " "}).status_code == 422
    assert analyst.post(line, {"reason": "Unreadable."}).status_code == 403
    assert owner.post(line, {"reason": "Unreadable."}).status_code == 302
    assert owner.post(url("accept_closing_line", consultation, "nothing")).status_code == 404
    assert owner.post(url("freeze_received", consultation)).status_code == 422
    assert analyst.post(url("freeze_received", consultation)).status_code == 302
    carry_out_what_is_asked()
    assert ClosingLine.objects.get().snapshot == Snapshot.objects.frozen_of(consultation)
    page = analyst.get(url("closing", consultation)).content.decode()
    assert "Unreadable." in page
    assert "No run has read it yet." in page


def test_what_stands_around_the_numbers_is_written_on_its_page():
    consultation = run_with_themes()
    EarlyReader.objects.all().delete()
    client, theme = signed_in(analyst_of(consultation)), Theme.objects.first()
    text = theme.assignments.first().contribution
    reader = {"name": "A. Leader", "office": "Office", "since": "3 May 2026", "purpose": "Press"}
    view = {"name": "Light", "why": "Alone.", "contribution": text.pk, "quote": text.public_text[:20]}
    sent = [
        ("frame", FRAME),
        ("add_early_reader", reader),
        ("add_minority_view", view),
        ("write_summary", {f"theme_{theme.pk}": "Buses are late."}),
    ]
    assert [client.post(url(name, consultation), typed).status_code for name, typed in sent] == [302] * 4
    frame = ReportFrame.objects.get()
    assert (frame.scale, frame.contact, frame.nobody_early) == ([5, 20, 60], FRAME["contact"], False)
    assert SummaryPoint.objects.get(theme=theme).sentence == "Buses are late."
    page = client.get(url("frame", consultation)).content.decode()
    assert all(words in page for words in ("A. Leader", "Light", "Buses are late."))
    for name, row in (("drop_early_reader", EarlyReader), ("drop_minority_view", MinorityView)):
        assert client.post(url(name, consultation, row.objects.get().pk)).status_code == 302
        assert not row.objects.exists()


@pytest.mark.parametrize(
    "name, typed",
    [
        ("frame", {**FRAME, "some_below": "4"}),
        ("frame", {**FRAME, "limits": ""}),
        ("add_early_reader", {"name": "A. Leader", "since": "yesterday"}),
        (
            "add_minority_view",
            {"name": "Light", "why": "Alone.", "contribution": "1", "quote": "Said by nobody"},
        ),
    ],
)
def test_bad_input_is_answered_with_the_form_and_what_was_typed(name, typed):
    consultation = run_with_themes()
    page = signed_in(analyst_of(consultation)).post(url(name, consultation), typed)
    assert page.status_code == 422
    assert "<title>Error:" in page.content.decode()
    assert all(words in page.content.decode() for words in typed.values())


def test_details_are_decided_on_their_page_in_as_many_queries_for_three_as_for_one():
    consultation = run_with_themes()
    text = Theme.objects.first().assignments.first().contribution
    client, counted = signed_in(analyst_of(consultation)), []
    for start in (0, 5, 10):
        Redaction.objects.create(
            consultation=consultation,
            contribution=text,
            revision=text.shown_revision,
            start=start,
            end=start + 3,
            kind="name",
        )
        counted.append(queries_of(client, url("details", consultation)))
    assert counted[0] == counted[2]
    rows = [row.pk for row in Redaction.objects.all()]
    none = client.post(url("details", consultation), {"act": "remove", "reason": "Why."})
    assert none.status_code == 422
    typed = {"redactions": rows[:2], "act": "remove", "reason": "A name."}
    assert client.post(url("details", consultation), typed).status_code == 302
    assert list(Redaction.objects.values_list("decision", flat=True)) == ["remove", "remove", "open"]
    marked = {"contribution": text.pk, "words": text.public_text[15:20], "reason": "A place."}
    assert client.post(url("mark_detail", consultation), marked).status_code == 302
    assert client.post(url("mark_detail", consultation), {**marked, "words": "nowhere"}).status_code == 422


def test_older_edition_says_what_took_its_place_and_the_newer_one_what_changed():
    consultation = run_with_themes()
    consultation.disclosure_threshold = 2
    consultation.save()
    publish_findings(consultation)
    run = run_with_themes(consultation=consultation, number=99).theme_runs.get(number=99)
    publish_findings(consultation, run=run, corrections="The first run missed a street.")
    old = Client().get(url("report_edition", consultation, 1)).content.decode()
    assert "This edition was superseded" in old
    new = Client().get(url("report", consultation)).content.decode()
    assert "This edition was superseded" not in new
    assert "The first run missed a street." in new
    assert url("report_edition", consultation, 1) in new
    assert Client().get(url("report_edition", consultation, 3)).status_code == 404


def test_second_edition_without_a_word_on_what_changed_is_refused():
    consultation = run_with_themes()
    publish_findings(consultation)
    run_with_themes(consultation=consultation, number=99)
    page = signed_in(analyst_of(consultation)).post(url("freeze_report", consultation), {"corrections": " "})
    assert page.status_code == 422
    assert page.context["forms"]["freeze"].errors == {
        "corrections": ["Say what changed since the edition before."]
    }


def test_theme_held_back_lists_no_text_and_a_stance_held_back_opens_nothing():
    consultation = run_with_themes(2)
    publish_findings(consultation)
    theme = Theme.objects.first()
    page = Client().get(url("report_theme", consultation, theme.pk)).content.decode()
    assert "Few people wrote about this" in page
    assert theme.assignments.first().contribution.public_text not in page
    consultation.disclosure_threshold = 2
    consultation.save()
    run = run_with_themes(consultation=consultation, number=99).theme_runs.get(number=99)
    publish_findings(consultation, run=run, corrections="More.")
    shown = Theme.objects.of_run(run).first()
    assert Client().get(url("report_theme", consultation, shown.pk)).status_code == 200
    assert Client().get(url("report_theme", consultation, shown.pk) + "?stance=for").status_code == 403


def test_record_of_software_names_purpose_data_method_performance_people_and_contact():
    consultation = run_with_themes()
    publish_findings(consultation)
    page = Client().get(url("report_record", consultation))
    fields = [name for name, _words in page.context["records"][0]["rows"]]
    assert fields == ["Purpose", "Data", "Method", "Versions", "Performance", "People's part", "Contact"]
