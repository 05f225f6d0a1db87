"""Handing over: what a guest was told, and said of an answer, once they turn out to have an account."""

from proposals.themes.models import Outcome, Verdict


def hand_over(*, participant, into):
    """Move them; where the account has its own, of which a person has one, both stay as they are."""
    answered = list(Verdict.objects.filter(participant=into).values_list("response_id", flat=True))
    Verdict.objects.filter(participant=participant).exclude(response__in=answered).update(participant=into)
    told = list(Outcome.objects.filter(participant=into).values_list("edition_id", flat=True))
    Outcome.objects.filter(participant=participant).exclude(edition__in=told).update(participant=into)
