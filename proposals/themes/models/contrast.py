from django.conf import settings
from django.db import models

from consult.clock import now


class ContrastReading(models.Model):
    """An analyst has read the quotes that say otherwise than a theme does, as they stood then.

    quotes: [[text id, start, end, digest of the text]]. Other words, or another quote in the place of one of
    these, are asked for again.
    """

    theme = models.OneToOneField("themes.Theme", on_delete=models.CASCADE, related_name="contrast_reading")
    quotes = models.JSONField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=now)

    def __str__(self):
        return f"{self.theme_id}: {len(self.quotes)} read"
