from django.db import models

from consult.clock import now


class ScheduledJob(models.Model):
    """When a scheduled job is due next; a run is claimed by moving `due_at` in one conditional update."""

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField(default=now)
    last_run_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    def __str__(self):
        return self.name


class WorkerBeat(models.Model):
    """The last sign of life of a worker process."""

    name = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField(default=now)

    def __str__(self):
        return self.name
