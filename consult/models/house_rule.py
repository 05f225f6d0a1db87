from django.db import models

from consult.querysets import InUseQuerySet

from .words import worded


class HouseRule(models.Model):
    """A numbered rule that composers show and decisions cite; retired rules stay for old decisions."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="house_rules"
    )
    key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict)
    notes = models.JSONField(default=dict, blank=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = InUseQuerySet.as_manager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "key"], name="house_rule_once_per_key"),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"

    @property
    def text(self):
        return worded(self.texts, self.consultation.source_language)

    @property
    def note(self):
        """What it means in practice; empty where nothing more is said."""
        return worded(self.notes, self.consultation.source_language)
