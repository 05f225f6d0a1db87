"""Acts that take long: asked for, done by a task, watched, stopped, taken up again, refused, lost."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from consult.enums import Role
from consult.errors import Invalid, Refused, Stale
from proposals.enums import Channel
from proposals.themes import tasks
from proposals.themes.actions import (
    freeze_report,
    rename_theme,
    settle_lost_runs,
    stop_undertaking,
    undertake,
)
from proposals.themes.actions.progress import Unwatched
from proposals.themes.actions.undertakings import carry_out
from proposals.themes.enums import UndertakingKind
from proposals.themes.models import (
    Snapshot,
    SnapshotItem,
    Theme,
    ThemeReport,
    ThemeRun,
    Undertaking,
)
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import SubmissionFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    analyst_of,
    fulfil,
    staff,
    write_about_topics,
)
from tests.triggers import after_writing, refusing

pytestmark = pytest.mark.django_db


def received():
    """A consultation with eighteen texts that are ready to be frozen, and its analyst."""
    consultation = ConsultationFactory(phase=False)
    write_about_topics(consultation)
    return consultation, analyst_of(consultation)


def asked():
    consultation, analyst = received()
    row = undertake(by=analyst, consultation=consultation, kind=UndertakingKind.RECEIVED)
    return row, consultation, analyst


def findings():
    """A run whose findings are ready to be frozen, and an analyst."""
    theme = ThemeFactory(name="Buses")
    for _each in range(2):
        ThemeAssignmentFactory(theme=theme)
    Theme.objects.update(submissions=2, people=2)
    fulfil(theme.codebook.run)
    return ThemeRun.objects.get(), analyst_of(theme.consultation)


def test_asking_queues_a_task_changes_nothing_and_is_refused_while_it_goes_on():
    row, consultation, analyst = asked()
    task = DBTaskResult.objects.get(task_path="proposals.themes.tasks.carry_out")
    assert (str(task.id), task.args_kwargs["args"]) == (str(row.task_id), [row.pk])
    assert not Snapshot.objects.exists()
    with pytest.raises(Refused) as refused:
        undertake(by=analyst, consultation=consultation, kind=UndertakingKind.RECEIVED)
    assert refused.value.code == "undertaking_under_way"


def test_what_is_missing_is_said_at_once_and_queues_nothing():
    consultation, analyst = received()
    SubmissionFactory(participant__consultation=consultation, channel=Channel.PAPER)
    with pytest.raises(Invalid):
        undertake(by=analyst, consultation=consultation, kind=UndertakingKind.RECEIVED)
    assert not Undertaking.objects.exists()


def test_task_does_it_and_doing_it_again_changes_nothing():
    row, consultation, analyst = asked()
    tasks.carry_out.func(row.pk)
    snapshot = Snapshot.objects.frozen_of(consultation)
    assert (snapshot.received, snapshot.frozen_by, snapshot.items.count()) == (18, analyst, 18)
    tasks.carry_out.func(row.pk)
    assert Snapshot.objects.get() == snapshot


def test_findings_are_frozen_with_what_was_typed():
    run, analyst = findings()
    wanted = {"run": run, "corrections": "Counted again."}
    row = undertake(by=analyst, consultation=run.consultation, kind=UndertakingKind.FINDINGS, **wanted)
    tasks.carry_out.func(row.pk)
    report = ThemeReport.objects.get()
    assert (report.state, report.frozen_by, report.corrections) == ("frozen", analyst, "Counted again.")
    row.refresh_from_db()
    assert (row.is_going, row.problems) == (False, [])


def test_stopped_midway_nothing_is_frozen_nothing_half_written_stays_and_it_can_be_asked_again():
    row, consultation, analyst = asked()
    client = Client()
    client.force_login(analyst)
    stop = reverse("stop_undertaking", args=[consultation.slug])
    with after_writing(SnapshotItem, lambda: client.post(stop)):
        tasks.carry_out.func(row.pk)
    assert (Snapshot.objects.count(), SnapshotItem.objects.count()) == (0, 0)
    with pytest.raises(Refused) as refused:
        stop_undertaking(by=analyst, undertaking=row)
    assert refused.value.code == "undertaking_ended"
    again = undertake(by=analyst, consultation=consultation, kind=UndertakingKind.RECEIVED)
    tasks.carry_out.func(again.pk)
    assert Snapshot.objects.frozen_of(consultation).received == 18


def test_worker_that_died_is_followed_by_one_that_leaves_a_single_whole_snapshot():
    row, consultation, analyst = asked()
    half = Snapshot.objects.create(consultation=consultation)
    text = consultation.contributions.first()
    SnapshotItem.objects.create(
        snapshot=half, submission=text.submission, contribution=text, state="analysed"
    )
    Undertaking.objects.update(kept={"snapshot": half.pk})
    carry_out(undertaking_id=row.pk)
    assert Snapshot.objects.get().items.count() == 18


def test_failure_is_said_on_the_page_and_changed_nothing():
    row, consultation, analyst = asked()
    with (
        refusing(SnapshotItem, "INSERT", "(SELECT COUNT(*) FROM themes_snapshotitem) >= 9"),
        pytest.raises(IntegrityError),
    ):
        tasks.carry_out.func(row.pk)
    said = "This failed, and nothing was changed: IntegrityError. Ask for it again."
    row.refresh_from_db()
    assert (row.problems, Snapshot.objects.count()) == ([said], 0)
    client = Client()
    client.force_login(analyst)
    assert said in client.get(reverse("closing", args=[consultation.slug])).content.decode()


def test_what_opened_meanwhile_holds_it_up_in_words_on_the_page():
    row, consultation, _analyst = asked()
    SubmissionFactory(participant__consultation=consultation, channel=Channel.PAPER)
    tasks.carry_out.func(row.pk)
    row.refresh_from_db()
    assert row.problems == ["1 letter, form or call that nobody typed in"]
    assert not Snapshot.objects.exists()


def test_undertaking_whose_worker_is_gone_is_settled_as_failed():
    row, _consultation, _analyst = asked()
    assert settle_lost_runs() == 0
    DBTaskResult.objects.filter(pk=row.task_id).update(status="FAILED")
    assert settle_lost_runs() == 1
    row.refresh_from_db()
    assert row.problems == ["This failed, and nothing was changed: WorkerLost. Ask for it again."]


class Colleague(Unwatched):
    """Somebody who renames a theme while the findings are counted."""

    def __init__(self, by, theme):
        self.by, self.theme = by, theme

    def __call__(self, done, of):
        if done == 2:
            words = {"name": "Trams", "definition": "Speaks of trams.", "version": self.theme.version}
            rename_theme(by=self.by, theme=self.theme, **words)


def test_findings_of_themes_that_somebody_edits_while_they_are_counted_are_not_frozen():
    run, analyst = findings()
    watch = Colleague(analyst_of(run.consultation), Theme.objects.get())
    with pytest.raises(Stale):
        freeze_report(by=analyst, consultation=run.consultation, watch=watch)
    assert not ThemeReport.objects.exists()


@pytest.mark.parametrize(
    "role, expected",
    [(Role.ANALYST, 200), (Role.OWNER, 200), (Role.MODERATOR, 200), (Role.RESPONDER, 403), (None, 403)],
)
def test_progress_is_shown_by_role_and_asked_for_until_it_ends(role, expected):
    row, consultation, analyst = asked()
    Undertaking.objects.update(done=1, of=4)
    client = Client()
    if role:
        client.force_login(staff(consultation, role))
    address = reverse("undertaking_progress", args=[consultation.slug])
    answer = client.get(address)
    assert (answer.status_code, b"25%" in answer.content) == (expected, expected == 200)
    stop_undertaking(by=analyst, undertaking=row)
    answer = client.get(address)
    assert answer.status_code == (286 if expected == 200 else 403)


@pytest.mark.parametrize(
    "role, stopped", [(Role.ANALYST, True), (Role.OWNER, False), (Role.MODERATOR, False)]
)
def test_stopping_by_role_is(role, stopped):
    row, consultation, _analyst = asked()
    client = Client()
    client.force_login(staff(consultation, role))
    client.post(reverse("stop_undertaking", args=[consultation.slug]))
    row.refresh_from_db()
    assert row.is_going is not stopped
