"""The themes that people confirmed in one run stand in the next, with the texts that stood in them."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.enums import Role
from consult.errors import Refused
from proposals.themes.actions import hide_quote, move_passages, take_over_themes, undo_edit
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.actions.taking_over import inheritance_of
from proposals.themes.enums import AssignedBy, ThemeState
from proposals.themes.models import Theme, ThemeAssignment, Undertaking
from proposals.themes.workbench.history import sentence
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import (
    CodebookFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    ThemeRunFactory,
    analyst_of,
    staff,
)

pytestmark = pytest.mark.django_db
MEANING = {
    "definition": "Says buses.", "includes": "Trams.", "excludes": "Taxis.", "examples": [7],
    "definition_version": 3, "keywords": ["bus"],
}  # fmt: skip


@pytest.fixture
def runs():
    """(earlier, later): two texts of a theme that people made, in what software suggests in the later."""
    consultation = ConsultationFactory()
    before = CodebookFactory(run=ThemeRunFactory(consultation=consultation, number=1))
    after = CodebookFactory(run=ThemeRunFactory(consultation=consultation, number=2))
    people = ThemeFactory(codebook=before, name="Buses", stable_key="p.1", **MEANING)
    suggested = ThemeFactory(
        codebook=after, name="Late, morning", stable_key="2.1", state=ThemeState.CANDIDATE
    )
    for n in range(2):
        row = ThemeAssignmentFactory(theme=people, confidence=4000 + n, central_rank=n)
        ThemeAssignmentFactory(theme=suggested, contribution=row.contribution, leaf=5)
    ThemeAssignmentFactory(theme=suggested)
    recount_themes(Theme.objects.all())
    return before.run, after.run


def taken_over(runs):
    return take_over_themes(by=analyst_of(runs[1].consultation), run=runs[1])


def rows_of(run):
    fields = ("theme__stable_key", "contribution_id", "start", "sure", "confidence", "quote_hidden", "leaf")
    return sorted(ThemeAssignment.objects.filter(run=run).values_list(*fields), key=str)


def themes_of(run):
    rows = Theme.objects.of_run(run).order_by("stable_key")
    return list(rows.values_list("stable_key", "name", "state", "parent__stable_key", "submissions"))


def test_themes_stand_again_with_their_meaning_and_their_texts(runs):
    assert taken_over(runs) == 2
    assert themes_of(runs[1]) == [
        ("2.1", "Late, morning", "candidate", None, 1),
        ("p.1", "Buses", "confirmed", None, 2),
    ]
    theme = Theme.objects.of_run(runs[1]).get(stable_key="p.1")
    assert {part: getattr(theme, part) for part in MEANING} == MEANING
    placed = theme.assignments.order_by("confidence").values_list("confidence", "central_rank", "leaf")
    assert list(placed) == [(4000, 0, 5), (4001, 1, 5)]
    assert runs[1].ledger.filter(place="in_themes").count() == 3


def test_who_placed_a_text_and_which_quote_is_hidden_is_taken_along(runs):
    by = analyst_of(runs[0].consultation)
    one, other = ThemeAssignment.objects.filter(run=runs[0]).order_by("pk")
    hide_quote(by=by, assignment=one, reason="It names a child.")
    move_passages(by=by, passages=[other], theme=ThemeFactory(codebook=one.theme.codebook, stable_key="p.2"))
    taken_over(runs)
    rows = ThemeAssignment.objects.filter(run=runs[1]).exclude(theme__stable_key="2.1")
    said = ("assigned_by", "user", "quote_hidden", "quote_hidden_reason")
    assert list(rows.order_by("contribution_id").values_list(*said)) == [
        (AssignedBy.MACHINE, None, True, "It names a child."),
        (AssignedBy.PERSON, by.pk, False, ""),
    ]


def test_text_with_other_words_stays_where_the_later_run_put_it(runs):
    text = ThemeAssignment.objects.filter(run=runs[0]).first().contribution
    runs[1].snapshot.items.filter(contribution=text).update(digest="another")
    assert taken_over(runs) == 1
    assert text.theme_assignments.get(run=runs[1]).theme.stable_key == "2.1"


def test_passage_of_which_the_earlier_run_says_nothing_stays_where_it_is(runs):
    row = ThemeAssignment.objects.filter(run=runs[1]).order_by("pk").first()
    end = row.end
    ThemeAssignment.objects.filter(contribution=row.contribution).update(end=5)
    rest = ThemeAssignmentFactory(theme=row.theme, contribution=row.contribution, start=5, end=end)
    assert taken_over(runs) == 2
    places = row.contribution.theme_assignments.filter(run=runs[1]).order_by("start")
    assert list(places.values_list("theme__stable_key", "start", "end")) == [("p.1", 0, 5), ("2.1", 5, end)]
    assert places.last() == rest
    assert inheritance_of(runs[1], runs[0]).places == {}


def test_text_that_somebody_placed_in_the_later_run_stays_there(runs):
    row = ThemeAssignment.objects.filter(run=runs[1]).order_by("pk").first()
    own = ThemeFactory(codebook=row.theme.codebook, stable_key="p.9")
    move_passages(by=analyst_of(runs[1].consultation), passages=[row], theme=own)
    assert taken_over(runs) == 1
    assert row.contribution.theme_assignments.get(run=runs[1]).theme == own


def test_campaign_copy_of_one_run_alone_stays_where_it_is(runs):
    row = ThemeAssignment.objects.filter(run=runs[1]).order_by("pk").first()
    ThemeAssignment.objects.filter(pk=row.pk).update(copy=True)
    assert taken_over(runs) == 1
    assert ThemeAssignment.objects.get(pk=row.pk).theme.stable_key == "2.1"


def test_theme_that_was_dismissed_in_the_later_run_stays_dismissed(runs):
    ThemeFactory(codebook=runs[1].codebook, stable_key="p.1", name="Buses", state=ThemeState.DISMISSED)
    before = rows_of(runs[1])
    assert taken_over(runs) == 0
    assert (rows_of(runs[1]), runs[1].edits.count()) == (before, 0)


def test_theme_found_again_is_confirmed_and_keeps_what_the_later_run_calls_it(runs):
    ThemeFactory(codebook=runs[1].codebook, stable_key="p.1", name="Bus", state=ThemeState.CANDIDATE)
    taken_over(runs)
    assert themes_of(runs[1])[1] == ("p.1", "Bus", "confirmed", None, 2)


def test_sub_theme_stands_below_its_theme_again(runs):
    above = Theme.objects.of_run(runs[0]).get()
    ThemeFactory(codebook=above.codebook, stable_key="p.2", name="Night buses", parent=above)
    taken_over(runs)
    assert themes_of(runs[1])[2] == ("p.2", "Night buses", "confirmed", "p.1", 0)


def test_one_undo_brings_everything_back_as_it_was(runs):
    before = rows_of(runs[1]), themes_of(runs[1])
    taken_over(runs)
    edit = runs[1].edits.get()
    assert str(sentence(edit)) == "took over the themes of run 1, with 2 texts"
    undo_edit(by=analyst_of(runs[1].consultation), edit=edit)
    assert (rows_of(runs[1]), themes_of(runs[1])) == before


@pytest.mark.parametrize(
    "role, said",
    [
        (Role.ANALYST, 2),
        (Role.OWNER, "not_analyst"),
        (Role.MODERATOR, "not_analyst"),
        (Role.RESPONDER, "not_analyst"),
    ],
)
def test_taking_over_by_role_is(runs, role, said):
    try:
        found = take_over_themes(by=staff(runs[1].consultation, role), run=runs[1])
    except Refused as refused:
        found = refused.code
    assert found == said


def test_without_an_earlier_confirmed_theme_there_is_nothing_to_take_over(runs):
    Theme.objects.of_run(runs[0]).update(state=ThemeState.CANDIDATE)
    with pytest.raises(Refused) as refused:
        taken_over(runs)
    assert refused.value.code == "nothing_to_take_over"


def test_frozen_findings_take_over_nothing(runs):
    ThemeReportFactory(run=runs[1])
    with pytest.raises(Refused) as refused:
        taken_over(runs)
    assert refused.value.code == "findings_frozen"


def test_workbench_leads_to_the_page_and_its_button_asks_for_the_act(
    runs, django_capture_on_commit_callbacks
):
    client = Client()
    client.force_login(analyst_of(runs[1].consultation))
    slug = runs[1].consultation.slug
    address = reverse("take_over_themes", args=[slug])
    assert address in client.get(reverse("workbench", args=[slug])).content.decode()
    page = client.get(address)
    found = page.context["found"]
    assert ([theme.name for theme in found.themes], found.again, len(found.places)) == (["Buses"], 0, 2)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    asked = Undertaking.objects.get()
    assert (asked.kind, asked.wanted) == ("inheriting", {"run": runs[1].pk})


def test_page_says_when_nothing_is_left(runs):
    client = Client()
    client.force_login(analyst_of(runs[1].consultation))
    address = reverse("take_over_themes", args=[runs[1].consultation.slug])
    said = [b"Nothing is left to take over." in client.get(address).content]
    taken_over(runs)
    said.append(b"Nothing is left to take over." in client.get(address).content)
    assert said == [False, True]
