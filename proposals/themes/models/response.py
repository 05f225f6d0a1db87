from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from consult.clock import now, today
from proposals.themes.enums import OfficialDecision, ResponseState
from proposals.themes.querysets import OfficialResponseQuerySet


class OfficialResponse(models.Model):
    """The public body's answer to a theme, to a campaign or to what no theme holds; a draft until published.

    It begins with the person whose duty it is and may then be empty. `checked_at` holds for the words as they
    stand: writing again takes the check back.
    """

    theme = models.OneToOneField("themes.Theme", null=True, on_delete=models.PROTECT, related_name="response")
    campaign = models.OneToOneField(
        "themes.Campaign", null=True, on_delete=models.PROTECT, related_name="response"
    )
    unsure_of = models.OneToOneField(
        "themes.ThemeRun", null=True, on_delete=models.PROTECT, related_name="unsure_response"
    )
    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="responses"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="answers_owed"
    )
    decision = models.CharField(max_length=14, choices=OfficialDecision, blank=True)
    asked = models.TextField(blank=True)
    said = models.TextField(blank=True)
    action = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=now)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    sent_for_check_at = models.DateTimeField(null=True)
    returned_note = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfficialResponseQuerySet.as_manager()

    class Meta:
        ordering = [F("theme__submissions").desc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=False, campaign=None, unsure_of=None)
                | Q(theme=None, campaign__isnull=False, unsure_of=None)
                | Q(theme=None, campaign=None, unsure_of__isnull=False),
                name="response_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(decision="") & ~Q(action="") & ~Q(reason=""),
                name="response_published_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.subject}: {self.get_decision_display()}"

    @property
    def run(self):
        """The run whose themes it answers."""
        if self.theme_id:
            return self.theme.codebook.run
        return self.campaign.run if self.campaign_id else self.unsure_of

    @property
    def subject(self):
        """What it answers, by name."""
        if self.theme_id:
            return self.theme.name
        if self.campaign_id:
            return _("Campaign %(number)d") % {"number": self.campaign.number + 1}
        return _("What fits no theme")

    @property
    def anchor(self):
        """Where it stands on the page of answers."""
        if self.theme_id:
            return f"answer-{self.theme_id}"
        return f"answer-campaign-{self.campaign_id}" if self.campaign_id else "answer-unsure"

    @property
    def state(self):
        if self.published_at:
            return ResponseState.PUBLISHED
        if self.checked_at:
            return ResponseState.CHECKED
        if self.sent_for_check_at:
            return ResponseState.WAITING
        return ResponseState.WRITING if self.decision else ResponseState.NOT_STARTED

    @property
    def is_ready(self):
        """Checked by a second person, or public already."""
        return self.state in ResponseState.ready()


class Commitment(models.Model):
    """What the body promises in a response, by when, and who does it: a team and a person of it."""

    response = models.ForeignKey(OfficialResponse, on_delete=models.CASCADE, related_name="commitments")
    what = models.CharField(max_length=240)
    due_on = models.DateField()
    team = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    slip_told_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self):
        return self.what

    @property
    def consultation(self):
        return self.response.consultation

    @property
    def is_late(self):
        """Not kept on the day it was promised for; a promise kept late stays marked."""
        return (self.kept_on or today()) > self.due_on

    @property
    def added_on(self):
        """The day it was promised, if that was after its answer was published; else None."""
        published = self.response.published_at
        return self.created_at if published and self.created_at > published else None

    @property
    def next_check(self):
        """The date of the next step that is not reached yet, or None; reads the prefetched list."""
        return min((m.due_on for m in self.milestones.all() if m.reached_on is None), default=None)

    @property
    def who(self):
        """Team and person, as far as they are named."""
        return ", ".join(filter(None, [self.team, self.owner]))


class Milestone(models.Model):
    """A step towards a commitment, with the date it is checked in public."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    what = models.CharField(max_length=240)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self):
        return self.what

    @property
    def consultation(self):
        return self.commitment.consultation

    @property
    def is_late(self):
        return (self.reached_on or today()) > self.due_on
