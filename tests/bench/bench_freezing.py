"""Measures what takes long of making a report over 10,000 texts: freezing, carrying the codebook on.

One JSON line a figure: the seconds of the act itself, and of the request that asks for it.
"""

import json
from time import perf_counter

import pytest
from django.test import Client
from django.urls import reverse

from proposals.themes.actions import freeze_received, freeze_report
from proposals.themes.actions.coding import carry_codebook
from proposals.themes.enums import Place
from proposals.themes.models import Theme
from tests.bench.bench_workbench import ten_thousand
from tests.factories.coding import code_run
from tests.factories.themes import accept_everything, analyst_of, fulfil

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def timed(what, act):
    began = perf_counter()
    result = act()
    print(json.dumps({"bench": "freezing", "act": what, "s": round(perf_counter() - began, 2)}), flush=True)
    return result


def placed(run):
    """The ledger that a run leaves: each submission in themes, or unsure."""
    sure = set(run.assignments.filter(sure=True).values_list("contribution__submission_id", flat=True))
    lines = [
        run.ledger.model(run=run, submission_id=key, place=Place.IN_THEMES if key in sure else Place.UNSURE)
        for key in sorted(set(run.snapshot.items.values_list("submission_id", flat=True)))
    ]
    run.ledger.all().delete()
    run.ledger.model.objects.bulk_create(lines, batch_size=500)
    run.snapshot.received = len(lines)
    run.snapshot.save()


def test_freezing_and_carrying_over_ten_thousand_texts():
    run, _themes = ten_thousand()
    run.refresh_from_db()
    placed(run)
    code_run(run, size=330)
    analyst = analyst_of(run.consultation)
    timed("carry the codebook on", lambda: carry_codebook(by=analyst, run=run))
    code_run_again(run)
    accept_everything(run.consultation)
    timed("freeze what was received", lambda: freeze_received(by=analyst, consultation=run.consultation))
    run.snapshot.refresh_from_db()
    timed("gate", lambda: open_release(analyst, run))
    Theme.objects.of_run(run).exclude(definition="x").update(definition="Says what belongs in it.")
    fulfil(run)
    timed("freeze the findings", lambda: freeze_report(by=analyst, consultation=run.consultation, run=run))


def code_run_again(run):
    from proposals.themes.actions.coding import estimate_shares

    estimate_shares(run_id=run.pk)


def open_release(analyst, run):
    client = Client()
    client.force_login(analyst)
    assert client.get(reverse("release", args=[run.consultation.slug])).status_code == 200
