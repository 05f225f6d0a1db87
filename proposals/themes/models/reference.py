from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.themes.querysets import ReferenceTableQuerySet


class ReferenceTable(models.Model):
    """How many people of each kind live here, against which those who took part are held.

    rows: [[category, people], …] in the order of the file; a category is a value of the question, or a type
    of respondent when there is none. left_out: choices of the question that the file did not name, such as
    “I would rather not say”; they count as no answer. A table that was replaced or taken away stays, with the
    moment it ended.
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="reference_tables"
    )
    question = models.ForeignKey("consult.Question", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReferenceTableQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "question"],
                condition=Q(ended_at=None),
                name="reference_table_one_a_question",
            ),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(ended_at=None, question=None),
                name="reference_table_one_of_respondents",
            ),
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.question_id or 'respondent types'}"

    @property
    def population(self):
        return sum(people for _category, people in self.rows)
