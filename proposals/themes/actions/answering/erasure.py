"""What is scrubbed of somebody who is erased: their words back to us, and what they wanted to hear."""

from django.db.models import Q

from consult.models import NoticePreference
from proposals.models import ParticipantReceipt
from proposals.themes.models import Correction, Verdict


def scrub_replies(*, participant):
    """Empty the words of their corrections and verdicts, which stay counted; their whole receipts, those
    of guests they were among them, open nothing.
    """
    Correction.objects.filter(submission__participant=participant).update(words="")
    Verdict.objects.filter(participant=participant).update(why="")
    ParticipantReceipt.objects.filter(
        Q(participant=participant) | Q(participant__joined_to=participant)
    ).delete()
    NoticePreference.objects.filter(participant_id=participant.pk).delete()
