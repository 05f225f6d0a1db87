"""Numbers of votes for pages; every number comes through Tally.readable_by."""

from consult.compiled import compiled
from proposals.models import Tally


def readable_tallies(user, contributions):
    """{contribution id: tally} of those this visitor may know."""
    numbers = [contribution.pk for contribution in contributions]
    return {tally.pk: tally for tally in _readable(user=user, numbers=numbers)}


def readable_tally(user, contribution):
    """The tally of one contribution, or None while this visitor may not know it."""
    return readable_tallies(user, [contribution]).get(contribution.pk)


@compiled
def _readable(user, numbers):
    return Tally.objects.readable_by(user).filter(pk__in=numbers)
