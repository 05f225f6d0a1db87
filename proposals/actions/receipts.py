"""Receipts for all that one participant sent: printed on letters, linked in e-mails to people without
an account.
"""

from consult import receipts
from consult.batches import in_batches
from proposals.models import ParticipantReceipt


def give_whole_receipts(*, participants):
    """Make the codes of these participants good; those who have one keep it."""
    rows = (
        ParticipantReceipt(participant=each, digest=receipts.digest(ParticipantReceipt.code_of(each)))
        for each in participants
    )
    return in_batches(
        rows, lambda batch: ParticipantReceipt.objects.bulk_create(batch, ignore_conflicts=True)
    )
