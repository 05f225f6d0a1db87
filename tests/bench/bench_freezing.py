"""Measures what takes long of making a report over 10,000 texts: freezing, carrying on, taking over.

One JSON line a figure: the seconds of the act itself, and of the request that asks for it.
"""

import json
from time import perf_counter

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import Contribution, Revision
from proposals.themes.actions import freeze_received, freeze_report, take_over_themes, undo_edit
from proposals.themes.actions.coding import carry_codebook, estimate_shares
from proposals.themes.enums import Place
from proposals.themes.manifest import digest_of_text
from proposals.themes.models import SnapshotItem
from tests.bench.bench_workbench import copies, ten_thousand
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


def revised(run):
    """A shown revision for every text, with the digest the snapshot has of it: what people can code."""
    texts = list(Contribution.objects.filter(consultation=run.consultation, shown_revision=None))
    like = Revision.objects.first()
    rows = copies(
        Revision, like, len(texts), contribution_id=lambda n: texts[n].pk, body=lambda n: texts[n].public_text
    )
    for text, row in zip(texts, rows, strict=True):
        text.shown_revision = row
    Contribution.objects.bulk_update(texts, ["shown_revision"], batch_size=500)
    found = {text.pk: text for text in texts}
    items = list(run.snapshot.items.filter(contribution__in=list(found)))
    for item in items:
        item.revision_id = found[item.contribution_id].shown_revision_id
        item.digest = digest_of_text(found[item.contribution_id])
    SnapshotItem.objects.bulk_update(items, ["revision", "digest"], batch_size=500)


def test_freezing_and_carrying_over_ten_thousand_texts():
    run, _themes = ten_thousand()
    run.refresh_from_db()
    revised(run)
    placed(run)
    code_run(run, size=330)
    analyst = analyst_of(run.consultation)
    timed("carry the codebook on", lambda: carry_codebook(by=analyst, run=run))
    estimate_shares(run_id=run.pk)
    accept_everything(run.consultation)
    timed("freeze what was received", lambda: freeze_received(by=analyst, consultation=run.consultation))
    run.snapshot.refresh_from_db()
    timed("gate", lambda: open_release(analyst, run))
    fulfil(run)
    timed("freeze the findings", lambda: freeze_report(by=analyst, consultation=run.consultation, run=run))


def test_taking_over_the_places_of_ten_thousand_texts():
    run, _themes = ten_thousand()
    run.refresh_from_db()
    analyst = analyst_of(run.consultation)
    taken = timed("take over the themes of the run before", lambda: take_over_themes(by=analyst, run=run))
    assert taken > 8_000
    timed("undo it", lambda: undo_edit(by=analyst, edit=run.edits.get()))


def open_release(analyst, run):
    client = Client()
    client.force_login(analyst)
    assert client.get(reverse("release", args=[run.consultation.slug])).status_code == 200
