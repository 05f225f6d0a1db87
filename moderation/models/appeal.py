from django.conf import settings
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from consult.clock import now
from moderation.enums import Outcome
from moderation.querysets import AppealQuerySet

AS_LISTED = Concat(Value(","), Cast(F("decided_by"), CharField()), Value(","))


class Appeal(models.Model):
    """An author's objection to a decision, decided by somebody else.

    `first_decider` and `first_advisers` (ids of those who gave a second reading, as `,3,7,`) are copied from
    the case, so that the database itself refuses the same people. An outside reviewer stands in the place of
    `decided_by`.
    """

    decision = models.OneToOneField("moderation.Decision", on_delete=models.PROTECT, related_name="appeal")
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="appeals")
    appellant = models.ForeignKey("proposals.Participant", on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(blank=True)
    first_decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_advisers = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_appeals",
    )
    reviewer = models.ForeignKey(
        "moderation.Reviewer", null=True, blank=True, on_delete=models.PROTECT, related_name="decided_appeals"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_decider=None) | Q(decided_by=None) | ~Q(first_decider=F("decided_by")),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(first_advisers__contains=AS_LISTED),
                name="appeal_decided_by_no_adviser",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, reviewer=None, decided_at=None)
                | Q(outcome__in=Outcome.values, decided_at__isnull=False)
                & (Q(decided_by=None, reviewer__isnull=False) | Q(decided_by__isnull=False, reviewer=None)),
                name="appeal_waits_or_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reasons="") | Q(scrubbed_at__isnull=False),
                name="appeal_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(scrubbed_at__isnull=False), name="appeal_says_why"
            ),
        ]
        indexes = [models.Index(fields=["consultation", "made_at"], name="appeal_by_time")]

    def __str__(self):
        return f"appeal against {self.decision_id}"

    @property
    def is_late(self):
        return self.outcome == "" and self.due_at < now()

    @property
    def advisers(self):
        """Ids of those who gave a second reading before the decision."""
        return [int(pk) for pk in self.first_advisers.split(",") if pk]
