"""Every edit is logged, attributed and can be undone: back to the same tables, or refused by name."""

import random

import pytest

from consult.errors import Invalid, Refused, Stale
from consult.models import LogEntry
from proposals.models import Event
from proposals.themes import actions
from proposals.themes.actions import recounts
from proposals.themes.actions.editing import last_number
from proposals.themes.enums import EditKind
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment, ThemeEdit
from tests.factories.bench import filled_run
from tests.factories.themes import (
    ThemeReportFactory,
    analyst_of,
    responder_of,
)

pytestmark = pytest.mark.django_db
COUNTERS = {"version", "definition_version"}


def tables(run):
    """Everything an edit may change, as it stands, without the counters that only rise."""
    rows = []
    for model in (Theme, ThemeAssignment, LedgerLine):
        wanted = {"codebook__run": run} if model is Theme else {"run": run}
        for row in model.objects.filter(**wanted).order_by("pk").values():
            rows.append((model.__name__, {k: v for k, v in row.items() if k not in COUNTERS}))
    return rows


def some(run, chance, k=1):
    rows = list(ThemeAssignment.objects.filter(run=run).order_by("pk"))
    return chance.sample(rows, min(k, len(rows)))


def random_edit(run, by, chance):
    """One edit of a random kind on random rows; False when the rules refused it."""
    themes = list(Theme.objects.of_run(run).order_by("pk"))
    one, other = chance.choice(themes), chance.choice(themes)
    two = some(run, chance, 2)
    acts = [
        lambda: actions.confirm_theme(by=by, theme=one, definition=f"d{chance.random()}"),
        lambda: actions.rename_theme(by=by, theme=one, name=f"n{chance.random()}", includes="buses"),
        lambda: actions.dismiss_theme(by=by, theme=one),
        lambda: actions.restore_theme(by=by, theme=one),
        lambda: actions.add_theme(by=by, run=run, name="Added"),
        lambda: actions.merge_themes(by=by, theme=one, into=other, reason="The same."),
        lambda: actions.nest_theme(by=by, theme=one, parent=other),
        lambda: actions.nest_theme(by=by, theme=one, parent=None),
        lambda: actions.split_theme(by=by, theme=one, parts=[("Part", [0, 2, 4])], reason="Two things."),
        lambda: actions.split_off(by=by, passages=two, theme=two[0].theme, name="Off", reason="Apart."),
        lambda: actions.cut_themes(by=by, run=run, n_groups=chance.randint(2, 6)),
        lambda: actions.move_passages(by=by, passages=two, theme=one),
        lambda: actions.add_second_theme(by=by, passages=two, theme=one),
        lambda: actions.take_out_passages(by=by, passages=two),
        lambda: actions.hide_quote(by=by, assignment=two[0], reason="A name."),
        lambda: actions.assign_texts(by=by, theme=one, contributions=[two[0].contribution]),
    ]
    try:
        chance.choice(acts)()
    except (Refused, Invalid):
        return False
    return True


def is_counted_afresh(run):
    """Whether every size and place stands as counting everything again would leave it."""
    before = tables(run)
    recounts.recount_themes(Theme.objects.of_run(run))
    LedgerLine.objects.filter(run=run).delete()
    recounts.recount(run)

    def without_ids(rows):
        return [
            (m, {k: v for k, v in row.items() if not (m == "LedgerLine" and k == "id")}) for m, row in rows
        ]

    def keyed(rows):
        return sorted(without_ids(rows), key=lambda r: (r[0], r[1].get("submission_id") or r[1]["id"]))

    return keyed(before) == keyed(tables(run))


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_undone_from_the_last_leave_the_same_tables(seed):
    chance = random.Random(seed)
    run = filled_run()
    analysts = [analyst_of(run.consultation), analyst_of(run.consultation)]
    before = tables(run)
    made = sum(random_edit(run, chance.choice(analysts), chance) for _ in range(24))
    assert made > 5
    for edit in ThemeEdit.objects.filter(run=run, undone_at=None).order_by("-number"):
        actions.undo_edit(by=analysts[0], edit=edit)
    assert tables(run) == before


@pytest.mark.parametrize("seed", range(4, 7))
def test_edits_undone_in_any_order_are_refused_or_keep_every_number_true(seed):
    chance = random.Random(seed)
    run = filled_run()
    analyst = analyst_of(run.consultation)
    for _ in range(16):
        random_edit(run, analyst, chance)
    edits = list(ThemeEdit.objects.filter(run=run))
    chance.shuffle(edits)
    refusals = []
    for edit in edits:
        before = tables(run)
        try:
            actions.undo_edit(by=analyst, edit=edit)
        except Refused as refused:
            refusals.append((refused.code, tables(run) == before))
    assert {code for code, _same in refusals} <= {"edited_since", "changed_since", "theme_in_use"}
    assert all(same for _code, same in refusals)
    assert is_counted_afresh(run)


def test_edit_says_who_when_and_why_and_tells_open_pages():
    run = filled_run()
    one, other, _third = Theme.objects.of_run(run).order_by("pk")
    analyst = analyst_of(run.consultation)
    actions.merge_themes(by=analyst, theme=one, into=other, reason=" The  same. ")
    edit = run.edits.get()
    assert (edit.kind, edit.user, edit.reason, edit.number) == (EditKind.MERGED, analyst, "The same.", 1)
    assert (edit.said["name"], edit.said["to"]) == (one.name, other.name)
    assert set(edit.themes.all()) == {one, other}
    assert Event.objects.get(topic__name=run.topic).kind == "themes.edited"
    actions.undo_edit(by=analyst, edit=edit)
    acts = list(LogEntry.objects.filter(chain=run.consultation.pk).values_list("act", flat=True))
    assert sorted(acts) == ["edit.undone", "theme.merged"]
    edit.refresh_from_db()
    assert (edit.undone_by, edit.undone_number, last_number(run)) == (analyst, 2, 2)


def test_undo_is_refused_by_the_number_of_the_later_edit_that_touched_the_same():
    run = filled_run()
    theme = Theme.objects.of_run(run).first()
    analyst = analyst_of(run.consultation)
    actions.rename_theme(by=analyst, theme=theme, name="First")
    actions.rename_theme(by=analyst, theme=theme, name="Second")
    with pytest.raises(Refused, match="Edit 2 came later") as refused:
        actions.undo_edit(by=analyst, edit=run.edits.get(number=1))
    assert refused.value.code == "edited_since"
    theme.refresh_from_db()
    assert theme.name == "Second"


def test_undo_of_an_earlier_edit_that_nobody_touched_since_leaves_the_later_one():
    run = filled_run()
    one, other, _third = Theme.objects.of_run(run).order_by("pk")
    analyst = analyst_of(run.consultation)
    first = one.name
    actions.rename_theme(by=analyst, theme=one, name="First")
    actions.rename_theme(by=analyst, theme=other, name="Second")
    actions.undo_edit(by=analyst, edit=run.edits.get(number=1))
    names = dict(Theme.objects.of_run(run).values_list("pk", "name"))
    assert (names[one.pk], names[other.pk]) == (first, "Second")


def test_undo_of_a_move_out_of_a_theme_merged_since_is_refused():
    run = filled_run()
    one, other, third = Theme.objects.of_run(run).order_by("pk")
    analyst = analyst_of(run.consultation)
    actions.move_passages(by=analyst, passages=list(one.assignments.all()[:1]), theme=third)
    actions.merge_themes(by=analyst, theme=one, into=other, reason="The same.")
    with pytest.raises(Refused, match="Edit 2"):
        actions.undo_edit(by=analyst, edit=run.edits.get(number=1))


def test_undo_twice_is_refused():
    run = filled_run()
    analyst = analyst_of(run.consultation)
    actions.add_theme(by=analyst, run=run, name="Trees")
    actions.undo_edit(by=analyst, edit=run.edits.get())
    with pytest.raises(Refused) as refused:
        actions.undo_edit(by=analyst, edit=run.edits.get())
    assert refused.value.code == "undone_already"
    assert not Theme.objects.filter(name="Trees").exists()


def test_undone_definition_counts_as_another_version_of_it():
    run = filled_run()
    theme = Theme.objects.of_run(run).first()
    analyst, before = analyst_of(run.consultation), theme.definition
    actions.rename_theme(by=analyst, theme=theme, name="Buses", definition="On time.")
    assert theme.definition_version == 2
    actions.rename_theme(by=analyst, theme=theme, name="Buses that come", definition="On time.")
    assert theme.definition_version == 2
    for edit in run.edits.all():
        actions.undo_edit(by=analyst, edit=edit)
    theme.refresh_from_db()
    assert (theme.definition, theme.definition_version) == (before, 3)


def test_edit_that_changes_nothing_leaves_nothing_behind():
    run = filled_run()
    theme = Theme.objects.of_run(run).first()
    actions.rename_theme(by=analyst_of(run.consultation), theme=theme, name=theme.name)
    theme.refresh_from_db()
    assert (run.edits.count(), theme.version) == (0, 1)


def test_page_that_saw_less_than_another_edit_is_stale_for_its_passages_alone():
    run = filled_run()
    one, other, third = Theme.objects.of_run(run).order_by("pk")
    mine, theirs = one.assignments.all()[:2]
    analyst, colleague = analyst_of(run.consultation), analyst_of(run.consultation)
    seen = last_number(run)
    actions.move_passages(by=colleague, passages=[theirs], theme=other, seen=seen)
    with pytest.raises(Stale):
        actions.move_passages(by=analyst, passages=[mine, theirs], theme=third, seen=seen)
    assert actions.move_passages(by=analyst, passages=[mine], theme=third, seen=seen) == 1
    actions.undo_edit(by=colleague, edit=run.edits.get(number=1))
    with pytest.raises(Stale):
        actions.move_passages(by=analyst, passages=[theirs], theme=third, seen=2)


ACTS = {
    "restore": lambda by, a: actions.restore_theme(by=by, theme=a.theme),
    "merge": lambda by, a: actions.merge_themes(
        by=by, theme=a.theme, into=a.theme.codebook.themes.last(), reason="Same."
    ),
    "nest": lambda by, a: actions.nest_theme(by=by, theme=a.theme, parent=None),
    "split": lambda by, a: actions.split_theme(by=by, theme=a.theme, parts=[("A", [0])], reason="Two."),
    "split off": lambda by, a: actions.split_off(by=by, passages=[a], theme=a.theme, name="A", reason="Two."),
    "cut": lambda by, a: actions.cut_themes(by=by, run=a.run, n_groups=2),
    "move many": lambda by, a: actions.move_passages(by=by, passages=[a], theme=a.theme),
    "second": lambda by, a: actions.add_second_theme(by=by, passages=[a], theme=a.theme),
    "take out": lambda by, a: actions.take_out_passages(by=by, passages=[a]),
    "hide": lambda by, a: actions.hide_quote(by=by, assignment=a, reason="A name."),
    "show": lambda by, a: actions.show_quote(by=by, assignment=a),
    "undo": lambda by, a: actions.undo_edit(by=by, edit=a.run.edits.first()),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_each_edit_is_refused_to_others_and_once_frozen(act):
    run = filled_run(2, 1)
    actions.add_theme(by=analyst_of(run.consultation), run=run, name="First")
    assignment = ThemeAssignment.objects.filter(run=run).first()
    before = tables(run)
    for who in (responder_of(run.consultation), analyst_of(filled_run(1, 1).consultation)):
        with pytest.raises(Refused) as refused:
            act(who, assignment)
        assert refused.value.code == "not_analyst"
    ThemeReportFactory(run=run)
    with pytest.raises(Refused) as refused:
        act(analyst_of(run.consultation), assignment)
    assert refused.value.code == "findings_frozen"
    assert tables(run) == before
