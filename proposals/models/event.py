from django.db import models

from consult.clock import now


class Topic(models.Model):
    """A live topic and the number of its last event; writers lock topics in name order."""

    name = models.CharField(max_length=60, unique=True)
    last_seq = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.name}@{self.last_seq}"


class Event(models.Model):
    """What happened in a topic, in order: the source of replay. It holds ids, never text."""

    topic = models.ForeignKey(
        "proposals.Topic", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    target_id = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["topic", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "seq"], name="event_once_per_seq"),
        ]
        indexes = [models.Index(fields=["at"], name="event_by_age")]

    def __str__(self):
        return f"{self.topic_id}@{self.seq} {self.kind}"
