from django.conf import settings
from django.db import models

from consult.clock import now
from proposals.themes.enums import Way


class UnsureReading(models.Model):
    """A person has read what no theme holds: how many submissions that were, and when."""

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="unsure_readings")
    submissions = models.PositiveIntegerField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.run_id}: {self.submissions} read"


class OutcomeEdition(models.Model):
    """The act by which all answers to a report become public and everybody hears what became of their words.

    Between `asked_at` and `published_at` a task writes the outcomes down, `prepared` of `people` so far;
    `held_up` says what stopped it. `released_at` is the moment up to which sending has used its rate: the
    next letters are counted from there.
    """

    report = models.OneToOneField("themes.ThemeReport", on_delete=models.PROTECT, related_name="outcomes")
    tested_at = models.DateTimeField(null=True)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The row of the task queue that writes the outcomes down.
    task_id = models.UUIDField(null=True)
    people = models.PositiveIntegerField(default=0)
    prepared = models.PositiveIntegerField(default=0)
    held_up = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"outcomes of report {self.report_id}"

    @property
    def consultation(self):
        return self.report.consultation

    @property
    def is_preparing(self):
        return self.asked_at is not None and self.published_at is None

    @property
    def percent(self):
        """How far the task is, in whole per cent."""
        return 100 * self.prepared // self.people if self.people else 0


class Outcome(models.Model):
    """What became of all that one participant sent, and the way in which they hear of it.

    parts: [[kind, id]] of `OutcomeKind`: a theme, a campaign, a run, a submission. `released_at`:
    handed over to be
    sent by e-mail, or printed as a letter; None while it waits.
    """

    edition = models.ForeignKey(OutcomeEdition, on_delete=models.CASCADE, related_name="outcomes")
    participant = models.ForeignKey(
        "proposals.Participant", on_delete=models.PROTECT, related_name="outcomes"
    )
    parts = models.JSONField(default=list)
    way = models.CharField(max_length=8, choices=Way)
    released_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "participant"], name="outcome_once_per_person"),
        ]
        indexes = [models.Index(fields=["edition", "way", "released_at"], name="outcome_by_way")]

    def __str__(self):
        return f"{self.edition_id}: {self.participant_id} by {self.way}"

    @property
    def consultation(self):
        return self.edition.report.consultation
