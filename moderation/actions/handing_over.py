"""Handing over: reports, appeals and what software noted of a guest who turns out to have an account."""

from moderation.models import Screening


def hand_over(*, participant, into):
    """Move them; a report on what the account reported itself stays as it is, each keeps its receipt."""
    reported = into.flags.values("case_id")
    participant.flags.exclude(case__in=list(reported.values_list("case_id", flat=True))).update(
        participant=into
    )
    participant.appeals.update(appellant=into)
    Screening.objects.filter(participant=participant).update(participant=into)
