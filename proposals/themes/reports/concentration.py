"""How far a few people did most of the posting and voting."""

from collections import Counter
from math import ceil

from proposals.themes.clustering import gini, top_share

PLACES = 10_000
TOP = 100  # one person in so many


def concentration_of(run, threshold):
    """{"posts": figures, "votes": figures or None}, in ten-thousandths; None also where too few took part."""
    sent = Counter(run.ledger.values_list("submission__participant_id", flat=True))
    opinion = getattr(run, "opinion", None)
    cast = opinion.activity if opinion else {}
    votes = [int(n) for n, people in cast.items() for _each in range(people)]
    return {"posts": _figures(list(sent.values()), threshold), "votes": _figures(votes, threshold)}


def _figures(counts, threshold):
    """The most active one per cent are named only when they are enough people."""
    if len(counts) < max(threshold, 2):
        return None
    top = ceil(len(counts) / TOP)
    shown = top >= threshold
    return {
        "people": len(counts),
        "gini": round(gini(counts) * PLACES),
        "top_people": top if shown else None,
        "top_share": round(top_share(counts, 1 / TOP) * PLACES) if shown else None,
    }
