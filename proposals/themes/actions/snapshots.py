"""Freezing what was received: the manifest every later number goes back to."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch

from consult.batches import in_batches
from proposals.models import Contribution, Submission
from proposals.themes.ledger import standings
from proposals.themes.manifest import digest_of_text, manifest_hash
from proposals.themes.models import Snapshot, SnapshotItem

CHUNK = 1000


def take_snapshot(*, consultation, by):
    """Record id, revision, keyed digest and state of everything received; the body's own replies are not.

    The rows are read in one transaction, so that the manifest is of one moment, and written in batches.
    """
    return write_snapshot(consultation, by, manifest_of(consultation))


@dataclass(frozen=True)
class Manifest:
    """The items of everything received at one moment, unsaved, and their hash."""

    items: list
    hash: str


def manifest_of(consultation):
    """What a snapshot of this moment would hold."""
    with transaction.atomic():
        items = [item for submission in received(consultation) for item in _items(submission)]
    return Manifest(items, manifest_hash(items))


def write_snapshot(consultation, by, manifest, begun=None):
    """The manifest as rows; begun(snapshot=ID) is called before its items are written."""
    snapshot = Snapshot.objects.create(
        consultation=consultation,
        taken_by=by if getattr(by, "pk", None) else None,
        received=len({item.submission_id for item in manifest.items}),
        manifest_hash=manifest.hash,
    )
    if begun is not None:
        begun(snapshot=snapshot.pk)
    for item in manifest.items:
        item.snapshot = snapshot
    in_batches(manifest.items, SnapshotItem.objects.bulk_create)
    return snapshot


def received(consultation):
    """Every submission of the public with its texts, in order; those of officials speak for the body."""
    texts = Contribution.objects.for_analysis(consultation).select_related("shown_revision").order_by("pk")
    return (
        Submission.objects.for_analysis(consultation)
        .exclude(contributions__official=True)
        .select_related("participant", "consultation")
        .prefetch_related(Prefetch("contributions", queryset=texts))
        .order_by("pk")
        .iterator(chunk_size=CHUNK)
    )


def _items(submission):
    for contribution, standing in standings(submission):
        yield SnapshotItem(
            submission_id=submission.pk,
            contribution_id=contribution.pk if contribution else None,
            revision_id=contribution.shown_revision_id if contribution else None,
            digest=digest_of_text(contribution) if contribution else "",
            state=standing.state,
            reason=standing.reason,
        )
