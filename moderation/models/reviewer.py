from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now


class Reviewer(models.Model):
    """Somebody from outside, invited by link to decide one appeal when nobody of the team may.

    Only a digest of the link is kept. An invitation is good until the appeal is decided, or another one
    replaces it.
    """

    appeal = models.ForeignKey("moderation.Appeal", on_delete=models.PROTECT, related_name="reviewers")
    name = models.CharField(max_length=80)
    email = models.EmailField()
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(ended_at=None), name="reviewer_one_an_appeal"
            ),
            models.CheckConstraint(condition=~Q(email="") & ~Q(name=""), name="reviewer_is_somebody"),
        ]

    def __str__(self):
        return self.name
