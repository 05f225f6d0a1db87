from django.db import models


class Answer(models.Model):
    """A closed or demographic answer: a list of chosen values, validated against the question."""

    submission = models.ForeignKey(
        "proposals.Submission", on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.ForeignKey("consult.Question", on_delete=models.PROTECT, related_name="answers")
    values = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="answer_once_per_question"),
        ]

    def __str__(self):
        return f"{self.submission_id}/{self.question_id}"
