from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from consult.enums import Role
from consult.querysets import MembershipQuerySet


class Membership(models.Model):
    """Staff and invited people of one consultation; an invitation until somebody accepts it."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=12, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=now)
    code_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user", "role"],
                condition=Q(ended_at=None, user__isnull=False),
                name="membership_once_per_role",
            ),
            models.UniqueConstraint(
                fields=["consultation", "email", "role"],
                condition=Q(ended_at=None, user=None),
                name="invitation_once_per_role",
            ),
        ]

    def __str__(self):
        return f"{self.user or self.email}: {self.get_role_display()}"
