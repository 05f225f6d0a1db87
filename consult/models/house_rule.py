from django.db import models

from consult.clock import now
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


class HouseRuleWording(models.Model):
    """What a rule said from a moment on; append-only, so that history and old decisions keep their words.

    `retired` rows say that the rule was taken away; the words in them are those it had.
    """

    rule = models.ForeignKey(HouseRule, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    notes = models.JSONField(default=dict, blank=True)
    retired = models.BooleanField(default=False)
    from_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.number}. {self.text}"

    @property
    def text(self):
        return worded(self.texts, self.rule.consultation.source_language)

    @property
    def note(self):
        return worded(self.notes, self.rule.consultation.source_language)
