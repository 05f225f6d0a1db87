from django.conf import settings
from django.db import models

from consult.clock import now
from proposals.themes.enums import EditKind


class ThemeEdit(models.Model):
    """One thing a person did to the themes of a run: who, when, why, and what stood there before.

    `inverse` holds rows and fields by id, as they were and as the edit left them (`actions/editing.py` has
    the shape); `said` holds what the history prints: names of themes and numbers, never somebody's words.
    """

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EditKind)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=300, blank=True)
    themes = models.ManyToManyField("themes.Theme", related_name="edits")
    said = models.JSONField(default=dict)
    inverse = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_number = models.PositiveIntegerField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="theme_edit_once_per_number"),
        ]

    def __str__(self):
        return f"{self.run_id} edit {self.number}: {self.kind}"

    @property
    def consultation(self):
        return self.run.consultation
