"""Forgetting: what moderation keeps in words of somebody who is erased, and all of a rehearsal."""

from django.db.models import Q

from consult.clock import now
from moderation.models import Appeal, Case, Decision, Flag, Reviewer, Screening, SecondReading
from proposals.enums import ContributionState

from .cases import close_cases


def scrub_participant(*, participant):
    """Empty the words of their reports and appeals, and facts that may quote their erased texts."""
    participant.flags.update(text="", user=None, receipt_digest="")
    participant.appeals.update(text="", scrubbed_at=now())
    erased = participant.contributions.filter(state=ContributionState.ERASED)
    for contribution in erased.filter(cases__isnull=False).distinct():
        close_cases(contribution=contribution)
    Screening.objects.filter(revision__contribution__in=erased).update(fingerprint="", grounds={})
    quoting = Q(case__contribution__in=erased)
    Decision.objects.filter(quoting).update(facts="", scrubbed_at=now())
    Flag.objects.filter(quoting).update(text="")
    SecondReading.objects.filter(quoting).update(question="", advice="", scrubbed_at=now())
    Case.objects.filter(contribution__in=erased).update(text_key="")
    Appeal.objects.filter(decision__case__contribution__in=erased).update(reasons="", scrubbed_at=now())


def clear_rehearsal(*, consultation):
    """Nothing of a rehearsal is kept, all of what came after is; the texts go after this."""
    if not consultation.in_rehearsal:
        return
    appeals = Appeal.objects.filter(consultation=consultation)
    appeals.update(reviewer=None, decided_by=None, decided_at=None, outcome="")
    Reviewer.objects.filter(appeal__in=appeals).delete()
    appeals.delete()
    Decision.objects.filter(consultation=consultation).delete()
    Flag.objects.filter(case__consultation=consultation).delete()
    Screening.objects.filter(consultation=consultation).delete()
    consultation.screening_models.all().delete()
    SecondReading.objects.filter(case__consultation=consultation).delete()
    Case.objects.filter(consultation=consultation).delete()
