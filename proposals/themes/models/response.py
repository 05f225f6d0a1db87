from django.conf import settings
from django.db import models

from consult.clock import now, today
from proposals.themes.enums import OfficialDecision
from proposals.themes.querysets import OfficialResponseQuerySet


class OfficialResponse(models.Model):
    """The public body's answer to a theme; a draft until it is published."""

    theme = models.OneToOneField("themes.Theme", on_delete=models.PROTECT, related_name="response")
    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="responses"
    )
    decision = models.CharField(max_length=14, choices=OfficialDecision)
    asked = models.TextField(blank=True)
    said = models.TextField(blank=True)
    action = models.TextField()
    reason = models.TextField()
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficialResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-theme__submissions", "id"]

    def __str__(self):
        return f"{self.theme_id}: {self.get_decision_display()}"


class Commitment(models.Model):
    """What the body promises in a response, by when, and who does it."""

    response = models.ForeignKey(OfficialResponse, on_delete=models.CASCADE, related_name="commitments")
    what = models.CharField(max_length=240)
    due_on = models.DateField()
    team = models.CharField(max_length=120, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self):
        return self.what

    @property
    def consultation(self):
        return self.response.consultation

    @property
    def is_late(self):
        """Not kept on the day it was promised for; a promise kept late stays marked."""
        return (self.kept_on or today()) > self.due_on

    @property
    def added_on(self):
        """The day it was promised, if that was after its answer was published; else None."""
        published = self.response.published_at
        return self.created_at if published and self.created_at > published else None

    @property
    def next_check(self):
        """The date of the next step that is not reached yet, or None; reads the prefetched list."""
        return min((m.due_on for m in self.milestones.all() if m.reached_on is None), default=None)


class Milestone(models.Model):
    """A step towards a commitment, with the date it is checked in public."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    what = models.CharField(max_length=240)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self):
        return self.what

    @property
    def consultation(self):
        return self.commitment.consultation

    @property
    def is_late(self):
        return (self.reached_on or today()) > self.due_on
