"""What people make of a run: themes confirmed, renamed, dismissed, added; passages moved."""

import pytest

from consult.errors import Invalid, Refused, Stale
from consult.models import LogEntry
from proposals.themes.actions import (
    add_theme,
    assign_texts,
    confirm_theme,
    dismiss_theme,
    move_assignment,
    rename_theme,
)
from proposals.themes.enums import AssignedBy, Place, ThemeState
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    analyst_of,
    responder_of,
)

pytestmark = pytest.mark.django_db


def placed(theme, **fields):
    return ThemeAssignmentFactory(theme=theme, **fields)


def two_themes():
    theme = ThemeFactory(state=ThemeState.CANDIDATE)
    other = ThemeFactory(codebook=theme.codebook)
    return theme, other, analyst_of(theme.consultation)


def acts_of(consultation):
    return list(LogEntry.objects.filter(chain=consultation.pk).values_list("act", flat=True))


def test_confirm_theme_takes_it_in_with_the_words_of_the_person():
    theme, _other, analyst = two_themes()
    confirm_theme(by=analyst, theme=theme, name="  Buses  that turn up ", definition="On time.", version=1)
    assert (theme.state, theme.name, theme.definition) == ("confirmed", "Buses that turn up", "On time.")
    assert theme.version == 2
    assert acts_of(theme.consultation) == ["theme.confirmed"]


def test_rename_theme_keeps_key_and_state():
    theme, _other, analyst = two_themes()
    key = theme.stable_key
    rename_theme(by=analyst, theme=theme, name="Buses")
    assert (theme.name, theme.stable_key, theme.state) == ("Buses", key, "candidate")


@pytest.mark.parametrize("name", ["", "   ", "x" * 161])
def test_rename_theme_without_a_fitting_name_is_invalid(name):
    theme, _other, analyst = two_themes()
    with pytest.raises(Invalid) as invalid:
        rename_theme(by=analyst, theme=theme, name=name)
    assert list(invalid.value.fields) == ["name"]


def test_change_of_a_theme_somebody_else_changed_is_stale_and_changes_nothing():
    theme, _other, analyst = two_themes()
    rename_theme(by=analyst_of(theme.consultation), theme=theme, name="Theirs", version=1)
    with pytest.raises(Stale):
        rename_theme(by=analyst, theme=theme, name="Mine", version=1)
    theme.refresh_from_db()
    assert theme.name == "Theirs"


def test_dismissed_theme_leaves_its_texts_in_no_theme():
    theme, other, analyst = two_themes()
    alone, both = placed(theme), placed(theme)
    placed(other, contribution=both.contribution)
    dismiss_theme(by=analyst, theme=theme)
    places = dict(theme.codebook.run.ledger.values_list("submission_id", "place"))
    assert places == {
        alone.contribution.submission_id: Place.UNSURE,
        both.contribution.submission_id: Place.IN_THEMES,
    }


def test_add_theme_is_confirmed_and_empty():
    theme, _other, analyst = two_themes()
    added = add_theme(by=analyst, run=theme.codebook.run, name="Trees")
    assert (added.state, added.submissions, added.codebook) == ("confirmed", 0, theme.codebook)


def test_move_assignment_makes_a_person_sure_and_counts_both_themes_again():
    theme, other, analyst = two_themes()
    assignment = placed(theme, sure=False, confidence=100)
    move_assignment(by=analyst, assignment=assignment, theme=other)
    assignment.refresh_from_db()
    for each in (theme, other):
        each.refresh_from_db()
    assert (theme.submissions, other.submissions, other.people) == (0, 1, 1)
    assert (assignment.sure, assignment.assigned_by, assignment.user) == (True, AssignedBy.PERSON, analyst)
    assert assignment.run.ledger.get().place == Place.IN_THEMES


def test_move_assignment_to_where_the_passage_stands_already_leaves_it_there_once():
    theme, other, analyst = two_themes()
    assignment = placed(theme)
    placed(other, contribution=assignment.contribution)
    move_assignment(by=analyst, assignment=assignment, theme=other)
    assert assignment.run.assignments.get() == assignment


def test_move_assignment_to_a_theme_of_another_run_is_refused():
    theme, _other, analyst = two_themes()
    with pytest.raises(Refused) as refused:
        move_assignment(by=analyst, assignment=placed(theme), theme=ThemeFactory())
    assert refused.value.code == "other_run"


def test_assign_texts_puts_whole_texts_into_a_theme_with_one_log_entry():
    theme, other, analyst = two_themes()
    texts = [placed(theme).contribution for _each in range(3)]
    assert assign_texts(by=analyst, theme=other, contributions=texts) == 3
    for each in (theme, other):
        each.refresh_from_db()
    assert (theme.submissions, other.submissions) == (0, 3)
    assert acts_of(theme.consultation) == ["assignments.made"]


@pytest.mark.parametrize(
    "act",
    [
        lambda by, a: confirm_theme(by=by, theme=a.theme),
        lambda by, a: rename_theme(by=by, theme=a.theme, name="Other"),
        lambda by, a: dismiss_theme(by=by, theme=a.theme),
        lambda by, a: add_theme(by=by, run=a.run, name="Other"),
        lambda by, a: move_assignment(by=by, assignment=a, theme=a.theme),
        lambda by, a: assign_texts(by=by, theme=a.theme, contributions=[a.contribution]),
    ],
    ids=["confirm", "rename", "dismiss", "add", "move", "assign"],
)
def test_each_edit_is_refused_to_others_and_once_published(act):
    assignment = placed(ThemeFactory())
    consultation = assignment.consultation
    with pytest.raises(Refused) as refused:
        act(responder_of(consultation), assignment)
    assert refused.value.code == "not_analyst"
    ThemeReportFactory(run=assignment.run)
    with pytest.raises(Refused) as refused:
        act(analyst_of(consultation), assignment)
    assert refused.value.code == "findings_frozen"
