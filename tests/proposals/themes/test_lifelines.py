"""The line of a submission: received, themes, answer, promise."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consult.clock import now
from proposals.lifelines import stations_of
from proposals.models import Submission
from proposals.themes.enums import Place
from proposals.themes.models import LedgerLine
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    OfficialResponseFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
)

pytestmark = pytest.mark.django_db


def line_of(contribution):
    submission = Submission.objects.select_related("consultation").get(pk=contribution.submission_id)
    stations = stations_of([submission], AnonymousUser())[submission.pk]
    return [(station.name, station.state) for station in stations]


def sorted_text(**fields):
    """A text in a published theme."""
    theme = ThemeFactory(name="Buses")
    ThemeReportFactory(run=theme.codebook.run)
    return ThemeAssignmentFactory(theme=theme, **fields)


def test_line_before_sorting_says_when_it_comes():
    assert line_of(ProposalFactory()) == [
        ("Received", "done"),
        ("Sorting into themes", "next"),
        ("Answer", "next"),
    ]


def test_line_after_closing_is_being_sorted():
    text = ProposalFactory()
    text.consultation.phases.update(closes_at=now() - timedelta(hours=1))
    assert line_of(text)[1] == ("Being sorted into themes", "now")


def test_line_of_a_text_in_a_published_theme_names_it():
    assert line_of(sorted_text().contribution)[1] == ("In theme: Buses", "done")


def test_line_of_a_text_in_two_themes_links_both():
    assignment = sorted_text()
    other = ThemeFactory(codebook=assignment.theme.codebook, name="Trees")
    ThemeAssignmentFactory(theme=other, contribution=assignment.contribution)
    submission = Submission.objects.select_related("consultation").get()
    station = stations_of([submission], AnonymousUser())[submission.pk][1]
    assert (station.name, "Buses</a>, <a" in station.note) == ("In 2 themes", True)


def test_line_of_a_text_in_no_theme_says_it_was_read():
    assert line_of(sorted_text(sure=False).contribution)[1] == ("Read, and in none of the themes", "done")


def test_line_of_an_answered_text_tells_decision_and_promise():
    assignment = sorted_text()
    response = OfficialResponseFactory(theme=assignment.theme, published_at=now())
    response.commitments.create(what="First counts", due_on=date(2020, 1, 1))
    assert line_of(assignment.contribution)[2:] == [
        ("Answered: accepted in part", "done"),
        ("Promised: First counts", "late"),
    ]


def test_line_with_a_draft_answer_waits():
    assignment = sorted_text()
    OfficialResponseFactory(theme=assignment.theme)
    assert line_of(assignment.contribution)[2:] == [("Answer", "next")]


def test_line_past_the_date_of_the_answer_is_late():
    text = sorted_text().contribution
    text.consultation.answer_due_on = date(2020, 2, 26)
    text.consultation.save()
    assert line_of(text)[2] == ("Answer due 26 February 2020", "late")


def test_line_of_a_withheld_text_ends_with_its_receipt():
    text = sorted_text().contribution
    LedgerLine.objects.update(place=Place.WITHHELD)
    assert line_of(text) == [("Received", "done")]


def test_lines_of_three_take_as_many_queries_as_of_one():
    assignments = [sorted_text() for _each in range(3)]
    for assignment in assignments:
        OfficialResponseFactory(theme=assignment.theme, published_at=now())
    counted = []
    for number in (1, 3):
        rows = list(Submission.objects.select_related("consultation").order_by("pk")[:number])
        for row in rows:
            _warm = row.consultation.phases_in_order
        with CaptureQueriesContext(connection) as captured:
            stations_of(rows, AnonymousUser())
        counted.append(len(captured))
    assert counted[0] == counted[1]
