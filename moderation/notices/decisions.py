"""What a notice is about, looked up again when it is sent: nothing that was undone, nothing that is gone."""

from moderation.models import Decision
from proposals.enums import ContributionState


def decision_of(notice):
    """The decision a notice is about, unless it was undone or its text is gone."""
    decision = Decision.objects.standing().with_texts().filter(pk=notice.target_id).first()
    gone = (ContributionState.ERASED, ContributionState.WITHDRAWN)
    if decision is None or decision.case.contribution.state in gone:
        return None
    return decision


def decision_appealed(appeal):
    return (
        Decision.objects.with_texts()
        .filter(pk=appeal.decision_id)
        .exclude(case__contribution__state=ContributionState.ERASED)
        .first()
    )
