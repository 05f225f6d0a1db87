from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now


class ClosingLine(models.Model):
    """What an owner accepted to leave open at a freeze, and why; its snapshot's once that is taken."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="closing_lines"
    )
    snapshot = models.ForeignKey(
        "themes.Snapshot", null=True, on_delete=models.CASCADE, related_name="closing_lines"
    )
    code = models.CharField(max_length=24)
    number = models.PositiveIntegerField()
    reason = models.TextField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "code"], condition=Q(snapshot=None), name="closing_line_open_once"
            ),
            models.UniqueConstraint(fields=["snapshot", "code"], name="closing_line_once_per_snapshot"),
            models.CheckConstraint(condition=~Q(reason=""), name="closing_line_says_why"),
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.number} {self.code}"
