"""What goes when a rehearsed consultation opens: the one place where rows of people are deleted for good."""

from consult.actions.notices import drop_notices
from consult.models import Notice
from proposals.models import Answer, Contribution, Participant, Revision, Submission, Tally, Vote


def clear_rehearsal(*, consultation):
    """Delete everything tried in a rehearsal, inside the transaction that opens the consultation.

    Nobody was told that it would be kept, and it must enter no count and no notice; the log keeps that
    a rehearsal took place. Does nothing to a consultation that has opened before.
    """
    if not consultation.in_rehearsal:
        return
    texts = Contribution.objects.filter(consultation=consultation)
    Tally.objects.filter(contribution__in=texts).delete()
    Vote.objects.filter(contribution__in=texts).delete()
    texts.update(shown_revision=None, root=None, parent=None, kind="proposal")
    Revision.objects.filter(contribution__in=texts).delete()
    texts.delete()
    Answer.objects.filter(submission__consultation=consultation).delete()
    Submission.objects.filter(consultation=consultation).update(duplicate_of=None)
    Submission.objects.filter(consultation=consultation).delete()
    Participant.objects.filter(consultation=consultation).delete()
    waiting = Notice.objects.filter(consultation_id=consultation.pk, sent_at=None)
    drop_notices(keys=waiting.values_list("idempotency_key", flat=True), because="rehearsal")
