from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from consult.clock import now
from moderation.enums import CaseState, Reason, Source
from moderation.querysets import CaseQuerySet
from proposals.enums import RevisionState


class Case(models.Model):
    """What moderators read: one a version of a text, however many reports and sources lead to it.

    `waiting_since` orders the queue; `text_key` finds the same text in other cases (`moderation.copies`);
    `score` puts first what software and reports point to, for who asks for that order; `version` grows with
    whatever a deciding moderator must have seen; the lease (`held_by`, `held_until`)
    only says who is at it.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="cases")
    contribution = models.ForeignKey("proposals.Contribution", on_delete=models.PROTECT, related_name="cases")
    revision = models.OneToOneField("proposals.Revision", on_delete=models.PROTECT, related_name="case")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    source = models.CharField(max_length=16, choices=Source)
    sources = models.JSONField(default=list)
    reason = models.CharField(max_length=24, choices=Reason, blank=True)
    reports = models.PositiveIntegerField(default=0)
    urgent = models.BooleanField(default=False)
    score = models.PositiveSmallIntegerField(default=0)
    text_key = models.CharField(max_length=32, blank=True, default="")
    opened_at = models.DateTimeField(default=now)
    waiting_since = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="held_cases"
    )
    held_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_by=None, held_until=None) | Q(held_until__isnull=False),
                name="case_lease_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CaseState.waiting(), closed_at=None)
                | Q(state__in=[CaseState.DECIDED, CaseState.CLOSED], closed_at__isnull=False),
                name="case_waits_or_has_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["consultation", "waiting_since", "id"],
                condition=Q(state__in=["open", "appealed"]),
                name="case_queue",
            ),
            models.Index(
                fields=["consultation", "text_key"],
                condition=Q(state="open") & ~Q(text_key=""),
                name="case_same_text",
            ),
            models.Index(
                fields=["consultation", "-score", "waiting_since", "id"],
                condition=Q(state__in=["open", "appealed"]),
                name="case_by_score",
            ),
            models.Index(fields=["consultation", "closed_at", "id"], name="case_by_end"),
            models.Index(fields=["contribution", "id"], name="case_by_text"),
        ]

    def __str__(self):
        return f"case {self.pk}"

    def get_absolute_url(self):
        return reverse("case", args=[self.pk])

    @property
    def topic(self):
        """The live topic on which the moderators of this consultation hear of it."""
        return f"moderation:{self.consultation_id}"

    @property
    def is_waiting(self):
        return self.state in CaseState.waiting()

    @property
    def is_late(self):
        return self.is_waiting and self.due_at < now()

    @property
    def minutes_waited(self):
        return max(0, int((now() - self.waiting_since).total_seconds() // 60))

    @property
    def is_sensitive(self):
        return self.reason in Reason.sensitive()

    @property
    def sensitive_words(self):
        """What the text is about, said instead of it until somebody opens it."""
        return Reason(self.reason).short

    @property
    def holder(self):
        """Who is at it now, or None once the lease has run out."""
        return self.held_by if self.held_until and self.held_until > now() else None

    @cached_property
    def standing(self):
        """The decision that stands: the last one that was not undone; None before there is one."""
        taken = [each for each in self.decisions.all() if each.undone_at is None]
        return max(taken, key=lambda each: each.pk, default=None)

    @property
    def concerns_shown_text(self):
        """Is the version of this case the one that readers have, or would have?"""
        newest = self.contribution.shown_revision_id in (None, self.revision_id)
        return newest or self.revision.state == RevisionState.PENDING
