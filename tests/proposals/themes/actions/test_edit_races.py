"""Two analysts at once: one edit wins, the other is told, no number is lost."""

import threading

import pytest
from django.db import connections

from consult.errors import Refused, Stale
from proposals.themes import actions
from proposals.themes.enums import ThemeState
from proposals.themes.models import Theme, ThemeEdit
from tests.factories.bench import filled_run
from tests.factories.themes import analyst_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all at the same moment, each on a connection of its own; returns what each raised, or None."""
    barrier, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait()
            act()
        except (Refused, Stale) as error:
            raised[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def two_analysts():
    run = filled_run()
    themes = list(Theme.objects.of_run(run).order_by("pk"))
    return run, themes, analyst_of(run.consultation), analyst_of(run.consultation)


def test_two_analysts_merge_the_same_theme_into_different_ones_and_one_is_told():
    run, (one, other, third), mine, theirs = two_analysts()
    raised = at_once(
        lambda: actions.merge_themes(by=mine, theme=one, into=other, reason="Mine.", version=1),
        lambda: actions.merge_themes(by=theirs, theme=one, into=third, reason="Theirs.", version=1),
    )
    assert sorted(raised, key=str) == [None, "Stale"]
    one.refresh_from_db()
    edit = run.edits.get()
    assert (one.state, edit.kind) == (ThemeState.DISMISSED, "merged")
    kept = Theme.objects.of_run(run).standing()
    assert sum(theme.submissions for theme in kept) == 6
    assert one.merged_into in (other, third)


def test_two_analysts_merge_two_themes_into_each_other_and_one_stands():
    run, (one, other, _third), mine, theirs = two_analysts()
    raised = at_once(
        lambda: actions.merge_themes(by=mine, theme=one, into=other, reason="Mine."),
        lambda: actions.merge_themes(by=theirs, theme=other, into=one, reason="Theirs."),
    )
    assert sorted(raised, key=str) == [None, "Stale"]
    states = Theme.objects.filter(pk__in=[one.pk, other.pk]).values_list("state", flat=True)
    assert sorted(states) == [ThemeState.CONFIRMED, ThemeState.DISMISSED]


def test_many_edits_at_once_get_a_number_each_and_the_counts_are_those_of_the_rows():
    run, (one, other, third), mine, theirs = two_analysts()
    passages = list(one.assignments.all())
    raised = at_once(
        *[
            lambda passage=passage, by=by, to=to: actions.move_passages(by=by, passages=[passage], theme=to)
            for passage, by, to in zip(passages, (mine, theirs, mine), (other, third, other), strict=True)
        ]
    )
    assert raised == [None] * 3
    assert sorted(run.edits.values_list("number", flat=True)) == [1, 2, 3]
    sizes = list(Theme.objects.of_run(run).order_by("pk").values_list("submissions", flat=True))
    assert sizes == [0, 4, 3]


def test_two_analysts_undo_the_same_edit_and_it_is_undone_once():
    run, (one, *_others), mine, theirs = two_analysts()
    name = one.name
    actions.rename_theme(by=mine, theme=one, name="Renamed")
    edit = run.edits.get()
    raised = at_once(
        lambda: actions.undo_edit(by=mine, edit=edit), lambda: actions.undo_edit(by=theirs, edit=edit)
    )
    assert sorted(raised, key=str) == [None, "Refused"]
    one.refresh_from_db()
    assert (one.name, ThemeEdit.objects.get().undone_number) == (name, 2)
