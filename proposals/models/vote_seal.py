from django.db import models


class VoteSeal(models.Model):
    """The votes on one contribution as a closing phase sealed them, so that a later change can be named.

    Append-only, and without foreign keys, like the log entry with its digest: `number` of `chain`.
    `rows` is "participant:choice;" for each vote in order; `proposals.actions.phases.votes_rows` writes it.
    """

    chain = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    contribution_id = models.PositiveBigIntegerField()
    rows = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number", "contribution_id"], name="vote_seal_once_per_entry"
            ),
        ]

    def __str__(self):
        return f"{self.chain}:{self.number} {self.contribution_id}"
