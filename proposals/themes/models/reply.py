from django.conf import settings
from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.themes.enums import CorrectionState, VerdictWord
from proposals.themes.querysets import CorrectionQuerySet, FollowQuerySet


class Correction(models.Model):
    """An author says that a theme is not what they meant, and which one is; None means none of these.

    An analyst accepts or declines it. `carried` says that the passages stand where their author wants
    them; in
    published findings they stay, and a later run takes the correction up.
    """

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="corrections"
    )
    submission = models.ForeignKey(
        "proposals.Submission", on_delete=models.PROTECT, related_name="corrections"
    )
    from_theme = models.ForeignKey("themes.Theme", on_delete=models.PROTECT, related_name="corrections")
    to_theme = models.ForeignKey(
        "themes.Theme", null=True, on_delete=models.PROTECT, related_name="corrections_into"
    )
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.WAITING)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    carried = models.BooleanField(default=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "from_theme"],
                condition=Q(state="waiting"),
                name="correction_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_at__isnull=False), name="correction_decided_once"
            ),
        ]
        indexes = [models.Index(fields=["from_theme", "state"], name="correction_by_theme")]

    def __str__(self):
        return f"{self.submission_id}: {self.from_theme_id} to {self.to_theme_id}"

    @property
    def participant(self):
        return self.submission.participant


class Verdict(models.Model):
    """Did this answer you? What somebody whose words are in a theme says of the answer to it."""

    response = models.ForeignKey("themes.OfficialResponse", on_delete=models.CASCADE, related_name="verdicts")
    participant = models.ForeignKey(
        "proposals.Participant", on_delete=models.PROTECT, related_name="verdicts"
    )
    word = models.CharField(max_length=8, choices=VerdictWord)
    why = models.TextField(blank=True)
    given_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "participant"], name="verdict_once_per_person"),
        ]

    def __str__(self):
        return f"{self.response_id}: {self.word}"


class Follow(models.Model):
    """Somebody wants to hear what comes of a consultation, or of one proposal or theme in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, related_name="follows")
    proposal = models.ForeignKey(
        "proposals.Contribution", null=True, on_delete=models.CASCADE, related_name="follows"
    )
    theme = models.ForeignKey("themes.Theme", null=True, on_delete=models.CASCADE, related_name="follows")
    since = models.DateTimeField(default=now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "consultation"],
                condition=Q(proposal=None, theme=None),
                name="follow_consultation_once",
            ),
            models.UniqueConstraint(
                fields=["user", "proposal"], condition=Q(proposal__isnull=False), name="follow_proposal_once"
            ),
            models.UniqueConstraint(
                fields=["user", "theme"], condition=Q(theme__isnull=False), name="follow_theme_once"
            ),
            models.CheckConstraint(condition=Q(proposal=None) | Q(theme=None), name="follow_one_thing"),
        ]

    def __str__(self):
        return f"{self.user_id} follows {self.theme or self.proposal or self.consultation}"

    @property
    def target(self):
        return self.theme or self.proposal or self.consultation
