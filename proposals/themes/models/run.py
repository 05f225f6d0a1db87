from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.themes.enums import RunState, RunStep
from proposals.themes.querysets import ThemeRunQuerySet


class ThemeRun(models.Model):
    """One computation over one snapshot, with everything needed to do it again.

    `step` is the last one that is done whole; who takes the run up again goes on behind it. `structure` is
    the tree of small clusters ("merges": pairs of nodes, nearest first) and how the themes held in
    resamplings ("pairs").
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="theme_runs"
    )
    number = models.PositiveIntegerField()
    snapshot = models.ForeignKey("themes.Snapshot", null=True, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    seed = models.PositiveIntegerField(default=0)
    parameters = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    quality = models.JSONField(default=dict)
    structure = models.JSONField(default=dict)
    step = models.CharField(max_length=10, choices=RunStep, blank=True)
    error = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    queued_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(default=now)
    # The row of the task queue that carries it; none when a command computes it.
    task_id = models.UUIDField(null=True, blank=True)

    objects = ThemeRunQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="theme_run_once_per_number"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(state__in=["queued", "running"]),
                name="theme_run_one_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.consultation_id} run {self.number}"

    @property
    def is_unfinished(self):
        return self.state in RunState.unfinished()

    @property
    def topic(self):
        """The live topic of its progress."""
        return f"run:{self.pk}"
