"""What a report says of those who took part: how evenly they did, and how firmly their groups stand."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.enums import ResultsVisibility
from proposals.themes.actions.opinions import find_opinion_groups
from proposals.themes.reports.concentration import concentration_of
from proposals.themes.reports.opinion import opinion_of
from proposals.themes.views.opinion_map import HEIGHT, WIDTH, opinion_map
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory, SubmissionFactory, VoteFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeRunFactory,
    publish_findings,
)

pytestmark = pytest.mark.django_db


def voted(people=20, statements=6):
    """A published report of two camps; the first voter leaves out half the statements."""
    run = ThemeRunFactory(
        consultation=ConsultationFactory(disclosure_threshold=3, results_visibility=ResultsVisibility.ALWAYS)
    )
    shown = [ProposalFactory(consultation_of=run.consultation) for _each in range(statements)]
    voters = [ParticipantFactory(consultation=run.consultation) for _each in range(people)]
    for i, voter in enumerate(voters):
        for j, proposal in enumerate(shown[: statements // 2 if i == 0 else statements]):
            likes = (j % 2 == i % 2) != (j == i % 7)
            VoteFactory(contribution=proposal, participant=voter, choice=1 if likes else -1)
    ThemeAssignmentFactory(theme=ThemeFactory(codebook__run=run))
    find_opinion_groups(run)
    return run


def test_run_keeps_how_firmly_groups_stand_and_how_much_each_voted():
    opinion = voted().opinion
    assert opinion.activity == {"3": 1, "6": 19}
    assert 0 <= opinion.stability["overall"] <= 10_000
    assert len(opinion.stability["groups"]) == opinion.groups.count() == 2


def test_votes_of_the_report_are_as_concentrated_as_they_were_cast():
    figures = concentration_of(voted(), threshold=1)
    assert figures["votes"] == {
        "people": 20,
        "gini": round(10_000 * 19 * 3 / (20 * 117)),
        "top_people": 1,
        "top_share": round(10_000 * 6 / 117),
    }


def run_with_posts(*numbers):
    run = ThemeRunFactory()
    theme = ThemeFactory(codebook__run=run)
    for number in numbers:
        person = ParticipantFactory(consultation=run.consultation)
        for _each in range(number):
            text = ProposalFactory(
                consultation_of=run.consultation,
                submission=SubmissionFactory(participant=person),
                participant=person,
            )
            ThemeAssignmentFactory(theme=theme, contribution=text)
    return run


@pytest.mark.parametrize(
    "numbers, threshold, expected",
    [
        ((1, 1, 4), 1, {"people": 3, "gini": 3333, "top_people": 1, "top_share": 6667}),
        ((1, 1, 4), 2, {"people": 3, "gini": 3333, "top_people": None, "top_share": None}),
        ((1, 1, 4), 4, None),
        ((2,), 1, None),
    ],
    ids=["shown", "few at the top", "few people", "one person"],
)
def test_posts_of_few_people_are_held_back(numbers, threshold, expected):
    figures = concentration_of(run_with_posts(*numbers), threshold)
    assert figures == {"posts": expected, "votes": None}


def test_report_page_draws_the_groups_with_their_numbers_beside():
    run = voted()
    publish_findings(run.consultation, run=run)
    page = Client().get(reverse("report", args=[run.consultation.slug]))
    html = page.content.decode()
    assert html.count("<ellipse") == len(page.context["map"]) == 2
    for group in page.context["map"]:
        assert f'cx="{group.cx}"' in html
        assert f">{group.letter}</text>" in html
        assert f"{group.holds}, {group.again}%" in html
    assert "Gini coefficient 0.02 over 20 people" in html
    assert [each["what"] for each in page.context["concentration"]] == ["Votes"]


def test_groups_hold_means_of_their_members_and_no_member():
    run = voted()
    for group, frozen in zip(run.opinion.groups.all(), opinion_of(run, 3)["groups"], strict=True):
        places = list(group.members.values_list("x", flat=True))
        assert frozen["place"]["x"] == round(sum(places) / len(places))
        assert set(frozen) == {"letter", "people", "stability", "place"}


def group(letter, x, y, width=10_000, height=10_000, stability=9_000):
    place = {"x": x, "y": y, "width": width, "height": height}
    return {"letter": letter, "people": 9, "stability": stability, "place": place}


def test_map_keeps_every_ellipse_within_the_drawing_on_one_scale():
    drawn = opinion_map([group("A", -40_000, 0), group("B", 60_000, 20_000, width=30_000), group("C", 0, 0)])
    for each in drawn:
        assert 0 <= each.cx - each.rx <= each.cx + each.rx <= WIDTH
        assert 0 <= each.cy - each.ry <= each.cy + each.ry <= HEIGHT
    assert drawn[1].rx == pytest.approx(3 * drawn[1].ry, abs=0.02)
    assert drawn[1].cy < drawn[0].cy
    assert (drawn[0].across, drawn[0].up) == (-4, 0)


@pytest.mark.parametrize(
    "stability, holds", [(9_900, "firm"), (8_500, "firm"), (7_500, "fair"), (6_000, "loose"), (100, "rare")]
)
def test_group_of_that_stability_stands(stability, holds):
    assert opinion_map([group("A", 0, 0, stability=stability)])[0].holds == holds


@pytest.mark.parametrize("groups", [[], [{"letter": "A", "people": 9}]], ids=["none", "older bundle"])
def test_map_without_places_is_not_drawn(groups):
    assert opinion_map(groups) == []


def test_groups_that_all_stand_in_one_place_are_drawn():
    assert opinion_map([group("A", 5, 5, 0, 0), group("B", 5, 5, 0, 0)])[0].rx == 1
