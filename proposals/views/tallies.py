"""Numbers of votes for pages; every number comes through Tally.readable_by."""

from proposals.models import Tally


def readable_tallies(user, contributions):
    """{contribution id: tally} of those this visitor may know."""
    return {t.pk: t for t in Tally.objects.readable_by(user).filter(pk__in=[c.pk for c in contributions])}


def readable_tally(user, contribution):
    """The tally of one contribution, or None while this visitor may not know it."""
    return readable_tallies(user, [contribution]).get(contribution.pk)
