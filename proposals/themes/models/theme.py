from django.conf import settings
from django.db import models
from django.urls import reverse

from consult.clock import now
from proposals.themes.enums import AssignedBy, ThemeState
from proposals.themes.querysets import ThemeAssignmentQuerySet, ThemeQuerySet

# From .75 on a theme is firm, below .6 it should not be trusted (Hennig 2007, Comput. Stat. Data Anal. 52).
FIRMNESS = ((7500, "firm"), (6000, "fair"), (4000, "loose"))
MARGINS = ((3000, "firm"), (2000, "fair"), (1000, "loose"))


def holding(measured, steps):
    """The word for a figure in ten-thousandths."""
    return next((word for least, word in steps if measured >= least), "rare")


class Codebook(models.Model):
    """A version of the label set of a consultation, begun by a run and worked on by people."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="codebooks"
    )
    run = models.OneToOneField("themes.ThemeRun", on_delete=models.CASCADE, related_name="codebook")
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "version"], name="codebook_once_per_version"),
        ]

    def __str__(self):
        return f"{self.consultation_id} codebook {self.version}"


class Theme(models.Model):
    """A label: suggested by software, confirmed or dismissed by people.

    The sizes are a cache, recounted from assignments, its own and those of its sub-themes: distinct
    submissions without campaign copies, distinct people, campaign copies, and the submissions' stance.
    `definition_version` rises whenever what belongs in it is said differently, and never falls. `examples`
    are ids of contributions, `number` is its place in what the run found, `stability` ten-thousandths.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="themes")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    stable_key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=ThemeState, default=ThemeState.CANDIDATE)
    name = models.CharField(max_length=160)
    definition = models.TextField(blank=True)
    includes = models.TextField(blank=True)
    excludes = models.TextField(blank=True)
    examples = models.JSONField(default=list)
    definition_version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    number = models.PositiveSmallIntegerField(null=True)
    stability = models.PositiveSmallIntegerField(null=True)
    keywords = models.JSONField(default=list)
    submissions = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    copies = models.PositiveIntegerField(default=0)
    stance_for = models.PositiveIntegerField(default=0)
    stance_against = models.PositiveIntegerField(default=0)
    stance_neutral = models.PositiveIntegerField(default=0)
    confidence = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["-submissions", "id"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "stable_key"], name="theme_once_per_key"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("report_theme", args=[self.consultation.slug, self.pk])

    @property
    def consultation(self):
        return self.codebook.consultation

    @property
    def holds(self):
        """How often it comes back when the texts are drawn again: firm, fair, loose or rare.

        Of a theme that people made nothing was drawn again: there the mean margin of its passages speaks.
        """
        if self.stability is None:
            return holding(self.confidence, MARGINS)
        return holding(self.stability, FIRMNESS)


class ThemeAssignment(models.Model):
    """This passage of a contribution is in that theme; score and confidence are ten-thousandths.

    An assignment that is not sure names the nearest theme and counts in none. `secondary`: a person put the
    passage into this theme beside another. `leaf` is where it grows on the run's tree. A hidden quote counts
    like any other and is printed nowhere.
    """

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="assignments")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="assignments")
    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="theme_assignments"
    )
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField(default=0)
    confidence = models.PositiveSmallIntegerField(default=0)
    sure = models.BooleanField(default=True)
    copy = models.BooleanField(default=False)
    secondary = models.BooleanField(default=False)
    leaf = models.PositiveSmallIntegerField(null=True)
    central_rank = models.PositiveSmallIntegerField(null=True)
    quote_hidden = models.BooleanField(default=False)
    quote_hidden_reason = models.CharField(max_length=300, blank=True)
    assigned_by = models.CharField(max_length=8, choices=AssignedBy, default=AssignedBy.MACHINE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=now)

    objects = ThemeAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "contribution", "start", "theme"], name="assignment_once_per_passage"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="assignment_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "sure", "confidence"], name="assignment_by_confidence"),
            models.Index(fields=["theme", "central_rank"], name="assignment_by_rank"),
            models.Index(fields=["theme", "confidence", "id"], name="assignment_in_theme"),
            models.Index(fields=["run", "confidence", "id"], name="assignment_in_run"),
        ]

    def __str__(self):
        return f"{self.contribution_id}[{self.start}:{self.end}] in {self.theme_id}"

    @property
    def consultation(self):
        return self.run.consultation

    def passage(self, text):
        """The passage this speaks of, out of the text as it may be shown."""
        return text[self.start : self.end]
