"""Publishing all answers in a task: resumed, stopped, done twice, held up, lost, and for many people."""

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from consult.errors import Refused
from consult.models import LogEntry
from proposals.models import ParticipantReceipt
from proposals.themes import actions, tasks
from proposals.themes.actions.lost_runs import settle_lost_runs
from proposals.themes.enums import Place
from proposals.themes.models import OfficialResponse, Outcome, OutcomeEdition
from tests.factories.outcomes import answer, many, published_themes, rehearsed, report_of, wrote
from tests.factories.themes import responder_of
from tests.triggers import after_writing, refusing

pytestmark = pytest.mark.django_db
EVERYBODY = 10_000


def asked(people=7):
    """An edition that somebody asked to publish, with its theme; nothing done yet."""
    (theme,) = published_themes("Buses")
    text = wrote(theme)
    many(theme.codebook.run, people - 1, Place.IN_THEMES, theme=theme)
    answer(theme=theme)
    responder = responder_of(theme.consultation)
    rehearsed(report_of(theme), ["theme", theme.pk], text.participant, responder)
    return actions.publish_outcomes(by=responder, report=report_of(theme)), responder, theme


def test_asking_queues_a_task_and_makes_nothing_public():
    edition, responder, theme = asked()
    task = DBTaskResult.objects.get(task_path="proposals.themes.tasks.publish_outcomes")
    assert (str(task.id), task.args_kwargs["args"]) == (str(edition.task_id), [edition.pk])
    assert not OfficialResponse.objects.published().exists()
    with pytest.raises(Refused) as refused:
        actions.publish_outcomes(by=responder, report=edition.report)
    assert refused.value.code == "outcomes_under_way"
    page = Client().get(reverse("responses", args=[theme.consultation.slug])).content.decode()
    assert "The bus gate opens later." not in page


def test_task_writes_everybody_down_then_publishes_and_doing_it_again_changes_nothing():
    edition, _responder, _theme = asked()
    assert actions.prepare_outcomes(edition_id=edition.pk, at_once=3) is True
    edition.refresh_from_db()
    assert (edition.people, edition.prepared, edition.percent, edition.is_preparing) == (7, 7, 100, False)
    rows = list(Outcome.objects.order_by("pk").values())
    assert len(rows) == 7
    assert ParticipantReceipt.objects.count() == 6
    assert actions.prepare_outcomes(edition_id=edition.pk) is True
    assert list(Outcome.objects.order_by("pk").values()) == rows
    assert LogEntry.objects.filter(act="outcomes.published").count() == 1


def test_publishing_cut_short_goes_on_and_gives_nobody_two_outcomes():
    edition, _responder, _theme = asked()
    seventh = refusing(Outcome, "INSERT", "(SELECT COUNT(*) FROM themes_outcome) >= 6")
    with seventh, pytest.raises(IntegrityError):
        actions.prepare_outcomes(edition_id=edition.pk, at_once=3)
    assert Outcome.objects.count() == 6
    assert not OfficialResponse.objects.published().exists()
    assert actions.prepare_outcomes(edition_id=edition.pk, at_once=3) is True
    assert Outcome.objects.count() == 7


def test_publishing_stopped_midway_is_not_public_and_is_asked_for_again():
    edition, responder, theme = asked()
    client = Client()
    client.force_login(responder)
    stop = reverse("call_off_outcomes", args=[theme.consultation.slug])
    with after_writing(Outcome, lambda: client.post(stop)):
        assert actions.prepare_outcomes(edition_id=edition.pk, at_once=3) is False
    assert Outcome.objects.count() == 3
    assert not OfficialResponse.objects.published().exists()
    with pytest.raises(Refused) as refused:
        actions.stop_publishing(by=responder, edition=edition)
    assert refused.value.code == "not_publishing"
    again = actions.publish_outcomes(by=responder, report=edition.report)
    assert again.pk == edition.pk
    assert actions.prepare_outcomes(edition_id=edition.pk) is True
    assert Outcome.objects.count() == 7


def test_answer_taken_back_meanwhile_holds_it_up_in_words_on_the_page():
    edition, responder, theme = asked()
    OfficialResponse.objects.update(checked_at=None)
    assert actions.prepare_outcomes(edition_id=edition.pk) is False
    edition.refresh_from_db()
    said = "“Buses” needs a second check: 7 people would hear nothing."
    assert edition.held_up == [said]
    client = Client()
    client.force_login(responder)
    page = client.get(reverse("outcomes", args=[theme.consultation.slug])).content.decode()
    assert page.count(said) == 2  # what held it up, and what is missing now


def test_failure_of_the_task_is_said_and_it_can_be_asked_for_again():
    edition, responder, _theme = asked()
    with (
        refusing(OfficialResponse, "UPDATE", "NEW.published_at IS NOT NULL"),
        pytest.raises(IntegrityError),
    ):
        tasks.publish_outcomes.func(edition.pk)
    assert Outcome.objects.count() == 7
    assert not OfficialResponse.objects.published().exists()
    edition.refresh_from_db()
    assert edition.held_up == ["Publishing failed, and nothing is public yet: IntegrityError. Publish again."]
    again = actions.publish_outcomes(by=responder, report=edition.report)
    assert again.held_up == []
    assert actions.prepare_outcomes(edition_id=edition.pk) is True


def test_publishing_whose_worker_is_gone_is_settled_as_failed():
    edition, _responder, _theme = asked()
    assert settle_lost_runs() == 0
    DBTaskResult.objects.filter(pk=edition.task_id).update(status="FAILED")
    assert settle_lost_runs() == 1
    edition.refresh_from_db()
    assert edition.held_up == ["Publishing failed, and nothing is public yet: WorkerLost. Publish again."]


def test_progress_is_shown_and_asked_for_until_it_ends():
    edition, responder, theme = asked()
    OutcomeEdition.objects.update(people=7, prepared=3)
    client = Client()
    client.force_login(responder)
    slug = theme.consultation.slug
    page = client.get(reverse("outcomes", args=[slug])).content.decode()
    assert "3 of 7 people" in page
    assert reverse("call_off_outcomes", args=[slug]) in page
    answer = client.get(reverse("outcomes_progress", args=[slug]))
    assert (answer.status_code, "42%" in answer.content.decode()) == (200, True)
    client.post(reverse("call_off_outcomes", args=[slug]))
    answer = client.get(reverse("outcomes_progress", args=[slug]))
    assert (answer.status_code, answer["HX-Refresh"]) == (286, "true")
    edition.refresh_from_db()
    assert not edition.is_preparing


@pytest.mark.slow
def test_ten_thousand_people_are_asked_for_in_few_queries_and_all_have_one_outcome():
    edition, _responder, theme = asked()
    actions.stop_publishing(by=_responder, edition=edition)
    many(theme.codebook.run, EVERYBODY - 7, Place.IN_THEMES, theme=theme)
    with CaptureQueriesContext(connection) as captured:
        actions.publish_outcomes(by=_responder, report=edition.report)
    assert len(captured) < 60
    assert actions.prepare_outcomes(edition_id=edition.pk) is True
    assert edition.outcomes.count() == EVERYBODY
    assert edition.outcomes.values("participant").distinct().count() == EVERYBODY
