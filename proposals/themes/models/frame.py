from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consult.clock import now


class ReportFrame(models.Model):
    """What a report says around its numbers, for one frozen snapshot; a new freeze asks for it again.

    The words scale: below `few_below` per cent of the analysed contributions is "few", below `some_below`
    "some", below `many_below` "many", from there "most".
    """

    snapshot = models.OneToOneField("themes.Snapshot", on_delete=models.CASCADE, related_name="frame")
    few_below = models.PositiveSmallIntegerField(default=10)
    some_below = models.PositiveSmallIntegerField(default=30)
    many_below = models.PositiveSmallIntegerField(default=50)
    limits = models.TextField()
    contact = models.CharField(max_length=160)
    # Nobody outside the team saw findings early; else the rows of EarlyReader say who did.
    nobody_early = models.BooleanField(default=False)
    # The pile of texts in no theme was read and holds no view that stands alone.
    nothing_apart = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(few_below__gt=0)
                & Q(some_below__gt=F("few_below"))
                & Q(many_below__gt=F("some_below"))
                & Q(many_below__lt=100),
                name="frame_scale_rises",
            ),
        ]

    def __str__(self):
        return f"frame of {self.snapshot_id}"

    @property
    def consultation(self):
        return self.snapshot.consultation

    @property
    def scale(self):
        return [self.few_below, self.some_below, self.many_below]


class EarlyReader(models.Model):
    """Somebody who sees the findings before the public does: name, office, since when, what for."""

    snapshot = models.ForeignKey("themes.Snapshot", on_delete=models.CASCADE, related_name="early_readers")
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=160)
    since = models.DateField()
    purpose = models.CharField(max_length=240)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["since", "id"]

    def __str__(self):
        return f"{self.name}, {self.office}"


class MinorityView(models.Model):
    """A view that few hold and that no theme size would show, with the text that says it."""

    snapshot = models.ForeignKey("themes.Snapshot", on_delete=models.CASCADE, related_name="minority_views")
    name = models.CharField(max_length=160)
    why = models.CharField(max_length=400)
    contribution = models.ForeignKey("proposals.Contribution", on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "contribution", "start"], name="minority_view_once_per_passage"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="minority_view_quotes_something"),
        ]

    def __str__(self):
        return self.name


class SummaryPoint(models.Model):
    """A sentence of the plain summary about one theme; its count and the scale's word are put to it."""

    theme = models.OneToOneField("themes.Theme", on_delete=models.CASCADE, related_name="summary_point")
    sentence = models.CharField(max_length=240)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-theme__submissions", "id"]

    def __str__(self):
        return self.sentence


class Redaction(models.Model):
    """A personal detail found in a text, or marked by hand, and what somebody decided about it.

    Applied to the copy that a report shows; the text itself stays as its author wrote it.
    """

    class Decision(models.TextChoices):
        OPEN = "open"
        REMOVE = "remove"
        KEEP = "keep"

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="redactions"
    )
    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="report_redactions"
    )
    # The revision it speaks of: another version of the text is looked through again.
    revision = models.ForeignKey("proposals.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    # Where it stands: in the title, or else in the text.
    in_title = models.BooleanField(default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    reason = models.CharField(max_length=240, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contribution_id", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "contribution", "in_title", "start", "end"],
                name="redaction_once_per_span",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="redaction_covers_something"),
            models.CheckConstraint(
                condition=Q(decision="open", decided_by=None) | ~Q(decision="open") & ~Q(reason=""),
                name="redaction_decided_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "decision"], name="redaction_by_decision")]

    def __str__(self):
        return f"{self.contribution_id}[{self.start}:{self.end}] {self.decision}"
