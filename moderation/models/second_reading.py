from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consult.clock import now
from moderation.querysets import SecondReadingQuerySet


class SecondReading(models.Model):
    """One moderator asks another to read a case before it is decided, and what that one says.

    It advises and decides nothing. Both texts may quote the author: erasing them empties these.
    """

    case = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="second_readings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    question = models.TextField(blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    advice = models.TextField(blank=True)
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by=None) | ~Q(read_by=F("asked_by")), name="second_reading_by_another"
            ),
            models.CheckConstraint(
                condition=Q(read_by=None, read_at=None) | Q(read_by__isnull=False, read_at__isnull=False),
                name="second_reading_waits_or_is_given",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(read_at=None), name="second_reading_once_at_a_time"
            ),
        ]

    def __str__(self):
        return f"second reading of {self.case_id}"
