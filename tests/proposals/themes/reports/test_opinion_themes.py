"""Themes that bridge, divide or are only loud: from the votes, on the page and in the files."""

import csv
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.enums import ResultsVisibility
from proposals.themes.actions.opinions import find_opinion_groups
from proposals.themes.models import Campaign, CampaignMember
from proposals.themes.reports.bundle import build_bundle, with_inputs
from proposals.themes.reports.findings import findings
from proposals.themes.reports.opinion_themes import opinion_themes_of
from proposals.themes.reports.rebuild import people as people_again
from proposals.themes.reports.rebuild import registered
from proposals.themes.reports.tables import as_json, opinion_themes_csv
from proposals.themes.reports.weights import weights_of
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory, VoteFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, ThemeRunFactory, publish_findings

pytestmark = pytest.mark.django_db

CAMPS = 2


def run_of(visibility=ResultsVisibility.ALWAYS, threshold=3):
    return ThemeRunFactory(
        consultation=ConsultationFactory(disclosure_threshold=threshold, results_visibility=visibility)
    )


def voted(run, people=20):
    """Three themes with proposals two camps vote on: all agree, the camps differ, nobody knows."""
    names = {"common": [1, 1], "split": [1, -1], "doubt": [0, 0]}
    themes = {}
    voters = [ParticipantFactory(consultation=run.consultation) for _each in range(people)]
    for name, choices in names.items():
        codebook = next(iter(themes.values())).codebook if themes else None
        theme = ThemeFactory(name=name, **({"codebook": codebook} if codebook else {"codebook__run": run}))
        themes[name] = theme
        for number in range(4):
            text = ProposalFactory(consultation_of=run.consultation)
            ThemeAssignmentFactory(theme=theme, contribution=text)
            for i, voter in enumerate(voters):
                choice = choices[i % CAMPS]
                if choice == 0:
                    choice = 1 if (i // CAMPS + number) % 2 else -1
                VoteFactory(contribution=text, participant=voter, choice=choice)
        theme.submissions = theme.people = 4
        theme.save()
    find_opinion_groups(run)
    return themes


def stands(report):
    names = {each["id"]: each for each in report.bundle["opinion_themes"]}
    return {each.theme.name: names[each.theme.pk] for each in findings(report, AnonymousUser()).themes}


def test_themes_bridge_and_divide_by_the_votes_of_the_groups():
    run = run_of()
    voted(run)
    found = stands(publish_findings(run.consultation))
    assert {name: each["stand"] for name, each in found.items()} == {
        "common": "bridges",
        "split": "divides",
        "doubt": "neither",
    }
    assert (found["common"]["shares"], found["common"]["voters"]) == ([100, 100], [10, 10])
    assert sorted(found["split"]["shares"]) == [0, 100]


def test_theme_without_votes_is_not_judged():
    run = run_of()
    themes = voted(run)
    for name in ("common", "split"):
        themes[name].assignments.all().delete()
    found = stands(publish_findings(run.consultation))
    assert (found["common"]["stand"], found["common"]["shares"], found["common"]["texts"]) == ("", [], [])


def sent_by(theme, *numbers):
    for number in numbers:
        person = ParticipantFactory(consultation=theme.consultation)
        for _each in range(number):
            ThemeAssignmentFactory(theme=theme, contribution__author=person)
    theme.submissions = theme.assignments.count()
    theme.people = len(numbers)
    theme.save()


def loudness(theme, threshold=3):
    (found,) = build_bundle(theme.codebook.run, 1)["opinion_themes"]
    return {key: found[key] for key in ("sent", "people", "campaigns", "voices", "loud")}


def test_theme_of_a_few_busy_people_is_only_loud():
    theme = ThemeFactory(codebook__run=run_of())
    sent_by(theme, 9, 9, 1)
    assert loudness(theme) == {"sent": 19, "people": 3, "campaigns": 0, "voices": 221, "loud": True}


def test_theme_of_people_who_wrote_once_each_is_not_loud():
    theme = ThemeFactory(codebook__run=run_of())
    sent_by(theme, *[1] * 6)
    assert loudness(theme) == {"sent": 6, "people": 6, "campaigns": 0, "voices": 600, "loud": False}


def test_campaign_is_one_voice_and_its_people_are_counted():
    run = run_of()
    theme = ThemeFactory(codebook__run=run)
    sent_by(theme, *[1] * 4)
    copies = [ThemeAssignmentFactory(theme=theme, copy=True).contribution for _each in range(8)]
    campaign = Campaign.objects.create(run=run, number=1, exemplar=copies[0], texts=8, people=8)
    for text in copies:
        CampaignMember.objects.create(campaign=campaign, contribution=text)
    assert loudness(theme) == {"sent": 12, "people": 12, "campaigns": 1, "voices": 211, "loud": True}


@pytest.mark.parametrize("numbers", [[5, 5], [1]], ids=["few people", "few texts"])
def test_small_theme_says_nothing_of_its_senders(numbers):
    theme = ThemeFactory(codebook__run=run_of())
    sent_by(theme, *numbers)
    assert set(loudness(theme).values()) == {None, False}


def test_page_drawing_json_and_csv_say_the_same():
    run = run_of()
    voted(run)
    report = publish_findings(run.consultation)
    found = findings(report, AnonymousUser())
    page = Client().get(reverse("report", args=[run.consultation.slug])).content.decode()
    rows = list(csv.DictReader(io.StringIO(opinion_themes_csv(found).decode("utf-8-sig"))))
    said = {each["name"]: each for each in as_json(found)["opinion_themes"]}
    for row in rows:
        shares = [int(row[f"group_{letter}_agree_percent"]) for letter in "AB"]
        assert (shares, row["stand"]) == (said[row["theme"]]["shares"], said[row["theme"]]["stand"])
        assert all(f'<circle class="fill-ink" cx="{share}"' in page for share in shares)
        assert all(f">{share}%</td>" in page for share in shares)
    assert page.index("Bridges the groups") < page.index("Divides the groups")


def test_votes_that_are_not_known_yet_are_in_no_theme():
    run = run_of(visibility=ResultsVisibility.AFTER_CLOSE)
    voted(run)
    report = publish_findings(run.consultation)
    found = findings(report, AnonymousUser())
    page = Client().get(reverse("report", args=[run.consultation.slug])).content.decode()
    assert {key for each in as_json(found)["opinion_themes"] for key in each} == {
        "id",
        "name",
        "sent",
        "people",
        "campaigns",
        "voices",
        "loud",
        "only_loud",
    }
    assert "group_" not in opinion_themes_csv(found).decode()
    assert "Bridges the groups" not in page
    assert "Divides the groups" not in page


def test_rebuild_gives_the_parts_again_and_sees_a_changed_number():
    run = run_of()
    voted(run)
    bundle, inputs = with_inputs(run, build_bundle(run, 1))
    bundle = {**bundle, "inputs": inputs}
    parts = registered(bundle)
    for part in ("opinion_themes", "coverage", "weights"):
        assert parts[part](bundle) == bundle[part]
    for row in bundle["inputs"]["votes"]:
        row[2:4] = row[3], row[2]  # who agreed disagrees
    assert people_again.opinion_themes(bundle) != bundle["opinion_themes"]


def test_parts_take_as_many_queries_with_six_themes_as_with_three():
    counted = []
    for more in (0, 3):
        run = run_of()
        first = voted(run)["common"]
        for _each in range(more):
            sent_by(ThemeFactory(codebook=first.codebook), 1, 1, 1)
        bundle = build_bundle(run, 1)
        with CaptureQueriesContext(connection) as captured:
            opinion_themes_of(run, 3, bundle["themes"], bundle["opinion"])
            weights_of(run, 3, bundle["themes"])
        counted.append(len(captured))
    assert counted[0] == counted[1]
