"""A run from its start to its end."""

import random
import sqlite3

import pytest
from django_tasks_db.models import DBTaskResult

from consult.errors import Invalid, Refused
from consult.models import LogEntry
from proposals.themes.actions import cancel_run, confirm_theme, perform_run, resume_run, sorting, start_run
from proposals.themes.actions.codebooks import suggested_name
from proposals.themes.actions.sorting import sort_received
from proposals.themes.actions.vectors import drop_unused_vectors, kept_vectors
from proposals.themes.enums import Place, RunState, RunStep
from proposals.themes.models import Codebook, Theme, ThemeRun
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory, VoteFactory
from tests.factories.themes import ThemeRunFactory, analyst_of, write_about_topics

pytestmark = pytest.mark.django_db

LETTER = "Please keep the bus gate on Mill Road open for cars because trade on the road depends on it. "
ADDED = ["I am a baker.", "My mother shops there.", "Think again.", "I drive a van.", "Ask the traders.", ""]


def run_of(consultation, by=None, **wanted):
    run = start_run(by=by or analyst_of(consultation), consultation=consultation, enqueue=False, **wanted)
    return perform_run(run_id=run.pk)


def most_common_theme(run, contributions):
    labels = list(run.assignments.filter(contribution__in=contributions).values_list("theme_id", flat=True))
    return max(sorted(set(labels)), key=labels.count)


def test_run_over_three_topics_finds_them_and_the_ledger_adds_up():
    consultation = ConsultationFactory()
    texts = write_about_topics(consultation)
    run = run_of(consultation, n_themes=3)
    assert (run.state, run.progress, run.snapshot.received) == (RunState.DONE, 100, 18)
    assert run.ledger.count() == 18
    largest = {topic: most_common_theme(run, members) for topic, members in texts.items()}
    assert len(set(largest.values())) == 3
    assert set(LogEntry.objects.filter(chain=consultation.pk).values_list("act", flat=True)) == {
        "run.started",
        "run.finished",
    }


def test_run_with_the_same_seed_gives_the_same_assignments():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    analyst = analyst_of(consultation)
    seen = []
    for _each in range(2):
        run = run_of(consultation, by=analyst, n_themes=3, seed=4)
        rows = run.assignments.order_by("contribution_id", "start")
        numbers = {theme.pk: i for i, theme in enumerate(Theme.objects.of_run(run).order_by("pk"))}
        seen.append([(a.contribution_id, a.start, a.end, numbers[a.theme_id], a.confidence) for a in rows])
    assert seen[0] == seen[1]
    runs = ThemeRun.objects.filter(consultation=consultation)
    assert runs[0].input_hash == runs[1].input_hash


def test_run_after_one_with_confirmed_themes_keeps_their_keys_and_names():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    analyst = analyst_of(consultation)
    first = run_of(consultation, by=analyst, n_themes=3)
    for theme in Theme.objects.of_run(first):
        confirm_theme(by=analyst, theme=theme, name=f"Named {theme.stable_key}", definition="So.")
    second = run_of(consultation, by=analyst, n_themes=3)
    expected = set(Theme.objects.of_run(first).values_list("stable_key", "name"))
    assert set(Theme.objects.of_run(second).values_list("stable_key", "name")) == expected
    assert list(Codebook.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_near_copies_sent_by_many_stand_in_the_ledger_as_one_campaign():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    for added in ADDED:
        ProposalFactory(consultation_of=consultation, title="", public_text=LETTER + added)
    run = run_of(consultation, n_themes=3)
    campaign = run.campaigns.get()
    assert (campaign.texts, campaign.people, campaign.members.count()) == (6, 6, 6)
    assert run.ledger.filter(place=Place.CAMPAIGN).count() == 6
    assert sum(Theme.objects.of_run(run).values_list("copies", flat=True)) >= 6
    counted = sum(run.ledger.filter(place__in=Place.analysed()).values_list("run", flat=True)) / run.pk
    assert counted == 18


def test_texts_not_shown_are_not_sorted():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    for state in ("hidden", "held", "pending", "withdrawn"):
        ProposalFactory(consultation_of=consultation, state=state)
    run = run_of(consultation, n_themes=3)
    assert run.assignments.exclude(contribution__state="visible").count() == 0
    assert run.ledger.filter(place=Place.WITHHELD).count() == 2


def two_minds(consultation, people=30, statements=10):
    """Voters of two opposite minds, each with a few votes of their own; returns their ids by mind."""
    rng = random.Random(1)
    proposals = [ProposalFactory(consultation_of=consultation) for _each in range(statements)]
    voters = [ParticipantFactory(consultation=consultation) for _each in range(people)]
    for i, voter in enumerate(voters):
        for j, proposal in enumerate(proposals):
            likes = (j < statements // 2) == (i % 2 == 0)
            likes = likes if rng.random() > 0.15 else not likes
            VoteFactory(contribution=proposal, participant=voter, choice=1 if likes else -1)
    return {voter.pk for voter in voters[::2]}, {voter.pk for voter in voters[1::2]}


def test_voters_of_two_minds_fall_into_two_opinion_groups():
    consultation = ConsultationFactory()
    minds = two_minds(consultation)
    opinion = run_of(consultation).opinion
    assert (opinion.voters, opinion.votes, opinion.voted.count()) == (30, 300, 10)
    found = [set(group.members.values_list("participant_id", flat=True)) for group in opinion.groups.all()]
    assert sorted(found, key=min) == sorted(minds, key=min)
    assert all(group.votes.filter(rank__isnull=False).exists() for group in opinion.groups.all())


def test_too_few_voters_leave_no_opinion_groups():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    assert not hasattr(run_of(consultation, n_themes=3), "opinion")


def test_start_run_puts_a_task_on_the_queue():
    consultation = ProposalFactory().consultation
    run = start_run(by=analyst_of(consultation), consultation=consultation)
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("proposals.themes.tasks.find_themes", [run.pk])


def test_second_run_while_one_is_under_way_is_refused():
    consultation = ProposalFactory().consultation
    analyst = analyst_of(consultation)
    start_run(by=analyst, consultation=consultation)
    with pytest.raises(Refused) as refused:
        start_run(by=analyst, consultation=consultation)
    assert (refused.value.code, refused.value.status) == ("run_unfinished", 409)
    assert ThemeRun.objects.count() == 1


@pytest.mark.parametrize("n_themes", [0, 1, 101])
def test_start_run_with_a_number_out_of_range_is_invalid(n_themes):
    consultation = ProposalFactory().consultation
    with pytest.raises(Invalid) as invalid:
        start_run(by=analyst_of(consultation), consultation=consultation, n_themes=n_themes)
    assert list(invalid.value.fields) == ["n_themes"]


def test_start_run_without_any_text_is_refused():
    consultation = ConsultationFactory()
    with pytest.raises(Refused) as refused:
        start_run(by=analyst_of(consultation), consultation=consultation)
    assert refused.value.code == "nothing_to_sort"


def test_stopped_run_is_not_computed():
    consultation = ProposalFactory().consultation
    analyst = analyst_of(consultation)
    run = start_run(by=analyst, consultation=consultation)
    cancel_run(by=analyst, run=run)
    perform_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.snapshot) == (RunState.CANCELLED, None)


def test_stopping_a_run_that_has_ended_is_refused():
    run = ThemeRunFactory()
    with pytest.raises(Refused) as refused:
        cancel_run(by=analyst_of(run.consultation), run=run)
    assert refused.value.code == "run_ended"


def test_run_whose_worker_died_begins_anew_and_counts_once():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    run = start_run(by=analyst_of(consultation), consultation=consultation, n_themes=3, enqueue=False)
    ThemeRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    run.refresh_from_db()
    sort_received(run)
    done = perform_run(run_id=run.pk)
    assert (done.state, done.ledger.count(), done.assignments.count()) == (RunState.DONE, 18, 18)
    assert done.consultation.snapshots.count() == 1


def test_failing_run_keeps_what_kind_of_failure_it_was_and_no_words(monkeypatch):
    consultation = ProposalFactory(public_text="CANARY").consultation
    run = start_run(by=analyst_of(consultation), consultation=consultation, enqueue=False)

    def broken(_snapshot):
        raise ValueError("CANARY cannot be sorted")

    monkeypatch.setattr("proposals.themes.actions.sorting.texts_of", broken)
    with pytest.raises(ValueError, match="cannot be sorted"):
        perform_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "ValueError")


def test_vectors_are_kept_for_the_next_run_and_dropped_when_unused(settings, tmp_path):
    settings.CONSULT_VECTORS_DIR = tmp_path / "vectors"
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    analyst = analyst_of(consultation)
    first = run_of(consultation, by=analyst, n_themes=3)
    kept = len(kept_vectors())
    second = run_of(consultation, by=analyst, n_themes=3)
    assert kept == len(kept_vectors()) == first.assignments.count()
    labels = [
        list(
            run.assignments.order_by("contribution_id", "start").values_list("theme__keywords", "confidence")
        )
        for run in (first, second)
    ]
    assert labels[0] == labels[1]
    drop_unused_vectors()
    assert len(kept_vectors()) == kept
    with sqlite3.connect(kept_vectors().file) as db:
        db.execute("UPDATE vectors SET day = day - 31")
    db.close()
    drop_unused_vectors()
    assert len(kept_vectors()) == 0


@pytest.mark.parametrize(
    "label, words, name",
    [
        ("night bus", ["bus", "night", "late", "hill"], "Night bus, late, hill"),
        ("Weir Road", [], "Weir Road"),
        ("", ["bus", "late", "hill"], "Bus, late"),
        ("", [], ""),
    ],
)
def test_suggested_name_is_a_phrase_of_the_texts_and_other_keywords(label, words, name):
    assert suggested_name(label, words) == name


def test_run_says_how_firm_each_theme_is():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    quality = run_of(consultation, n_themes=3).quality
    assert len(quality["firmness"]) == 3
    assert all(0 < value <= 10_000 for value in quality["firmness"])
    assert -10_000 <= quality["agreement_of_samples"] <= 10_000


def test_run_cut_short_goes_on_behind_the_last_step_that_was_done(monkeypatch):
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    run = start_run(by=analyst_of(consultation), consultation=consultation, n_themes=3, enqueue=False)
    steps = list(sorting.STEPS)
    place = [step for step, *_rest in steps].index(RunStep.OPINIONS)
    step, percent, forget, _do = steps[place]

    def die(_run):
        raise MemoryError

    monkeypatch.setattr(sorting, "STEPS", [*steps[:place], (step, percent, forget, die), *steps[place + 1 :]])
    with pytest.raises(MemoryError):
        perform_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.error, run.step) == (RunState.FAILED, "MemoryError", RunStep.CAMPAIGNS)
    snapshot, passages = run.snapshot_id, list(run.assignments.order_by("pk").values_list("pk", flat=True))
    monkeypatch.setattr(sorting, "STEPS", steps)
    resume_run(by=run.started_by, run=run)
    perform_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.error, run.snapshot_id) == (RunState.DONE, "", snapshot)
    assert list(run.assignments.order_by("pk").values_list("pk", flat=True)) == passages
    assert run.ledger.count() == run.snapshot.received


def test_run_taken_up_by_other_software_begins_anew():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    run = start_run(by=analyst_of(consultation), consultation=consultation, n_themes=3, enqueue=False)
    perform_run(run_id=run.pk)
    ThemeRun.objects.filter(pk=run.pk).update(
        state=RunState.FAILED, step=RunStep.CAMPAIGNS, versions={"python": "2.7"}
    )
    run.refresh_from_db()
    snapshot = run.snapshot_id
    resume_run(by=run.started_by, run=run)
    perform_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.snapshot_id != snapshot
    assert run.versions["python"] != "2.7"


@pytest.mark.parametrize("state", [RunState.DONE, RunState.CANCELLED, RunState.RUNNING])
def test_run_that_did_not_fail_cannot_be_resumed(state):
    run = ThemeRunFactory(state=state)
    with pytest.raises(Refused) as refused:
        resume_run(by=analyst_of(run.consultation), run=run)
    assert refused.value.code == "not_resumable"


def test_run_by_the_tree_keeps_its_method_and_its_tree():
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    run = start_run(
        by=analyst_of(consultation), consultation=consultation, n_themes=3, method="tree", enqueue=False
    )
    run = perform_run(run_id=run.pk)
    assert run.parameters == {"n_themes": 3, "method": "tree", "passage_length": 400}
    assert len(run.structure["merges"]) == run.structure["leaves"] - 1
    assert run.structure["pairs"]["of"].keys() == {"0-1", "0-2", "1-2"}
    assert not run.assignments.filter(leaf=None).exists()
    assert not run.codebook.themes.filter(stability=None).exists()


@pytest.mark.parametrize("unknown", [{"method": "dream"}, {"passage_length": 399}])
def test_run_by_no_known_method_or_length_is_invalid(unknown):
    consultation = ProposalFactory().consultation
    with pytest.raises(Invalid) as invalid:
        start_run(by=analyst_of(consultation), consultation=consultation, **unknown)
    assert list(invalid.value.fields) == list(unknown)


@pytest.mark.parametrize(("length", "passages"), [(400, 1), (200, 2), (100, 4)])
def test_run_cuts_a_text_as_finely_as_it_was_asked_to(length, passages):
    consultation = ConsultationFactory()
    write_about_topics(consultation)
    sentence = "The bus stop by the school needs a shelter against the rain and the wind in winter."
    long = ProposalFactory(consultation_of=consultation, public_text=" ".join([sentence] * 4))
    run = start_run(
        by=analyst_of(consultation),
        consultation=consultation,
        n_themes=3,
        passage_length=length,
        enqueue=False,
    )
    run = perform_run(run_id=run.pk)
    assert run.assignments.filter(contribution=long).count() == passages
