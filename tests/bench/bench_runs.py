"""Measures a run as an installation has it: decide_madrid repeated to 10,000 answers, sorted twice.

One JSON line a figure: wall and CPU seconds of the import, of the first run and of the one from kept
vectors, and the most memory this process has held.
"""

import csv
import json
import os
from time import perf_counter, process_time

import pytest
from django.core.management import call_command

from consult.models import Consultation
from proposals.themes.actions import perform_run, start_run
from tests.bench.measuring import memory
from tests.factories.consult import ConsultationFactory, QuestionFactory
from tests.proposals.themes.clustering.reference import texts_of

pytestmark = [pytest.mark.slow, pytest.mark.shared, pytest.mark.django_db(transaction=True)]
ANSWERS = 10_000
RUNS = {"first run": 180, "run from kept vectors": 30}


def timed(what, act, goal=None):
    began, cpu = perf_counter(), process_time()
    result = act()
    figure = {
        "wall_s": round(perf_counter() - began, 1),
        "cpu_s": round(process_time() - cpu, 1),
        "wall_goal": goal,
        "load": round(os.getloadavg()[0], 1),
        "max_mb": memory(),
    }
    print(json.dumps({"bench": "runs", "what": what, **figure}), flush=True)
    return result


def answers(folder):
    """A table of real proposals, each answer different from all others by the number at its end."""
    real = texts_of("decide_madrid")
    path = folder / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "why", "consent"])
        table.writerows((n, f"{real[n % len(real)]} ({n // len(real)})", "named") for n in range(ANSWERS))
    return path


def imported(folder):
    consultation = ConsultationFactory(slug="madrid", languages=["es", "en"])
    QuestionFactory(consultation=consultation, key="why")
    columns = ["id=external_id", "why=question:why", "consent=consent"]
    call_command("import_contributions", str(answers(folder)), slug="madrid", map=columns, read_already=True)
    return consultation


def sort_again():
    run = start_run(by=None, consultation=Consultation.objects.get(slug="madrid"), enqueue=False)
    return perform_run(run_id=run.pk)


def test_runs_over_ten_thousand_imported_answers(tmp_path, settings):
    settings.CONSULT_VECTORS_DIR = tmp_path / "vectors"
    timed("import", lambda: imported(tmp_path))
    passages = [timed(what, sort_again, goal).quality["passages"] for what, goal in RUNS.items()]
    assert passages[0] == passages[1] > ANSWERS
