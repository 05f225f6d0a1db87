"""A run from its start to its end."""

import pytest

from proposals.themes.actions import perform_run, start_run
from proposals.themes.enums import RunState
from tests.factories.consult import ConsultationFactory
from tests.factories.themes import analyst_of, write_about_topics

pytestmark = pytest.mark.django_db


def run_of(consultation, by=None, **wanted):
    run = start_run(by=by or analyst_of(consultation), consultation=consultation, enqueue=False, **wanted)
    return perform_run(run_id=run.pk)


def test_run_over_three_topics_finds_them_and_the_ledger_adds_up():
    consultation = ConsultationFactory()
    texts = write_about_topics(consultation)
    run = run_of(consultation, n_themes=3)
    assert (run.state, run.progress, run.snapshot.received) == (RunState.DONE, 100, 18)
    assert run.ledger.count() == 18
    largest = {topic: most_common_theme(run, members) for topic, members in texts.items()}
    assert len(set(largest.values())) == 3


def most_common_theme(run, contributions):
    labels = list(run.assignments.filter(contribution__in=contributions).values_list("theme_id", flat=True))
    return max(sorted(set(labels)), key=labels.count)
