from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from consult.clock import now
from consult.notices import compose
from consult.querysets import NoticeQuerySet


class Notice(models.Model):
    """What a person was told: ids only; its words are made, and checked again, when it is sent.

    `participant_id` and `target_id` are plain numbers, since a notice outlives what it speaks of.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    participant_id = models.PositiveBigIntegerField(null=True, db_index=True)
    consultation_id = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.PositiveBigIntegerField(null=True)
    context = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField(default=now)
    send_after = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(sent_at=None, dropped_at=None),
                name="notice_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target_type}:{self.target_id}"

    @property
    def subject(self):
        """The subject of its letter as it would be said now."""
        letter = compose(self)
        return letter.subject if letter else _("Notice")
