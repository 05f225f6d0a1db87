"""Handing over: what a guest was told, and said of an answer, once they turn out to be an account's owner."""

from proposals.themes.models import Outcome, Verdict

ONCE = {Verdict: "response_id", Outcome: "edition_id"}  # a person has one in each


def hand_over(*, participant, into):
    """Move them; where the account has its own, both stay as they are."""
    for model, each in ONCE.items():
        own = list(model.objects.filter(participant=into).values_list(each, flat=True))
        model.objects.filter(participant=participant).exclude(**{f"{each}__in": own}).update(participant=into)
