from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from moderation.enums import Ground
from moderation.screening.linear import beats_chance


class ScreeningPolicy(models.Model):
    """What the team of one consultation lets software do; without a row it only sorts the queue."""

    consultation = models.OneToOneField(
        "consult.Consultation", on_delete=models.PROTECT, related_name="screening_policy"
    )
    asks_before_posting = models.BooleanField(default=False)
    duty_moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    escalation_contact = models.CharField(max_length=300, blank=True)

    def __str__(self):
        return f"screening of {self.consultation_id}"


class HoldGround(models.Model):
    """A ground for which software holds a text for a person, and the rule its author is told.

    Without a row for a ground nothing is held for it; words of danger have none, since they never hide.
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="hold_grounds"
    )
    ground = models.CharField(max_length=16, choices=Ground)
    rule = models.ForeignKey("consult.HouseRule", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "ground"], name="hold_once_per_ground"),
            models.CheckConstraint(condition=Q(ground__in=Ground.holdable()), name="hold_for_a_known_ground"),
        ]

    def __str__(self):
        return f"{self.get_ground_display()}: {self.rule_id}"


class Screening(models.Model):
    """What software noticed about one version of a text: codes and numbers, never words of it.

    `grounds` maps codes of Ground to how often; `fingerprint` is a keyed digest of the text without case,
    spaces and signs, by which the same text is found again; `likelihood` is in per cent, of `rule`, as said
    by `model`, or None without one.
    """

    revision = models.OneToOneField("proposals.Revision", on_delete=models.CASCADE, related_name="screening")
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey("proposals.Participant", on_delete=models.PROTECT, related_name="+")
    grounds = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=32, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    rule = models.ForeignKey(
        "consult.HouseRule", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    model = models.ForeignKey(
        "moderation.ScreeningModel", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood=None, rule=None, model=None)
                | Q(likelihood__lte=100, rule__isnull=False, model__isnull=False),
                name="screening_likelihood_has_a_source",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "fingerprint"], name="screening_same_text"),
            models.Index(fields=["participant", "created_at"], name="screening_by_author"),
        ]

    def __str__(self):
        return f"screening of {self.revision_id}"


class ScreeningModel(models.Model):
    """A linear model trained from one consultation's own decisions, and how often it is right.

    `weights` is compressed JSON (`moderation.screening.linear`). Precision and recall are those of the
    question "does a moderator restrict this text" on `held_back` decisions it never saw.
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="screening_models"
    )
    version = models.PositiveIntegerField()
    trained_at = models.DateTimeField(default=now)
    decisions = models.PositiveIntegerField()
    held_back = models.PositiveIntegerField()
    restricted = models.PositiveIntegerField()
    precision = models.FloatField(null=True)
    recall = models.FloatField(null=True)
    threshold = models.FloatField()
    seed = models.PositiveIntegerField(default=0)
    weights = models.BinaryField()

    class Meta:
        ordering = ["consultation", "version"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "version"], name="screening_model_version_once"),
        ]

    def __str__(self):
        return f"{self.consultation_id}, version {self.version}"

    @property
    def is_of_use(self):
        """Clearly better than chance on what it never saw; else it neither sorts nor asks."""
        return beats_chance(self.precision, self.restricted, self.decisions)

    @property
    def precision_in_100(self):
        return "-" if self.precision is None else round(100 * self.precision)

    @property
    def recall_in_100(self):
        return "-" if self.recall is None else round(100 * self.recall)
