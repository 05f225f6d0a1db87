from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consult.clock import now
from proposals.enums import Stance
from proposals.themes.enums import CodingRole, SamplePurpose
from proposals.themes.querysets import CodingQuerySet, SampledTextQuerySet


def _person(**options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class CodingSample(models.Model):
    """Submissions that people code against a codebook: drawn at random, or chosen to learn from.

    `size` submissions were taken of `population`, the first `double` of them for two coders. `half_width` is
    the interval's half-width that was asked for, in ten-thousandths. Seed and snapshot fix the draw.
    """

    codebook = models.ForeignKey("themes.Codebook", on_delete=models.CASCADE, related_name="samples")
    purpose = models.CharField(max_length=8, choices=SamplePurpose)
    seed = models.PositiveIntegerField(default=0)
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    double = models.PositiveIntegerField(default=0)
    half_width = models.PositiveSmallIntegerField(null=True)
    first = _person()
    second = _person(null=True)
    drawn_by = _person(null=True)
    drawn_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["codebook"],
                condition=Q(purpose="estimate", withdrawn_at=None),
                name="coding_one_random_sample",
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(first=F("second")), name="coding_second_is_another_person"
            ),
        ]

    def __str__(self):
        return f"{self.codebook_id} {self.purpose} sample of {self.size}"

    @property
    def consultation(self):
        return self.codebook.consultation

    @property
    def run(self):
        return self.codebook.run

    @property
    def is_random(self):
        return self.purpose == SamplePurpose.ESTIMATE

    @property
    def coders(self):
        return [person for person in (self.first, self.second) if person]


class SampleItem(models.Model):
    """A submission of a sample, in the order of the draw, with who codes it and who codes it blind again."""

    sample = models.ForeignKey(CodingSample, on_delete=models.CASCADE, related_name="items")
    submission = models.ForeignKey("proposals.Submission", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    coder = _person()
    second = _person(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "submission"], name="sample_submission_once"),
            models.UniqueConstraint(fields=["sample", "position"], name="sample_position_once"),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(coder=F("second")), name="sample_second_is_another_person"
            ),
        ]

    def __str__(self):
        return f"{self.sample_id} no. {self.position}: {self.submission_id}"


class SampledText(models.Model):
    """One text of a sampled submission, in the version that was analysed."""

    item = models.ForeignKey(SampleItem, on_delete=models.CASCADE, related_name="texts")
    contribution = models.ForeignKey("proposals.Contribution", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("proposals.Revision", on_delete=models.PROTECT, related_name="+")

    objects = SampledTextQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "contribution_id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "revision"], name="sampled_version_once"),
        ]

    def __str__(self):
        return f"{self.item_id}: {self.contribution_id}"


class Coding(models.Model):
    """A person's judgement on one version of a text; no theme given means none of these.

    First and second are blind: to the software, and to each other until both have judged everything.
    A settled one is the third act where they differ, with its reason. `suggestion`: words for a theme that
    the codebook lacks.
    """

    text = models.ForeignKey(SampledText, on_delete=models.CASCADE, related_name="codings")
    coder = _person()
    role = models.CharField(max_length=8, choices=CodingRole)
    blind = models.BooleanField(default=True)
    stance = models.CharField(max_length=8, choices=Stance, blank=True)
    suggestion = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    coded_at = models.DateTimeField(default=now)

    objects = CodingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "role"], name="coding_once_per_role"),
            models.UniqueConstraint(
                fields=["text", "coder"],
                condition=Q(role__in=["first", "second"]),
                name="coding_once_per_coder_and_version",
            ),
            models.CheckConstraint(
                condition=~Q(role="settled") | (Q(blind=False) & ~Q(reason="")),
                name="coding_settled_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.coder_id}: {self.text_id} as {self.role}"


class ThemeJudgement(models.Model):
    """Whether a coder gave a theme to a text, and by which version of its definition."""

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="judgements")
    theme = models.ForeignKey("themes.Theme", on_delete=models.CASCADE, related_name="judgements")
    given = models.BooleanField()
    definition_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coding", "theme"], name="judgement_once_per_theme"),
        ]

    def __str__(self):
        return f"{self.coding_id}: {self.theme_id} {self.given}"
