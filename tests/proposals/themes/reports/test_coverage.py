"""Who was heard against who lives here: shares, silent groups, and what may not be worked out."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.clock import now
from consult.enums import QuestionKind
from proposals.models import Answer
from proposals.themes.enums import Place
from proposals.themes.models import ReferenceTable
from proposals.themes.reports.coverage import _held, coverage_of
from proposals.themes.reports.gate import ask
from proposals.themes.reports.weights import weights_of
from tests.factories.consult import QuestionFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory

pytestmark = pytest.mark.django_db

CHOICES = ["young", "middle", "old", "unsaid"]
HERE = [["young", 4000], ["middle", 3000], ["old", 3000]]


def age_of(consultation):
    choices = [{"value": each, "label": {"en": each.capitalize()}} for each in CHOICES]
    return QuestionFactory(
        consultation=consultation, kind=QuestionKind.DEMOGRAPHIC, choices=choices, texts={"en": "Your age"}
    )


def heard(in_theme=None, **numbers):
    """A run in which so many people of each age wrote; the first `in_theme` of each age are in the theme."""
    theme, other = ThemeFactory(), None
    other = ThemeFactory(codebook=theme.codebook)
    question = age_of(theme.consultation)
    for age, number in numbers.items():
        for n in range(number):
            inside = in_theme is None or n < in_theme.get(age, 0)
            placed = ThemeAssignmentFactory(theme=theme if inside else other)
            answer(placed.contribution.submission, question, age)
    for each in (theme, other):
        each.submissions = each.people = each.assignments.count()
        each.save()
    ReferenceTable.objects.create(
        consultation=theme.consultation, question=question, rows=HERE, left_out=["unsaid"], source="Census"
    )
    return theme.codebook.run, theme, question


def answer(submission, question, value):
    return Answer.objects.create(submission=submission, question=question, values=[value])


def test_shares_of_those_who_said_it_name_the_silent_group():
    run, _theme, question = heard(young=5, middle=30, old=25, unsaid=9)
    (found,) = coverage_of(run, 5)
    assert (found["question"], found["people"], found["answered"]) == (question.key, 10_000, 60)
    assert found["cells"] == [["young", 4000, 5, ""], ["middle", 3000, 30, ""], ["old", 3000, 25, ""]]
    assert found["silent"] == ["young"]


def test_small_number_is_held_back_with_the_next_and_still_named_silent():
    run, _theme, _question = heard(young=3, middle=30, old=25)
    (found,) = coverage_of(run, 5)
    cells = [["young", 4000, None, "under"], ["middle", 3000, 30, ""], ["old", 3000, None, "hidden"]]
    assert (found["cells"], found["silent"]) == (cells, ["young"])


def test_group_nobody_of_whom_came_is_silent_and_a_table_hardly_answered_judges_nobody():
    run, _theme, _question = heard(middle=30, old=25)
    assert coverage_of(run, 5)[0]["silent"] == ["young"]
    run, _theme, _question = heard(middle=15, old=14)
    assert coverage_of(run, 5)[0]["silent"] == []


def test_person_counts_once_with_the_last_answer_and_not_when_withdrawn():
    run, theme, question = heard(young=6, middle=20, old=20)
    first = theme.assignments.order_by("pk").first().contribution
    again = ThemeAssignmentFactory(theme=theme, contribution__author=first.participant).contribution
    answer(again.submission, question, "old")
    lines = run.ledger.filter(submission=theme.assignments.order_by("pk")[1].contribution.submission)
    lines.update(place=Place.WITHDRAWN)
    assert coverage_of(run, 2)[0]["cells"] == [
        ["young", 4000, 4, ""],
        ["middle", 3000, 20, ""],
        ["old", 3000, 21, ""],
    ]


def test_types_of_respondents_have_a_table_of_their_own():
    run, theme, _question = heard(middle=10)
    for number, placed in enumerate(theme.assignments.all()):
        person = placed.contribution.participant
        person.respondent_type = "Tenant" if number < 6 else "Trader" if number < 9 else ""
        person.save()
    rows = [["Tenant", 70], ["Trader", 30]]
    ReferenceTable.objects.create(consultation=run.consultation, rows=rows, source="Register")
    assert [each["cells"] for each in coverage_of(run, 2) if each["question"] is None] == [
        [["Tenant", 70, 6, ""], ["Trader", 30, 3, ""]]
    ]


@settings(max_examples=200)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=4), st.integers(2, 5))
def test_no_small_number_can_be_worked_out_of_what_is_printed(numbers, threshold):
    counts = dict(enumerate(numbers))
    held = _held(counts, threshold)
    assert all(held is None or key in held for key, n in counts.items() if 0 < n < threshold)
    if not held:
        return
    total = sum(counts[key] for key in held)
    ranges = [range(1, threshold) if why == "under" else range(threshold, total + 1) for why in held.values()]
    fits = [cells for cells in itertools.product(*ranges) if sum(cells) == total]
    small = [place for place, why in enumerate(held.values()) if why == "under"]
    assert all(len({cells[place] for cells in fits}) > 1 for place in small)


def test_weights_are_a_labelled_test_whose_cost_is_printed():
    run, theme, _question = heard(
        in_theme={"young": 10, "middle": 10, "old": 10}, young=20, middle=40, old=40
    )
    frozen = [{"id": theme.pk, "held_back": ""}]
    found = weights_of(run, 5, frozen)
    effect = 100 * (20 * 2**2 + 40 * 0.75**2 + 40 * 0.75**2) / 100**2
    assert found["design_effect"] == round(100 * effect) == 125
    assert (found["people"], found["effective_n"]) == (100, 80)
    assert found["themes"] == [[theme.pk, 30, 35]]  # (10 * 2 + 20 * .75) of 100
    assert found["moves_at_most"] == 5


def test_weights_hide_shares_that_would_tell_of_a_few_and_refuse_thin_groups():
    run, theme, _question = heard(in_theme={"middle": 3, "old": 10}, young=20, middle=20, old=20)
    found = weights_of(run, 5, [{"id": theme.pk, "held_back": ""}])
    assert (found["themes"], found["moves_at_most"]) == ([[theme.pk, None, None]], 5)
    run, theme, _question = heard(young=3, middle=20, old=20)
    found = weights_of(run, 5, [{"id": theme.pk, "held_back": ""}])
    assert (found["design_effect"], found["themes"], len(found["left_out"])) == (None, [], 1)


def shut_by(run):
    """What the line of the gate about coverage finds missing."""
    (line,) = [each for each in ask(run.consultation, run) if each.code == "coverage"]
    return line.problems


def test_gate_is_shut_by_a_table_that_fits_no_more_and_open_without_one():
    run, _theme, question = heard(young=6, middle=20, old=20)
    assert shut_by(run) == []
    question.choices = [*question.choices, {"value": "oldest", "label": {"en": "Over 90"}}]
    question.save()
    assert shut_by(run) == [
        "The table of the population for “Your age” does not know Over 90. Upload it again."
    ]
    question.retired_at = now()
    question.save()
    assert shut_by(run) == ["“Your age” is no longer asked. Take its table of the population away."]
    ReferenceTable.objects.update(ended_at=now())
    assert shut_by(run) == []


def test_gate_is_shut_by_a_table_nobody_answered():
    run, _theme, question = heard(young=6)
    Answer.objects.filter(question=question).delete()
    assert shut_by(run) == [
        "There is a table of the population for “Your age”, but nobody's answer to it was received."
    ]
