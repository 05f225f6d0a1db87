from django.db import models
from django.db.models import Q

from consult.clock import now
from proposals.enums import Choice
from proposals.querysets import TallyQuerySet, VoteQuerySet


class Vote(models.Model):
    """One participant's standing choice on one contribution; `choice` is empty when retracted.

    The foreign keys have no index of their own: the constraint and the index below cover them, and a vote is
    the row written most.
    """

    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="votes", db_index=False
    )
    participant = models.ForeignKey(
        "proposals.Participant", on_delete=models.PROTECT, related_name="votes", db_index=False
    )
    choice = models.SmallIntegerField(choices=Choice, null=True)
    revision = models.ForeignKey(
        "proposals.Revision", null=True, on_delete=models.PROTECT, related_name="votes", db_index=False
    )
    cast_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "participant"], name="vote_once_per_participant"),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) | Q(choice__in=[1, 0, -1]), name="vote_choice_known"
            ),
        ]
        indexes = [
            models.Index(fields=["changed_at"], name="vote_by_change"),
            models.Index(fields=["participant", "contribution"], name="vote_by_participant"),
        ]

    def __str__(self):
        return f"{self.contribution_id}/{self.participant_id}: {self.choice}"


class Tally(models.Model):
    """The count shown, always recounted from the rows; read only through `readable_by`.

    agree, disagree and passes count everybody; the unconfirmed ones are counted again on lines of their own.
    """

    contribution = models.OneToOneField(
        "proposals.Contribution", primary_key=True, on_delete=models.PROTECT, related_name="tally"
    )
    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    passes = models.PositiveIntegerField(default=0)
    unconfirmed_agree = models.PositiveIntegerField(default=0)
    unconfirmed_disagree = models.PositiveIntegerField(default=0)
    unconfirmed_passes = models.PositiveIntegerField(default=0)
    counted_to = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    def __str__(self):
        return f"{self.contribution_id}: {self.agree}/{self.disagree}/{self.passes}"

    @property
    def total(self):
        return self.agree + self.disagree + self.passes

    @property
    def unconfirmed(self):
        return self.unconfirmed_agree + self.unconfirmed_disagree + self.unconfirmed_passes
