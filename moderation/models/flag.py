from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from moderation.enums import Reason
from moderation.querysets import FlagQuerySet


class Flag(models.Model):
    """One reader's report of one version of a text; anybody may report, with or without an account.

    `user` keeps an account that takes no other part here from reporting twice; `text` is the reporter's
    own words, emptied when the reporter is erased. `weight` is how often earlier reports of theirs were
    right, in [0, 1], as it was known when this one came. `receipt_digest` is that of the code by which
    somebody without an account looks up what came of it.
    """

    case = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="flags")
    contribution = models.ForeignKey("proposals.Contribution", on_delete=models.PROTECT, related_name="flags")
    revision = models.ForeignKey("proposals.Revision", on_delete=models.PROTECT, related_name="flags")
    participant = models.ForeignKey(
        "proposals.Participant", null=True, blank=True, on_delete=models.PROTECT, related_name="flags"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="flags"
    )
    reason = models.CharField(max_length=24, choices=Reason)
    rule = models.ForeignKey(
        "consult.HouseRule", null=True, blank=True, on_delete=models.PROTECT, related_name="flags"
    )
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    receipt_digest = models.CharField(max_length=64, blank=True, default="")
    weight = models.FloatField(default=0.5)
    is_new_account = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    receipt = ""  # the code itself, told once, by the action that made the report

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "participant"],
                condition=Q(participant__isnull=False),
                name="flag_once_per_participant",
            ),
            models.UniqueConstraint(
                fields=["receipt_digest"], condition=~Q(receipt_digest=""), name="flag_once_per_receipt"
            ),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(user__isnull=False), name="flag_once_per_user"
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.get_reason_display()}"
