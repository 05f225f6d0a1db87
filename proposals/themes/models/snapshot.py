from django.conf import settings
from django.db import models

from consult.clock import now
from proposals.themes.enums import ItemState, WithheldReason
from proposals.themes.querysets import SnapshotQuerySet


class Snapshot(models.Model):
    """The frozen input of an analysis: a manifest of everything received, without its words."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="snapshots"
    )
    taken_at = models.DateTimeField(default=now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Set when it is what a report speaks of; until then it is what one run happened to read.
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    received = models.PositiveIntegerField(default=0)
    manifest_hash = models.CharField(max_length=64, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.consultation_id} at {self.taken_at:%Y-%m-%d %H:%M}"


class SnapshotItem(models.Model):
    """One text of a submission, or a submission without texts: ids, a keyed digest, its state then."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="items")
    submission = models.ForeignKey("proposals.Submission", on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(
        "proposals.Contribution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.ForeignKey("proposals.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=ItemState)
    reason = models.CharField(max_length=12, choices=WithheldReason, blank=True)

    class Meta:
        ordering = ["submission_id", "contribution_id"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "contribution"], name="snapshot_text_once"),
            models.UniqueConstraint(
                fields=["snapshot", "submission"],
                condition=models.Q(contribution=None),
                name="snapshot_empty_submission_once",
            ),
        ]

    def __str__(self):
        return f"{self.snapshot_id}: {self.submission_id}/{self.contribution_id} {self.state}"
