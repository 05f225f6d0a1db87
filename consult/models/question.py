from django.db import models

from consult.enums import QuestionKind
from consult.querysets import InUseQuerySet

from .words import worded


class Question(models.Model):
    """What is asked; `choices` is a list of {value, label: {language: text}, retired?}."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="questions"
    )
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=QuestionKind)
    texts = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    choices = models.JSONField(default=list, blank=True)
    multiple = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = InUseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "key"], name="question_once_per_key"),
        ]

    def __str__(self):
        return self.text

    @property
    def text(self):
        return worded(self.texts, self.consultation.source_language) or self.key

    @property
    def hint(self):
        return worded(self.hints, self.consultation.source_language)

    @property
    def labelled_choices(self):
        """[(value, label)] in the reader's language; choices an editor took away are no longer offered."""
        return [(value, label) for value, label, retired in self._labels() if not retired]

    @property
    def labels(self):
        """{value: label} of every choice that was ever offered, for answers already given."""
        return {value: label for value, label, _retired in self._labels()}

    def _labels(self):
        source = self.consultation.source_language
        return [(c["value"], worded(c["label"], source), c.get("retired", False)) for c in self.choices]
