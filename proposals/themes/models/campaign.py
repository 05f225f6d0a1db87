from django.db import models


class Campaign(models.Model):
    """Near-copies sent by many: kept apart from the themes' sizes, placed in a theme and answered with it.

    template: [start, end] of the parts of the exemplar's text that the copies share. burst: the shortest time
    in which more than half of them came, as {"texts", "start", "end"}.
    """

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="campaigns")
    number = models.PositiveIntegerField()
    exemplar = models.ForeignKey("proposals.Contribution", on_delete=models.PROTECT, related_name="+")
    texts = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    template = models.JSONField(default=list)
    burst = models.JSONField(default=dict)

    class Meta:
        ordering = ["-texts", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="campaign_once_per_number"),
        ]

    def __str__(self):
        return f"{self.run_id} campaign {self.number}"


class CampaignMember(models.Model):
    """A text that belongs to a campaign; added: [start, end] of what is its own in it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="campaign_memberships"
    )
    added = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "contribution"], name="campaign_member_once"),
        ]

    def __str__(self):
        return f"{self.campaign_id}: {self.contribution_id}"
