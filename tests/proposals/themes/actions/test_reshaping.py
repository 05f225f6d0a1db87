"""Merging, splitting, cutting, second themes: every text counts once where it stands, and once above it."""

import pytest

from consult.errors import Invalid, Refused, Stale
from proposals.themes import actions
from proposals.themes.actions.editing import last_number
from proposals.themes.enums import AssignedBy, Place, ThemeState
from proposals.themes.models import Theme, ThemeAssignment
from proposals.themes.reports.bundle import build_bundle
from tests.factories.bench import filled_run
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, analyst_of

pytestmark = pytest.mark.django_db


def standing(n_themes=3, each=2):
    run = filled_run(n_themes, each)
    return run, list(Theme.objects.of_run(run).order_by("pk")), analyst_of(run.consultation)


def sizes(run):
    return dict(Theme.objects.of_run(run).values_list("pk", "submissions"))


def places(run):
    return sorted(run.ledger.values_list("place", flat=True))


def quoted(run):
    """The texts a report of this run would quote."""
    run.consultation.disclosure_threshold = 1
    return {text for theme in build_bundle(run, 1)["themes"] for text, _start, _end in theme["quotes"]}


def test_merge_counts_a_text_of_both_once_and_takes_the_first_theme_away():
    run, (one, other, _third), analyst = standing()
    both = one.assignments.first().contribution
    ThemeAssignmentFactory(theme=other, contribution=both)
    merged = actions.merge_themes(by=analyst, theme=one, into=other, name="Both", reason="The same.")
    one.refresh_from_db()
    assert (merged.name, merged.submissions, merged.stability) == ("Both", 4, 4800)
    assert (one.state, one.merged_into, one.assignments.count()) == (ThemeState.DISMISSED, other, 0)
    assert other.assignments.filter(contribution=both).count() == 1
    assert places(run) == [Place.IN_THEMES] * 6


def test_merge_makes_a_text_sure_that_was_unsure_in_the_other():
    run, (one, other, _third), analyst = standing(each=1)
    text = one.assignments.get().contribution
    ThemeAssignmentFactory(theme=other, contribution=text, sure=False)
    actions.merge_themes(by=analyst, theme=one, into=other, reason="The same.")
    assert other.assignments.get(contribution=text).sure
    assert sizes(run)[other.pk] == 2


def test_merge_needs_a_reason_and_another_theme():
    _run, (one, other, _third), analyst = standing(each=1)
    with pytest.raises(Invalid) as invalid:
        actions.merge_themes(by=analyst, theme=one, into=other, reason="  ")
    assert list(invalid.value.fields) == ["reason"]
    with pytest.raises(Refused) as refused:
        actions.merge_themes(by=analyst, theme=one, into=one, reason="The same.")
    assert refused.value.code == "same_theme"


def test_merge_of_what_somebody_changed_since_is_stale():
    run, (one, other, third), analyst = standing(each=1)
    seen = last_number(run)
    actions.move_passages(by=analyst_of(run.consultation), passages=third.assignments.all(), theme=one)
    with pytest.raises(Stale):
        actions.merge_themes(by=analyst, theme=one, into=other, reason="The same.", seen=seen)
    actions.rename_theme(by=analyst, theme=other, name="Theirs")
    with pytest.raises(Stale):
        actions.merge_themes(
            by=analyst, theme=one, into=other, reason="The same.", into_version=1, version=one.version
        )


def test_merge_takes_sub_themes_along_under_a_theme_at_the_top():
    run, (one, other, third), analyst = standing(each=1)
    actions.nest_theme(by=analyst, theme=third, parent=one)
    actions.merge_themes(by=analyst, theme=one, into=other, reason="The same.")
    third.refresh_from_db()
    assert third.parent == other
    assert sizes(run)[other.pk] == 3


def test_theme_counts_what_its_sub_themes_hold_once():
    run, (one, other, _third), analyst = standing()
    ThemeAssignmentFactory(theme=other, contribution=one.assignments.first().contribution)
    actions.nest_theme(by=analyst, theme=other, parent=one)
    one.refresh_from_db()
    assert (one.submissions, one.people, sizes(run)[other.pk]) == (4, 4, 3)
    actions.dismiss_theme(by=analyst, theme=other)
    assert sizes(run)[one.pk] == 2


@pytest.mark.parametrize(
    "case", ["itself", "below a sub-theme", "with sub-themes of its own", "of another run"]
)
def test_themes_stand_in_two_levels_of_one_run(case):
    _run, (one, other, third), analyst = standing(each=1)
    actions.nest_theme(by=analyst, theme=other, parent=one)
    theme, parent = {
        "itself": (third, third),
        "below a sub-theme": (third, other),
        "with sub-themes of its own": (one, third),
        "of another run": (third, ThemeFactory()),
    }[case]
    with pytest.raises(Refused):
        actions.nest_theme(by=analyst, theme=theme, parent=parent)


def test_split_along_the_tree_moves_the_passages_of_those_leaves():
    run, (one, *_others), analyst = standing(each=4)
    made = actions.split_theme(by=analyst, theme=one, parts=[("Odd", [1])], reason="Two things.")
    leaves = ThemeAssignment.objects.filter(theme=made[0]).values_list("leaf", flat=True)
    assert list(leaves) == [1, 1]
    assert (made[0].name, made[0].state, made[0].parent) == ("Odd", ThemeState.CANDIDATE, None)
    assert one.assignments.count() == 2
    one.refresh_from_db()
    assert one.stability is None
    nested = actions.split_theme(by=analyst, theme=one, parts=[("Even", [0])], reason="All.", nested=True)
    assert (nested[0].parent, one.assignments.count()) == (one, 0)
    assert sizes(run)[one.pk] == 1  # one of the two is unsure, so it counts in none


def test_split_off_makes_a_confirmed_theme_of_the_chosen_passages():
    run, (one, other, _third), analyst = standing()
    chosen = [one.assignments.first(), other.assignments.first()]
    made = actions.split_off(by=analyst, passages=chosen, theme=one, name="Apart", reason="Its own.")
    assert (made.state, made.submissions, made.assignments.count()) == (ThemeState.CONFIRMED, 2, 2)
    assert set(made.assignments.values_list("assigned_by", "user_id")) == {(AssignedBy.PERSON, analyst.pk)}
    assert (sizes(run)[one.pk], sizes(run)[other.pk]) == (1, 1)


def test_second_theme_counts_in_both_and_once_in_the_ledger():
    run, (one, other, _third), analyst = standing()
    passage = one.assignments.first()
    actions.add_second_theme(by=analyst, passages=[passage], theme=other)
    second = other.assignments.get(contribution=passage.contribution)
    assert (second.secondary, second.start, second.end) == (True, passage.start, passage.end)
    assert (sizes(run)[one.pk], sizes(run)[other.pk]) == (2, 3)
    assert places(run) == [Place.IN_THEMES] * 6


def test_take_out_leaves_the_other_theme_and_the_unsure_pile_for_the_last():
    run, (one, other, _third), analyst = standing()
    passage = one.assignments.first()
    actions.add_second_theme(by=analyst, passages=[passage], theme=other)
    actions.take_out_passages(by=analyst, passages=[passage])
    assert not one.assignments.filter(pk=passage.pk).exists()
    last = other.assignments.get(contribution=passage.contribution)
    actions.take_out_passages(by=analyst, passages=[last])
    last.refresh_from_db()
    assert (last.sure, last.assigned_by) == (False, AssignedBy.PERSON)
    assert run.ledger.get(submission=passage.contribution.submission).place == Place.UNSURE


def test_coarser_cut_puts_a_theme_above_those_that_fall_together_and_a_new_cut_takes_it_away():
    run, (one, other, third), analyst = standing()
    actions.cut_themes(by=analyst, run=run, n_groups=2)
    parents = dict(Theme.objects.of_run(run).standing().values_list("pk", "parent_id"))
    above = Theme.objects.of_run(run).get(parent=None, children__isnull=False, children=one)
    assert parents == {one.pk: above.pk, other.pk: above.pk, third.pk: None, above.pk: None}
    assert (above.submissions, above.state) == (4, ThemeState.CANDIDATE)
    actions.cut_themes(by=analyst, run=run, n_groups=3)
    assert set(Theme.objects.of_run(run).standing()) == {one, other, third}
    assert not Theme.objects.of_run(run).standing().filter(parent__isnull=False).exists()


def test_finer_cut_parts_themes_into_sub_themes():
    run, (one, *_others), analyst = standing(each=6)
    actions.cut_themes(by=analyst, run=run, n_groups=6)
    assert [child.assignments.count() for child in one.children.all()] == [3, 3]
    assert one.assignments.count() == 0


@pytest.mark.parametrize("n", [1, 7])
def test_cut_out_of_range_is_invalid(n):
    run, _themes, analyst = standing(each=1)
    with pytest.raises(Invalid):
        actions.cut_themes(by=analyst, run=run, n_groups=n)


def test_hidden_quote_keeps_its_place_and_needs_a_reason():
    run, (one, *_others), analyst = standing()
    passage = one.assignments.first()
    with pytest.raises(Invalid):
        actions.hide_quote(by=analyst, assignment=passage, reason="")
    actions.hide_quote(by=analyst, assignment=passage, reason="Names a neighbour.")
    assert (passage.quote_hidden, passage.quote_hidden_reason) == (True, "Names a neighbour.")
    assert sizes(run)[one.pk] == 2
    assert passage.contribution_id not in quoted(run)
    actions.show_quote(by=analyst, assignment=passage)
    assert (passage.quote_hidden, passage.quote_hidden_reason) == (False, "")
    assert passage.contribution_id in quoted(run)


def test_examples_are_texts_of_the_run():
    _run, (one, *_others), analyst = standing()
    text = one.assignments.first().contribution_id
    actions.rename_theme(by=analyst, theme=one, name="Buses", examples=[text])
    assert one.examples == [text]
    with pytest.raises(Invalid) as invalid:
        actions.rename_theme(by=analyst, theme=one, name="Buses", examples=[10**9])
    assert list(invalid.value.fields) == ["examples"]
