"""Texts whose authors were asked to change them and did not."""

from django.db import transaction

from consult.clock import now
from moderation.enums import CaseState, Effect
from moderation.models import Decision
from proposals.actions import states
from proposals.enums import ContributionState, RevisionState

from .decisions import locked_case


def close_edit_requests():
    """After 24 hours without a new version a text stays hidden; returns how many were closed."""
    over = (
        Decision.objects.in_force()
        .filter(effect=Effect.ASK_TO_EDIT, until__lte=now(), case__state=CaseState.DECIDED)
        .filter(case__contribution__state=ContributionState.HELD)
    )
    return sum(_close(decision) for decision in over.order_by("pk"))


def _close(decision):
    with transaction.atomic():
        case = locked_case(decision.case_id)
        if case.contribution.state != ContributionState.HELD or _was_edited(case):
            return False
        states.hide(contribution=case.contribution, by=None, case=case.pk)
    return True


def _was_edited(case):
    newer = case.contribution.revisions.filter(number__gt=case.revision.number)
    return newer.filter(state=RevisionState.PENDING).exists()
