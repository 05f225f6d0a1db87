from django.conf import settings
from django.db import models

from consult.clock import now


class Draft(models.Model):
    """What somebody signed in is writing, so that it is there on their other devices, too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=120)
    text = models.TextField()
    changed_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once_per_box")]

    def __str__(self):
        return f"{self.user_id} {self.key}"
