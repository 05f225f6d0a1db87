from django.db import models
from django.db.models import F, Q

from consult.clock import now
from consult.enums import ModerationMode, PhaseKind
from consult.querysets import PhaseQuerySet

from .words import worded


class Phase(models.Model):
    """A time window of a consultation that allows acts; a phase without an end stays open."""

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="phases")
    key = models.UUIDField()
    kind = models.CharField(max_length=20, choices=PhaseKind)
    titles = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    allows = models.JSONField(default=list)
    moderation_mode = models.CharField(max_length=12, choices=ModerationMode, blank=True, default="")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    announced_open_at = models.DateTimeField(null=True, editable=False)
    announced_close_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["opens_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "key"], name="phase_once_per_key"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="phase_closes_after_it_opens",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "opens_at"], name="phase_by_time")]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return worded(self.titles, self.consultation.source_language) or self.get_kind_display()

    @property
    def note(self):
        return worded(self.notes, self.consultation.source_language)

    def is_open(self, at=None):
        at = at or now()
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)

    def is_over(self, at=None):
        return self.closes_at is not None and self.closes_at <= (at or now())
