from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.themes.enums import ReportState, SignOffRole
from proposals.themes.querysets import ReportPrintQuerySet, ThemeReportQuerySet


class ThemeReport(models.Model):
    """Frozen findings: the bundle holds ids, counts and offsets; texts join when they are shown.

    An analyst freezes them, a second person signs, then they are published; the edition before stays public
    until that moment. Returned unsigned, the same row is frozen again.
    """

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="reports")
    run = models.ForeignKey("themes.ThemeRun", on_delete=models.PROTECT, related_name="reports")
    edition = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.FROZEN)
    bundle = models.JSONField(default=dict)
    # The anonymised rows its numbers are recomputed from; read by the bundle file alone.
    inputs = models.JSONField(default=dict)
    # {language: {file: bytes}} as the public gets them, once they were written out.
    sizes = models.JSONField(default=dict)
    manifest_hash = models.CharField(max_length=64)
    corrections = models.TextField(blank=True)
    frozen_at = models.DateTimeField(default=now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_because = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ThemeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "edition"], name="report_once_per_edition"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(state__in=["frozen", "returned", "signed"]),
                name="report_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="report_published_at_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.consultation_id} report {self.edition}"

    @property
    def is_published(self):
        return self.state == ReportState.PUBLISHED


class SignOff(models.Model):
    """A person stands for a report with their name."""

    report = models.ForeignKey(ThemeReport, on_delete=models.CASCADE, related_name="sign_offs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=SignOffRole)
    signed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="sign_off_once_per_person"),
        ]

    def __str__(self):
        return f"{self.user} as {self.role}"


class ReportPrint(models.Model):
    """A published edition as PDF in one language, kept since making it takes seconds.

    It holds words: it goes when one of them is erased, and is not served once the page it was made of
    would say something else.
    """

    report = models.ForeignKey(ThemeReport, on_delete=models.CASCADE, related_name="prints")
    language = models.CharField(max_length=10)
    page_digest = models.CharField(max_length=64)
    content = models.BinaryField()

    objects = ReportPrintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "language"], name="report_print_once_a_language"),
        ]

    def __str__(self):
        return f"{self.report_id} in {self.language}"
