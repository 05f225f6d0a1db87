from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.enums import Channel, Consent, SubmissionKind
from proposals.querysets import SubmissionQuerySet


class Submission(models.Model):
    """One act of sending: a proposal, a comment, a questionnaire, a letter or an imported row.

    `client_id` makes sending idempotent; the receipt is kept as a keyed digest only.
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    participant = models.ForeignKey(
        "proposals.Participant", on_delete=models.PROTECT, related_name="submissions"
    )
    sent_as = models.ForeignKey(
        "proposals.Participant",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handed_over",
        help_text="The guest by whom it was sent, where it was handed over to their account since.",
    )
    kind = models.CharField(max_length=14, choices=SubmissionKind)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.WITHHELD)
    language = models.CharField(max_length=12, default="en")
    received_at = models.DateTimeField(default=now)
    external_id = models.CharField(max_length=120, blank=True)
    client_id = models.UUIDField(null=True, blank=True)
    receipt_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    late = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "client_id"], name="submission_once_per_client_id"
            ),
            models.UniqueConstraint(
                fields=["consultation", "external_id"],
                condition=~Q(external_id=""),
                name="submission_once_per_external_id",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "received_at"], name="submission_by_time"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
