"""What the coded sample says: right where the raw count is wrong, by one coder and by two, stale or not."""

import numpy as np
import pytest
from django_tasks_db.models import DBTaskResult

from consult.errors import Refused
from proposals.enums import Channel
from proposals.themes.actions.coding import (
    code_text,
    draw_sample,
    estimate_shares,
    queue_learning,
    request_estimates,
    settle_text,
)
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.coding.agreement import agreement_of
from proposals.themes.coding.estimation import FEWEST_CODED
from proposals.themes.coding.judging import judged_texts
from proposals.themes.coding.standing import estimates_of
from proposals.themes.models import Estimates, SampledText, Theme, ThemeAssignment
from proposals.themes.reports.bundle import build_bundle
from proposals.themes.reports.gate import ask
from tests.factories.coding import (
    code_all,
    code_run,
    counted_themes,
    machine_theme,
    sampled_run,
    sorted_run,
)
from tests.factories.proposals import OpenAnswerFactory
from tests.factories.themes import ThemeAssignmentFactory, analyst_of

LINES = {"definitions", "coding", "double", "estimates"}

pytestmark = pytest.mark.django_db

BUS, SCHOOL = "The bus is late every morning, line {n}.", "Children walk to school, class {n}."


def biased_run(n=80, true_share=0.25, wrong=0.35):
    """The software puts every text on buses, and some others too, into Buses: its count is far too high.

    Returns the run, its themes and a function that says what a text is truly in.
    """
    run, (buses, schools) = sorted_run(0)
    of_buses = round(n * true_share)
    for number in range(n):
        on_buses = number < of_buses
        taken_for_buses = on_buses or number < of_buses + round(n * wrong)
        words = (BUS if on_buses else SCHOOL).format(n=number)
        theme = buses if taken_for_buses else schools
        ThemeAssignmentFactory(theme=theme, contribution__public_text=words, contribution__title="")
    recount_themes(Theme.objects.of_run(run))

    def truly(text):
        return buses if "bus" in text.contribution.public_text else schools

    return run, (buses, schools), truly


def test_raw_count_that_is_wrong_stands_beside_an_estimate_that_is_right():
    run, (buses, _schools), truly = biased_run()
    code_run(run, size=40, themes_of=truly)
    bundle = build_bundle(run, 1)
    raw = next(float(each["share"]) for each in bundle["themes"] if each["id"] == buses.pk)
    share, low, high = next(rest for pk, *rest in bundle["estimates"]["themes"] if pk == buses.pk)
    assert raw == 60.0
    assert low <= 2500 <= high
    assert abs(share - 2500) < 800
    assert high < 6000


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say():
    run, (buses, _schools), truly = biased_run(n=120)
    sample_texts = list(ThemeAssignment.objects.filter(run=run).select_related("contribution"))
    held = 0
    for seed in range(60):
        estimates = code_run(run, size=50, themes_of=truly, seed=seed)
        _share, low, high = estimates.shares["themes"][str(buses.pk)]
        held += low <= 2500 <= high
        estimates.sample.delete()
    assert len(sample_texts) == 120
    assert held >= 52  # 95 % of 60 is 57; fewer than 52 would happen by chance once in a hundred


def test_single_coded_sample_has_a_share_and_neither_interval_nor_agreement():
    run, (buses, _schools), truly = biased_run()
    code_run(run, size=40, themes_of=truly, second=False)
    bundle = build_bundle(run, 1)
    assert bundle["estimates"]["coders"] == 1
    assert all(
        share is not None and (low, high) == (None, None)
        for _pk, share, low, high in bundle["estimates"]["themes"]
    )
    assert bundle["agreement"] is None


def test_chosen_texts_never_enter_the_estimate():
    run, _themes, truly = biased_run()
    before = code_run(run, size=40, themes_of=truly)
    shares = before.shares
    coder = analyst_of(run.consultation)
    chosen = queue_learning(by=coder, run=run, n=20)
    code_all(chosen, coder, lambda text: None)
    after = estimate_shares(run_id=run.pk)
    assert (after.shares, after.input_hash) == (shares, before.input_hash)


def test_parts_with_too_few_coded_are_not_estimated():
    run, (buses, _schools), truly = biased_run(n=80)
    rows = run.ledger.order_by("submission_id")[:50]
    for line in rows:
        line.submission.channel = Channel.PAPER
        line.submission.save()
    estimates = code_run(run, size=70, themes_of=truly)
    by_channel = estimates.shares["by"]["channel"]
    assert sum(part["coded"] for part in by_channel.values()) == 70
    assert {name: part["population"] for name, part in by_channel.items()} == {"online": 30, "paper": 50}
    for part in by_channel.values():
        assert bool(part["themes"]) == (part["coded"] >= FEWEST_CODED)
    paper = by_channel["paper"]["themes"][str(buses.pk)]
    assert paper[1] <= 4000 <= paper[2]  # 20 of 50


def test_estimates_are_stale_when_codings_definitions_or_the_sorting_change():
    run, (buses, schools), truly = biased_run(n=40)
    code_run(run, size=40, themes_of=truly)
    assert estimates_of(run)[1] is False
    ThemeAssignment.objects.filter(run=run, theme=schools).first().delete()
    assert estimates_of(run)[1] is True
    estimate_shares(run_id=run.pk)
    assert estimates_of(run)[1] is False
    buses.definition_version += 1
    buses.save()
    assert estimates_of(run)[1] is True
    assert build_bundle(run, 1)["estimates"] is None
    with pytest.raises(Refused) as refusal:
        request_estimates(by=analyst_of(run.consultation), run=run)
    assert refusal.value.code == "coding_open"


def test_task_makes_nothing_while_something_is_to_be_judged():
    run, _themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    assert estimate_shares(run_id=run.pk) is None
    assert not Estimates.objects.exists()


def test_agreement_is_told_by_theme_and_question_and_beside_the_software():
    run, _themes, sample, coders = sampled_run(20)
    code_all(sample, coders[0])
    code_all(sample, coders[1], lambda text: None if text.item.position <= 4 else counted_themes(text))
    found = agreement_of(run, judged_texts(sample))
    assert found["texts"] == 20
    assert 0 < found["alpha"] < 10_000
    assert list(found["questions"]) == [""]
    assert found["kappa"][1] <= found["kappa"][0] <= found["kappa"][2]
    assert found["f1"]["people"] == 8000
    assert (
        found["f1"]["machine"] == 9000
    )  # one coder agrees with the software throughout, the other in 16 of 20
    assert {each["given"] for each in found["themes"].values()} == {10}


def test_answers_to_several_questions_are_one_submission_and_estimated_by_question():
    run, (buses, schools) = sorted_run(0)
    first = OpenAnswerFactory(question__consultation=run.consultation)
    questions = [first.question, type(first.question).objects.create(consultation=run.consultation, key="q2")]
    texts = {question.pk: [] for question in questions}
    for number in range(35):
        answer = OpenAnswerFactory(question=questions[0], public_text=BUS.format(n=number))
        other = OpenAnswerFactory(
            question=questions[1],
            public_text=SCHOOL.format(n=number),
            submission=answer.submission,
            author=answer.participant,
        )
        for text, theme in ((answer, buses), (other, schools)):
            ThemeAssignmentFactory(theme=theme, contribution=text)
            texts[text.question_id].append(text.pk)
    estimates = code_run(run, size=35)
    assert estimates.shares["population"] == 35
    assert estimates.shares["themes"][str(buses.pk)][0] == 10_000
    by = estimates.shares["by"]["question"]
    assert by[str(questions[0].pk)]["themes"][str(buses.pk)][0] == 10_000
    assert by[str(questions[1].pk)]["themes"][str(buses.pk)][0] == 0


def problems(run):
    """What the lines on coding have to say; the others have tests of their own."""
    answers = [answer for answer in ask(run.consultation, run) if answer.code in LINES]
    return {answer.code: answer.problems for answer in answers if answer.problems}


def test_gate_asks_for_a_sample_its_codings_settled_and_estimates_of_today():
    run, (buses, _schools), truly = biased_run(n=40)
    assert list(problems(run)) == ["coding"]
    coders = [analyst_of(run.consultation) for _each in range(2)]
    sample = draw_sample(by=coders[0], run=run, first=coders[0], second=coders[1], size=40)
    assert problems(run) == {"coding": ["80 texts of the sample are not coded."]}
    code_all(sample, coders[0], truly)
    code_all(sample, coders[1], lambda text: None if text.item.position == 1 else truly(text))
    assert problems(run) == {"coding": ["1 difference between the coders is not settled."]}
    text = SampledText.objects.of(sample).first()
    settle_text(by=coders[0], text=text, themes=[buses.pk], reason="So.")
    assert problems(run) == {"estimates": ["The estimates of the coded sample are not made yet."]}
    estimate_shares(run_id=run.pk)
    assert problems(run) == {}
    ThemeAssignment.objects.filter(run=run).first().delete()
    assert list(problems(run)) == ["estimates"]
    estimate_shares(run_id=run.pk)
    sample.items.filter(position__lte=3).update(second=None)
    assert "double" in problems(run)
    Theme.objects.filter(pk=buses.pk).update(definition="")
    assert problems(run)["definitions"] == ["“Buses” has no definition."]


def test_gate_asks_no_sample_where_too_few_were_analysed_for_any_share():
    run, _themes = sorted_run(12)
    assert problems(run) == {}


def test_estimates_are_made_by_a_task_when_the_last_text_is_settled():
    run, _themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    texts = list(SampledText.objects.of(sample))
    for text in texts:
        assert not DBTaskResult.objects.filter(task_path="proposals.themes.tasks.estimate_shares").exists()
        code_text(by=coders[1], text=text, themes=[machine_theme(text).pk])
    queued = DBTaskResult.objects.get(task_path="proposals.themes.tasks.estimate_shares")
    assert queued.args_kwargs["args"] == [run.pk]


def test_integers_alone_are_kept():
    run, _themes, truly = biased_run(n=40)
    estimates = code_run(run, size=40, themes_of=truly)
    figures = [figure for row in estimates.shares["themes"].values() for figure in row]
    assert {type(figure) for figure in figures} == {int}
    assert not any(isinstance(figure, np.integer) for figure in figures)
    text = SampledText.objects.first()
    with pytest.raises(Refused):
        code_text(by=text.item.coder, text=text, themes=[], none=True)
