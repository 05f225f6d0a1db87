import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from consult.clock import now
from proposals.enums import ParticipantKind
from proposals.querysets import ParticipantQuerySet


def new_key():
    """A random public handle that says nothing about the person."""
    return secrets.token_urlsafe(16)


class Participant(models.Model):
    """Who takes part in one consultation, with or without an account; every count of people counts these."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="participants"
    )
    key = models.CharField(max_length=32, unique=True, default=new_key)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participants",
    )
    source = models.CharField(max_length=40, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=14, choices=ParticipantKind, default=ParticipantKind.INDIVIDUAL)
    organisation = models.CharField(max_length=200, blank=True)
    members_represented = models.PositiveIntegerField(default=1)
    respondent_type = models.CharField(max_length=80, blank=True)
    public_name = models.CharField(max_length=60, blank=True)
    contact_email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, default="en")
    confirmed = models.BooleanField(
        default=False, help_text="An e-mail address, a code or a person vouches for this participant."
    )
    paused_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True, blank=True)
    joined_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="joined",
        help_text="The account's participant to whom all that this guest sent was handed over.",
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user"],
                condition=Q(user__isnull=False),
                name="participant_once_per_user",
            ),
            models.UniqueConstraint(
                fields=["consultation", "source", "source_key"],
                condition=~Q(source_key=""),
                name="participant_once_per_source_key",
            ),
        ]

    def __str__(self):
        return self.public_name or self.key

    @property
    def shown_name(self):
        """The name under which everybody reads this participant."""
        if self.erased_at:
            return gettext("Erased")
        return self.organisation or self.public_name or gettext("Guest")

    @property
    def rights_topic(self):
        """The live topic that moves when this person may see less than before."""
        return f"user:{self.user_id}" if self.user_id else f"participant:{self.pk}"

    @property
    def is_organisation(self):
        return self.kind == ParticipantKind.ORGANISATION
