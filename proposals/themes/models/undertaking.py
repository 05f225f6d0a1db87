from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.themes.enums import UndertakingKind


class Undertaking(models.Model):
    """An act that takes long: somebody asked for it, a task does it, one at a time for each consultation.

    wanted: what it was asked with. kept: what a task that dies leaves for the next. said: what came of it.
    problems: what hindered it, in the words of whoever asked. Stopped, it has ended and says nothing.
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="undertakings"
    )
    kind = models.CharField(max_length=10, choices=UndertakingKind)
    wanted = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    # The row of the task queue that does it.
    task_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(ended_at=None), name="undertaking_one_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.kind}"

    @property
    def is_going(self):
        return self.ended_at is None

    @property
    def percent(self):
        return 100 * self.done // self.of if self.of else 0
