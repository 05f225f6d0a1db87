from django.db import models

from consult.clock import now


class KeptRequest(models.Model):
    """What a writing request was answered, kept seven days so that its repeat gets the same answer."""

    participant = models.ForeignKey(
        "proposals.Participant", on_delete=models.CASCADE, related_name="kept_requests", db_index=False
    )
    key = models.UUIDField()
    act = models.CharField(max_length=40)
    outcome = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "key"], name="request_kept_once"),
        ]

    def __str__(self):
        return f"{self.act} {self.key}"
