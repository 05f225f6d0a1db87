from django.conf import settings
from django.db import models

from consult.clock import now
from proposals.enums import Stance
from proposals.themes.enums import ImportState
from proposals.themes.querysets import ThemeImportQuerySet


class ThemeImport(models.Model):
    """Themes and mappings from another tool: read and shown first, then taken over by a person's second act.

    payload: {"themes": [[key, name, definition]], "mapping": [[contribution id, [[key, stance], …]], …]}; no
    text. digest: of what would change, so that nobody takes over what they have not seen.
    """

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.SHOWN)
    files = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now)
    applied_at = models.DateTimeField(null=True)
    # What taking over changed, by which it is undone; none when it changed nothing.
    edit = models.ForeignKey("themes.ThemeEdit", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ThemeImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.run_id} import {self.pk}: {self.state}"

    @property
    def consultation(self):
        return self.run.consultation


class ImportedLabel(models.Model):
    """What an imported mapping said beyond the theme itself: the stance, and the order of the labels."""

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="imported_labels")
    theme = models.ForeignKey("themes.Theme", on_delete=models.CASCADE, related_name="+")
    contribution = models.ForeignKey("proposals.Contribution", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=10, choices=Stance, blank=True)

    class Meta:
        ordering = ["contribution_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "contribution", "theme"], name="imported_label_once_a_theme"
            ),
        ]

    def __str__(self):
        return f"{self.contribution_id} in {self.theme_id}"
