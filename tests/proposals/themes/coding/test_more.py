"""Drawing more of a sample, and carrying the codebook over what fits no theme."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.errors import Invalid, Refused
from proposals.themes.actions import undo_edit
from proposals.themes.actions.coding import carry_codebook, draw_sample, enlarge_sample, estimate_shares
from proposals.themes.actions.recounts import recount_after_edit
from proposals.themes.coding.judging import is_open
from proposals.themes.coding.sampling import double_for, draw, size_for
from proposals.themes.coding.standing import estimates_of
from proposals.themes.coding.units import sorted_into
from proposals.themes.enums import AssignedBy, Place
from proposals.themes.models import Coding, LedgerLine, Theme
from proposals.themes.reports.bundle import build_bundle
from proposals.themes.workbench.history import sentence
from tests.factories.coding import code_all, code_run, counted_themes, sorted_run
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeReportFactory,
    analyst_of,
    carry_out_what_is_asked,
)

pytestmark = pytest.mark.django_db
BUS, SCHOOL = "The bus is late every morning, line {n}.", "Children walk to school, class {n}."
ODD = "Zyx qwv {n} kjh."


def drawn_and_coded(n=150):
    """A sample of ± 10 points of that many submissions, coded by two people."""
    run, _themes = sorted_run(n)
    coders = [analyst_of(run.consultation) for _each in range(2)]
    sample = draw_sample(by=coders[0], run=run, first=coders[0], second=coders[1], seed=5, half_width=1000)
    for coder in coders:
        code_all(sample, coder, counted_themes)
    return run, sample, coders


def test_sample_drawn_on_is_the_one_that_would_have_been_drawn_at_once():
    run, sample, coders = drawn_and_coded()
    first = list(sample.items.values_list("submission_id", flat=True))
    judged = set(Coding.objects.values_list("pk", flat=True))
    larger = enlarge_sample(by=coders[0], sample=sample, half_width=700)
    size = size_for(700, 150)
    ids = list(run.ledger.values_list("submission_id", flat=True))
    now_drawn = list(larger.items.values_list("submission_id", flat=True))
    assert now_drawn == draw(ids, size, 5, run.snapshot.manifest_hash)
    assert now_drawn[: len(first)] == first
    assert (larger.size, larger.half_width, larger.double) == (size, 700, double_for(size))
    assert larger.items.exclude(second=None).count() == double_for(size)
    assert set(Coding.objects.values_list("pk", flat=True)) == judged


def test_coders_are_blind_again_until_the_new_texts_are_judged_and_then_estimates_are_made_anew():
    run, sample, coders = drawn_and_coded()
    estimate_shares(run_id=run.pk)
    assert not is_open(sample)
    larger = enlarge_sample(by=coders[0], sample=sample, half_width=500)
    assert is_open(larger)
    assert estimate_shares(run_id=run.pk) is None
    for coder in coders:
        code_all(larger, coder, counted_themes)
    assert estimates_of(run)[1] is True
    assert estimate_shares(run_id=run.pk).shares["coded"] == size_for(500, 150)


def test_sample_is_not_drawn_on_to_no_more_nor_once_findings_are_frozen():
    run, sample, coders = drawn_and_coded()
    with pytest.raises(Invalid):
        enlarge_sample(by=coders[0], sample=sample, half_width=1000)
    ThemeReportFactory(run=run)
    with pytest.raises(Refused):
        enlarge_sample(by=coders[0], sample=sample, half_width=500)


def unsure_run():
    """Forty sorted texts, all of them coded, and twelve in no theme: ten of buses, two of nothing here."""
    run, (buses, schools) = sorted_run(0)
    for n in range(40):
        theme, words = (buses, BUS) if n % 2 else (schools, SCHOOL)
        ThemeAssignmentFactory(
            theme=theme, contribution__public_text=words.format(n=n), contribution__title=""
        )
    code_run(run, size=40)
    waiting = []
    for n in range(12):
        words = BUS if n < 10 else ODD
        row = ThemeAssignmentFactory(
            theme=schools,
            sure=False,
            contribution__public_text=words.format(n=100 + n),
            contribution__title="",
        )
        waiting.append(row.contribution)
    recount_after_edit(run, buses, schools)
    estimate_shares(run_id=run.pk)
    return run, buses, waiting


def state(run):
    return [
        list(run.assignments.order_by("pk").values()),
        list(LedgerLine.objects.order_by("pk").values()),
        list(Theme.objects.order_by("pk").values_list("pk", "submissions", "people")),
    ]


def test_codebook_is_carried_over_what_fits_no_theme_marked_and_undone_in_one_step():
    run, buses, waiting = unsure_run()
    analyst = analyst_of(run.consultation)
    before = state(run)
    number = carry_codebook(by=analyst, run=run)
    placed = run.assignments.filter(assigned_by=AssignedBy.LEARNT)
    assert set(placed.values_list("user_id", "sure")) == {(analyst.pk, True)}
    assert number == placed.count()
    assert placed.filter(theme=buses, contribution__in=waiting[:10]).count() == 10
    assert {row.contribution_id for row in placed} <= {text.pk for text in waiting}
    assert run.ledger.filter(place=Place.UNSURE).count() == 12 - number
    edit = run.edits.get()
    assert str(sentence(edit)).endswith(f"place {number} texts that fitted no theme")
    undo_edit(by=analyst, edit=edit)
    assert state(run) == before


def test_what_was_carried_changes_no_estimate_and_is_counted_apart_in_the_report():
    run, buses, _waiting = unsure_run()
    before = build_bundle(run, 1)
    number = carry_codebook(by=analyst_of(run.consultation), run=run)
    assert estimates_of(run)[1] is False
    after = build_bundle(run, 1)
    assert after["estimates"] == before["estimates"]
    assert (before["learnt"], after["learnt"]) == (None, {"submissions": number, "coded": 40})
    sizes = [next(t["submissions"] for t in b["themes"] if t["id"] == buses.pk) for b in (before, after)]
    assert sizes[1] - sizes[0] == 10
    learnt, sorted_by_run = sorted_into(run), sorted_into(run, learnt=False)
    assert len(learnt) - len(sorted_by_run) == number


def test_codebook_is_not_carried_before_people_have_coded_nor_when_nothing_waits():
    run, _themes = sorted_run(40)
    analyst = analyst_of(run.consultation)
    for code in ("coding_open", "nothing_to_carry"):
        with pytest.raises(Refused) as refused:
            carry_codebook(by=analyst, run=run)
        assert refused.value.code == code
        if code == "coding_open":
            code_run(run, size=40)


def test_pages_offer_both_and_do_them():
    run, _buses, _waiting = unsure_run()
    client = Client()
    client.force_login(analyst_of(run.consultation))
    slug = run.consultation.slug
    page = client.get(reverse("coding", args=[slug])).content.decode()
    assert "12 submissions stand in no theme." in page
    client.post(reverse("carry_codebook", args=[slug]))
    carry_out_what_is_asked()
    assert run.assignments.filter(assigned_by=AssignedBy.LEARNT).exists()
    answer = client.post(reverse("enlarge_sample", args=[slug]), {"half_width": "9"}, follow=True)
    assert "Choose how exact the shares shall be." in answer.content.decode()
    client.post(reverse("enlarge_sample", args=[slug]), {"half_width": "300"})
    assert run.codebook.samples.get().size == size_for(300, 52)
