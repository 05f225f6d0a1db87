from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.clock import now
from consult.enums import Rhythm
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
    # The rhythm of the round-up it waits for, as chosen when it was queued; empty is at once.
    rhythm = models.CharField(max_length=8, choices=Rhythm, blank=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_status = models.CharField(max_length=12, blank=True)

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


class NoticePreference(models.Model):
    """Which lists somebody wants by e-mail, and how often; without a row the defaults here hold.

    It belongs to an account, or to a participant without one, whose number it keeps as notices do.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notice_preference"
    )
    participant_id = models.PositiveBigIntegerField(null=True, unique=True)
    answers = models.BooleanField(gettext_lazy("my theme gets an answer"), default=True)
    promises = models.BooleanField(gettext_lazy("a promise is made, kept or missed"), default=True)
    replies = models.BooleanField(gettext_lazy("someone replies to me"), default=False)
    follows = models.BooleanField(gettext_lazy("something I follow or voted on moves"), default=False)
    rhythm = models.CharField(max_length=8, choices=Rhythm, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, participant_id=None)
                | Q(user=None, participant_id__isnull=False),
                name="preference_of_one_person",
            ),
        ]

    def __str__(self):
        return f"preference of {self.user_id or self.participant_id}"

    def wants(self, list_name):
        """Does this person want letters of a list by e-mail? What belongs to no list is always sent."""
        return not list_name or getattr(self, list_name)
