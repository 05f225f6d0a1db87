from django.db import models

from proposals.themes.enums import StatementRole


class OpinionRun(models.Model):
    """Who votes alike, computed beside the themes of a run; scores are ten-thousandths.

    stability: {"overall", "groups"}, how far the groups come out again among voters drawn anew, groups by
    number. activity: {number of votes: how many people cast so many}.
    """

    run = models.OneToOneField("themes.ThemeRun", on_delete=models.CASCADE, related_name="opinion")
    voters = models.PositiveIntegerField()
    grouped = models.PositiveIntegerField()
    votes = models.PositiveIntegerField()
    statements = models.PositiveIntegerField()
    silhouettes = models.JSONField(default=dict)
    stability = models.JSONField(default=dict)
    activity = models.JSONField(default=dict)

    def __str__(self):
        return f"opinion of run {self.run_id}"


class OpinionGroup(models.Model):
    """People who vote alike; the groups are about votes, not about who people are."""

    opinion_run = models.ForeignKey(OpinionRun, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["opinion_run", "number"], name="opinion_group_once"),
        ]

    def __str__(self):
        return self.letter

    @property
    def letter(self):
        return chr(ord("A") + self.number)


class OpinionMember(models.Model):
    """A grouped participant and their place on the map, in ten-thousandths."""

    group = models.ForeignKey(OpinionGroup, on_delete=models.CASCADE, related_name="members")
    participant = models.ForeignKey("proposals.Participant", on_delete=models.PROTECT, related_name="+")
    x = models.IntegerField()
    y = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "participant"], name="opinion_member_once"),
        ]

    def __str__(self):
        return f"{self.group_id}: {self.participant_id}"


class OpinionStatement(models.Model):
    """A statement that was voted on, and how far all groups agree with it, in ten-thousandths."""

    opinion_run = models.ForeignKey(OpinionRun, on_delete=models.CASCADE, related_name="voted")
    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="opinions"
    )
    agree = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    passes = models.PositiveIntegerField()
    consensus = models.PositiveSmallIntegerField()
    x = models.IntegerField(default=0)
    y = models.IntegerField(default=0)

    class Meta:
        ordering = ["-consensus", "contribution_id"]
        constraints = [
            models.UniqueConstraint(fields=["opinion_run", "contribution"], name="opinion_statement_once"),
        ]

    def __str__(self):
        return f"{self.opinion_run_id}: {self.contribution_id}"


class GroupVotes(models.Model):
    """How one group voted on one statement; a rank marks the statements that represent the group."""

    group = models.ForeignKey(OpinionGroup, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(OpinionStatement, on_delete=models.CASCADE, related_name="by_group")
    agree = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    passes = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField(null=True)
    side = models.CharField(max_length=8, choices=StatementRole, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "statement"], name="group_votes_once"),
        ]

    def __str__(self):
        return f"{self.group_id} on {self.statement_id}"

    @property
    def seen(self):
        return self.agree + self.disagree + self.passes
