from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now


class Coding(models.Model):
    """A person's judgement on one text against one version of the codebook; no theme means none of these."""

    codebook = models.ForeignKey("themes.Codebook", on_delete=models.PROTECT, related_name="codings")
    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="codings"
    )
    theme = models.ForeignKey("themes.Theme", null=True, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    blind = models.BooleanField(default=True)
    coded_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["codebook", "contribution", "theme", "coder"], name="coding_once_per_theme"
            ),
            models.UniqueConstraint(
                fields=["codebook", "contribution", "coder"],
                condition=Q(theme=None),
                name="coding_none_once",
            ),
        ]

    def __str__(self):
        return f"{self.coder_id}: {self.contribution_id} in {self.theme_id}"
