"""Numbers of votes for pages; every number comes through Tally.readable_by."""

from proposals.enums import Choice
from proposals.models import Tally, Vote


def readable_tallies(user, contributions):
    """{contribution id: tally} of those this visitor may know."""
    return {t.pk: t for t in Tally.objects.readable_by(user).filter(pk__in=[c.pk for c in contributions])}


def own_choice(user, contribution):
    """agree, disagree, pass, or "" when the visitor has no standing vote."""
    vote = Vote.objects.standing().visible_to(user).filter(contribution=contribution).first()
    return Choice(vote.choice).word if vote else ""


def voters_of(contribution):
    """How many people voted, where everybody may know it; None while results are hidden.

    Even the bare number would tell a bystander how one more vote moved it.
    """
    return None
