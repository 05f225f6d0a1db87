from django.db import models

from consult.clock import now


class LogCounter(models.Model):
    """The last number and digest of a chain; writers lock this row, so numbers have no gap."""

    chain = models.PositiveBigIntegerField(primary_key=True)
    last_number = models.PositiveBigIntegerField(default=0)
    last_digest = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.chain}:{self.last_number}"


class LogEntry(models.Model):
    """Append-only audit, chained per consultation (chain 0: the site).

    It has no foreign keys on purpose: entries outlive what they speak of, and hold ids and keyed
    digests only, never text or names.
    """

    class Actor(models.TextChoices):
        USER = "user"
        PARTICIPANT = "participant"
        SYSTEM = "system"

    chain = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=now)
    act = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12, choices=Actor)
    actor_id = models.PositiveBigIntegerField(null=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.PositiveBigIntegerField(null=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="log_number_once_per_chain"),
        ]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="log_by_target"),
            models.Index(fields=["chain", "act"], name="log_by_act"),
        ]

    def __str__(self):
        return f"{self.chain}:{self.number} {self.act}"
