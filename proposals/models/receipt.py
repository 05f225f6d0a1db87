from django.db import models

from consult import receipts
from consult.clock import now


class ParticipantReceipt(models.Model):
    """A receipt for everything one participant sent, as letters about it carry; kept as a keyed digest
    only.
    """

    participant = models.OneToOneField(
        "proposals.Participant", on_delete=models.CASCADE, related_name="whole_receipt"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)

    def __str__(self):
        return f"receipt of {self.participant_id}"

    @staticmethod
    def code_of(participant):
        """The code in fours; it follows from the secret key, so that a letter can be printed again."""
        return receipts.grouped(receipts.code_from(f"participant:{participant.key}"))
