from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from moderation.querysets import ReasonTemplateQuerySet


class ReasonTemplate(models.Model):
    """Words for a reason that comes up often, with gaps that the facts of the case must fill."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="reason_templates"
    )
    name = models.CharField(max_length=60)
    text = models.TextField()
    rule = models.ForeignKey(
        "consult.HouseRule", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ReasonTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "name"],
                condition=Q(retired_at=None),
                name="reason_template_once_per_name",
            ),
            models.CheckConstraint(condition=Q(text__contains="___"), name="reason_template_has_a_gap"),
        ]

    def __str__(self):
        return self.name
