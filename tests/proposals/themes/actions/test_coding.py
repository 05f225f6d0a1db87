"""Drawing, judging and settling: who may, in which state, and what the database refuses by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from proposals.actions.states import hide
from proposals.themes.actions.coding import (
    code_text,
    draw_sample,
    queue_learning,
    settle_text,
    withdraw_sample,
)
from proposals.themes.coding.judging import final_by_submission, is_open, judged_texts
from proposals.themes.coding.sampling import double_for, draw, size_for
from proposals.themes.coding.standing import disagreements, progress_of
from proposals.themes.enums import Place, SamplePurpose, ThemeState
from proposals.themes.models import Coding, CodingSample, SampledText, SampleItem, ThemeReport
from tests.factories.accounts import UserFactory
from tests.factories.coding import code_all, machine_theme, sampled_run, sorted_run
from tests.factories.themes import ThemeFactory, analyst_of, staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "half_width, population, size",
    [
        (500, 10_000_000, 385),
        (500, 2318, 330),
        (500, 100, 80),
        (1000, 1000, 88),
        (300, 1983, 694),
        (500, 0, 0),
    ],
)
def test_size_by_half_width_and_population_is_cochrans(half_width, population, size):
    assert size_for(half_width, population) == size


@pytest.mark.parametrize("size, double", [(20, 20), (50, 50), (400, 50), (500, 50), (501, 51), (2000, 200)])
def test_double_coded_are_a_tenth_and_fifty_at_least(size, double):
    assert double_for(size) == double


@given(st.sets(st.integers(1, 500), min_size=1), st.integers(0, 100), st.integers(1, 50))
def test_draw_with_same_seed_draws_the_same_and_none_twice(ids, seed, size):
    drawn = draw(ids, size, seed, "frame")
    assert drawn == draw(sorted(ids, reverse=True), size, seed, "frame")
    assert len(drawn) == len(set(drawn)) == min(size, len(ids))


def test_every_submission_is_drawn_about_as_often_as_another():
    counts = dict.fromkeys(range(20), 0)
    for seed in range(2000):
        for key in draw(counts, 5, seed, "frame"):
            counts[key] += 1
    assert sum((n - 500) ** 2 / 500 for n in counts.values()) < 40  # chi-square of 19, p < .005


def test_sample_holds_only_what_was_analysed_and_says_how_it_was_drawn():
    run, _themes = sorted_run(30)
    first = run.ledger.order_by("submission_id").first()
    run.ledger.filter(pk=first.pk).update(place=Place.CAMPAIGN)
    coder, second = analyst_of(run.consultation), analyst_of(run.consultation)
    sample = draw_sample(by=coder, run=run, first=coder, second=second, seed=5, half_width=1000)
    drawn = list(sample.items.values_list("submission_id", flat=True))
    population = sorted(run.ledger.exclude(pk=first.pk).values_list("submission_id", flat=True))
    assert (sample.population, sample.size) == (29, size_for(1000, 29))
    assert drawn == draw(population, sample.size, 5, run.snapshot.manifest_hash)
    assert sample.double == sample.size
    said = LogEntry.objects.filter(target_type="themes.codingsample", target_id=sample.pk)
    assert list(said.values_list("act", flat=True)) == ["sample.drawn"]


def test_beyond_the_double_part_each_coder_judges_half():
    run, _themes = sorted_run(64)
    coder, second = analyst_of(run.consultation), analyst_of(run.consultation)
    sample = draw_sample(by=coder, run=run, first=coder, second=second, size=64)
    assert sample.items.filter(second=second, coder=coder).count() == sample.double == 50
    assert sample.items.filter(second=None, coder=coder).count() == 7
    assert sample.items.filter(second=None, coder=second).count() == 7
    assert [each[1:] for each in progress_of(sample)] == [(0, 57), (0, 57)]


PEOPLE = {
    "analyst": (Role.ANALYST, {"draw", "code", "settle"}),
    "owner": (Role.OWNER, set()),
    "moderator": (Role.MODERATOR, set()),
    "responder": (Role.RESPONDER, set()),
    "nobody here": (None, set()),
}


@pytest.mark.parametrize("frozen", [False, True], ids=["open", "frozen"])
@pytest.mark.parametrize("who", PEOPLE)
def test_acts_of_coding_by_role_are(who, frozen):
    run, _themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    code_all(sample, coders[1], lambda text: None)
    role, allowed = PEOPLE[who]
    person = staff(run.consultation, role) if role else UserFactory()
    text = SampledText.objects.of(sample).first()
    if frozen:
        ThemeReport.objects.create(consultation=run.consultation, run=run, edition=1, manifest_hash="0" * 64)
    done = set()
    acts = {
        "code": lambda: code_text(by=person, text=text, themes=[], none=True),
        "settle": lambda: settle_text(by=person, text=text, themes=[], none=True, reason="So."),
        "draw": lambda: draw_sample(by=person, run=run, first=coders[0]),
    }
    for name, act in acts.items():
        try:
            act()
            done.add(name)
        except Refused as refused:
            # An analyst passes the permission and meets the state: it is drawn, and with somebody else.
            if refused.code in ("sample_exists", "not_your_text"):
                done.add(name)
    assert done == (set() if frozen else allowed)


def test_coder_and_blind_second_are_different_people_by_form_and_by_constraint():
    run, _themes = sorted_run(12)
    coder = analyst_of(run.consultation)
    with pytest.raises(Invalid) as refusal:
        draw_sample(by=coder, run=run, first=coder, second=coder)
    assert list(refusal.value.fields) == ["second"]
    sample = draw_sample(by=coder, run=run, first=coder)
    item = sample.items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SampleItem.objects.filter(pk=item.pk).update(second=coder)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodingSample.objects.filter(pk=sample.pk).update(second=coder)


def test_nobody_codes_the_same_version_twice_in_either_role():
    _run, _themes, sample, coders = sampled_run(12)
    text = SampledText.objects.of(sample).first()
    code_text(by=coders[0], text=text, themes=[], none=True)
    code_text(by=coders[0], text=text, themes=[], none=True)
    assert text.codings.count() == 1
    for role in ("first", "second"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Coding.objects.create(text=text, coder=coders[0], role=role)


def test_coder_who_is_no_analyst_here_is_refused():
    run, _themes = sorted_run(12)
    analyst = analyst_of(run.consultation)
    with pytest.raises(Invalid) as refusal:
        draw_sample(by=analyst, run=run, first=analyst, second=UserFactory())
    assert list(refusal.value.fields) == ["second"]


@pytest.mark.parametrize(
    "chosen, fields",
    [
        ({"themes": [], "none": False}, ["themes"]),
        ({"themes": "both", "none": True}, ["themes"]),
        ({"themes": [0], "none": False}, ["themes"]),
        ({"themes": [], "none": True, "stance": "loud"}, ["stance"]),
        ({"themes": [], "none": True, "suggestion": "x" * 161}, ["suggestion"]),
        ({"themes": [], "none": True, "note": "x" * 2001}, ["note"]),
    ],
    ids=["nothing", "both", "unknown", "stance", "suggestion", "note"],
)
def test_judgement_that_cannot_be_taken_names_its_field(chosen, fields):
    _run, themes, sample, coders = sampled_run(12)
    if chosen["themes"] == "both":
        chosen = {**chosen, "themes": [themes[0].pk]}
    with pytest.raises(Invalid) as refusal:
        code_text(by=coders[0], text=SampledText.objects.of(sample).first(), **chosen)
    assert list(refusal.value.fields) == fields
    assert not Coding.objects.exists()


def test_second_random_sample_is_refused_until_the_first_is_withdrawn_and_that_only_before_coding():
    run, _themes, sample, coders = sampled_run(12)
    with pytest.raises(Refused) as refusal:
        draw_sample(by=coders[0], run=run, first=coders[0])
    assert refusal.value.code == "sample_exists"
    withdraw_sample(by=coders[0], sample=sample)
    again = draw_sample(by=coders[0], run=run, first=coders[0], seed=2)
    code_text(by=coders[0], text=SampledText.objects.of(again).first(), themes=[], none=True)
    with pytest.raises(Refused) as refusal:
        withdraw_sample(by=coders[0], sample=again)
    assert refusal.value.code == "sample_in_use"


def test_difference_is_settled_by_a_third_act_with_a_reason_and_holds():
    _run, themes, sample, coders = sampled_run(12)
    text = SampledText.objects.of(sample).first()
    code_all(sample, coders[0])
    with pytest.raises(Refused) as refusal:
        settle_text(by=coders[0], text=text, themes=[], none=True, reason="So.")
    assert refusal.value.code == "coding_open"
    code_all(sample, coders[1], lambda each: None if each == text else machine_theme(each))
    assert not is_open(sample)
    ((differing,), unsettled) = disagreements(sample)
    assert (differing.text, unsettled, differing.final) == (text, 1, None)
    with pytest.raises(Invalid):
        settle_text(by=coders[0], text=text, themes=[], none=True)
    third = analyst_of(sample.consultation)
    settle_text(by=third, text=text, themes=[themes[0].pk], reason="It names the bus.")
    final = final_by_submission(judged_texts(sample))
    assert final[text.item.submission_id] == {themes[0].pk}
    assert len(final) == 12
    other = SampledText.objects.of(sample).exclude(pk=text.pk).first()
    with pytest.raises(Refused) as refusal:
        settle_text(by=third, text=other, themes=[], none=True, reason="So.")
    assert refusal.value.code == "coders_agree"


def test_once_both_can_see_them_judgements_stand():
    _run, _themes, sample, coders = sampled_run(12)
    for coder in coders:
        code_all(sample, coder)
    with pytest.raises(Refused) as refusal:
        code_text(by=coders[0], text=SampledText.objects.of(sample).first(), themes=[], none=True)
    assert refusal.value.code == "coding_closed"


def change_definition(theme):
    theme.definition_version += 1
    theme.save()


def dismiss(theme):
    theme.state = ThemeState.DISMISSED
    theme.save()


CHANGES = {
    "definition changed": (change_definition, "all"),
    "dismissed": (dismiss, "given"),
    "added": (lambda theme: ThemeFactory(codebook=theme.codebook), "all"),
    "renamed alone": (lambda theme: theme.save(), "none"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_codebook_asks_again_for_exactly_what_it_touches(change):
    _run, themes, sample, coders = sampled_run(12)
    for coder in coders:
        code_all(sample, coder)
    act, touched = CHANGES[change]
    act(themes[0])
    wanted = SampledText.objects.of(sample).wanted_from(coders[0])
    given = {text.pk for text in SampledText.objects.of(sample) if machine_theme(text) == themes[0]}
    everything = set(SampledText.objects.of(sample).values_list("pk", flat=True))
    assert {text.pk for text in wanted} == {"all": everything, "given": given, "none": set()}[touched]
    assert is_open(sample) == (touched != "none")


def test_judgement_by_a_definition_that_changed_meanwhile_is_asked_for_again():
    _run, themes, sample, coders = sampled_run(12)
    seen = {theme.pk: theme.definition_version for theme in themes}
    change_definition(themes[0])
    text = SampledText.objects.of(sample).first()
    code_text(by=coders[0], text=text, themes=[themes[1].pk], seen=seen)
    assert SampledText.objects.of(sample).wanted_from(coders[0]).filter(pk=text.pk).exists()


def test_judgement_made_anew_asks_for_settling_again():
    _run, themes, sample, coders = sampled_run(12)
    code_all(sample, coders[0])
    code_all(sample, coders[1], lambda text: None)
    text = SampledText.objects.of(sample).first()
    settle_text(by=coders[0], text=text, themes=[themes[0].pk], reason="So.")
    assert disagreements(sample)[1] == 11
    change_definition(themes[0])
    with time_machine.travel(now() + timedelta(hours=1)):
        code_all(sample, coders[0])
        code_all(sample, coders[1], lambda text: None)
    assert disagreements(sample)[1] == 12


def test_text_removed_since_is_coded_by_nobody_and_keeps_nobody_waiting():
    _run, _themes, sample, coders = sampled_run(12)
    text = SampledText.objects.of(sample).first()
    hide(contribution=text.contribution, by=None)
    with pytest.raises(Refused) as refusal:
        code_text(by=coders[0], text=text, themes=[], none=True)
    assert refusal.value.code == "text_changed"
    for coder in coders:
        code_all(sample, coder)
    assert not is_open(sample)
    assert len(final_by_submission(judged_texts(sample))) == 11


def test_chosen_texts_are_none_of_the_random_sample_and_stay_apart():
    run, _themes = sorted_run(30)
    coder = analyst_of(run.consultation)
    sample = draw_sample(by=coder, run=run, first=coder, size=12)
    chosen = queue_learning(by=coder, run=run, n=5)
    assert chosen.purpose == SamplePurpose.LEARNING
    in_both = set(sample.items.values_list("submission_id", flat=True)) & set(
        chosen.items.values_list("submission_id", flat=True)
    )
    assert (chosen.items.count(), in_both) == (5, set())
    code_all(chosen, coder)
    assert set(Coding.objects.values_list("blind", flat=True)) == {False}
    assert final_by_submission(judged_texts(sample)) == {}
