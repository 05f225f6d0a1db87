"""Measures the workbench over 10,000 texts: queries and CPU of each page, and of the edits.

One JSON line a figure. CPU of this process, not wall time, so that a busy machine tells the truth.
"""

import json
import random
from time import process_time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.models import Contribution, Participant, Submission
from proposals.themes import actions
from proposals.themes.actions import recounts
from proposals.themes.enums import ItemState
from proposals.themes.models import LedgerLine, SnapshotItem, Theme, ThemeAssignment
from tests.bench.bench_pages import cost
from tests.factories.bench import filled_run
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import ThemeFactory, ThemeRunFactory, analyst_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TEXTS, THEMES = 10_000, 20
GOAL_MS, GOAL_QUERIES = 150, 15
WORDS = [
    "bus", "tram", "road", "school", "shop", "park", "light", "noise", "price", "stop", "lane", "night",
    "morning", "bridge", "market", "river",
]  # fmt: skip


def copies(model, row, number, **fields):
    """Rows like one, many at once; `fields` are functions of their place."""
    rows = []
    for place in range(number):
        values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
        values |= {name: make(place) for name, make in fields.items()}
        rows.append(model(**values))
    return model.objects.bulk_create(rows, batch_size=500)


def received(run, chance):
    """10,000 texts of some forty words by as many people, in the snapshot of the run."""
    like = ProposalFactory(consultation_of=run.consultation, title="")
    people = copies(Participant, like.participant, TEXTS, key=lambda n: f"bench{n}", user_id=lambda n: None)
    who = {"participant_id": lambda n: people[n].pk}
    nothing = {name: lambda n: None for name in ("client_id", "receipt_digest")}
    acts = copies(Submission, like.submission, TEXTS, **who, **nothing)
    texts = copies(
        Contribution,
        like,
        TEXTS,
        **who,
        submission_id=lambda n: acts[n].pk,
        shown_revision_id=lambda n: None,
        public_text=lambda n: " ".join(chance.choices(WORDS, k=40)),
        stance=lambda n: chance.choice(["for", "against", "neutral", ""]),
    )
    kept = {"snapshot": run.snapshot, "state": ItemState.ANALYSED}
    items = [SnapshotItem(contribution=text, submission_id=text.submission_id, **kept) for text in texts]
    SnapshotItem.objects.bulk_create(items, batch_size=500)
    return texts


def sort(run, themes, texts, chance):
    """Every text in one of the themes, at random."""
    ThemeAssignment.objects.bulk_create(
        [
            ThemeAssignment(
                run=run,
                theme=themes[chance.randrange(THEMES)],
                contribution=text,
                end=len(text.public_text),
                confidence=chance.randrange(5000),
                sure=chance.random() < 0.85,
                leaf=chance.randrange(2 * THEMES),
            )
            for text in texts
        ],
        batch_size=500,
    )
    LedgerLine.objects.filter(run=run).delete()
    recounts.recount(run)


def ten_thousand():
    """A run of 20 themes over 10,000 texts, and the run before it."""
    chance = random.Random(4)
    run = filled_run(THEMES, 1)
    texts = received(run, chance)
    themes = list(Theme.objects.of_run(run).order_by("pk"))
    before = ThemeRunFactory(consultation=run.consultation, number=10_000, snapshot=run.snapshot)
    earlier = [ThemeFactory(codebook__run=before)]
    earlier += [ThemeFactory(codebook=earlier[0].codebook) for _ in range(THEMES - 1)]
    sort(run, themes, texts, chance)
    sort(before, earlier, texts, chance)
    type(run).objects.filter(pk=run.pk).update(number=10_001)
    return run, themes


def test_workbench_over_ten_thousand_texts():
    run, themes = ten_thousand()
    analyst, client = analyst_of(run.consultation), Client()
    client.force_login(analyst)
    slug, theme = run.consultation.slug, themes[0]
    own = reverse("workbench_theme", args=[slug, theme.pk])
    ticked = "&".join(f"p={pk}" for pk in theme.assignments.values_list("pk", flat=True)[:15])
    pages = {
        "theme": own,
        "its texts": f"{own}?show=theme",
        "search": f"{own}?show=all&q=market+river&stance=against",
        "deep page": f"{own}?show=all&after=4000.1",
        "merge": reverse("merge_theme", args=[slug, theme.pk]) + f"?into={themes[1].pk}",
        "split": reverse("split_theme", args=[slug, theme.pk]),
        "under": reverse("nest_theme", args=[slug, theme.pk]),
        "cut": reverse("cut_themes", args=[slug]) + "?n=8",
        "place": reverse("place_passages", args=[slug, theme.pk]) + f"?{ticked}&theme={themes[1].pk}",
        "history": reverse("theme_history", args=[slug]),
        "runs": reverse("theme_runs", args=[slug]),
        "compare": reverse("compare_runs", args=[slug]),
    }
    slow = {}
    for name, address in pages.items():
        queries, spent = cost(lambda address=address: _opened(client, address), rounds=5)
        print(
            json.dumps({"bench": "workbench", "page": name, "queries": queries, "cpu_ms": spent}), flush=True
        )
        if spent > GOAL_MS or queries > GOAL_QUERIES:
            slow[name] = (queries, spent)
    for name, act in _edits(analyst, run, themes):
        began = process_time()
        with CaptureQueriesContext(connection) as queries:
            act()
        spent = round((process_time() - began) * 1000, 1)
        line = {"bench": "workbench", "edit": name, "queries": len(queries), "cpu_ms": spent}
        print(json.dumps(line), flush=True)
    assert slow == {}


def _opened(client, address):
    assert client.get(address).status_code == 200


def _edits(by, run, themes):
    one, other, third = themes[:3]
    passages = list(third.assignments.all())
    return [
        ("move 1", lambda: actions.move_passages(by=by, passages=passages[:1], theme=other)),
        ("move 500", lambda: actions.move_passages(by=by, passages=passages[1:], theme=other)),
        ("merge", lambda: actions.merge_themes(by=by, theme=one, into=other, reason="The same.")),
        ("undo the merge", lambda: actions.undo_edit(by=by, edit=run.edits.first())),
        ("undo the move", lambda: actions.undo_edit(by=by, edit=run.edits.get(number=2))),
    ]
