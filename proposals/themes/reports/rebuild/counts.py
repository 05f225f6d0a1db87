"""What was received and where it went, counted again from the rows."""

from collections import Counter
from fractions import Fraction
from math import ceil

from proposals.themes.enums import Place
from proposals.themes.reports.disclosure import UNDER

from . import recomputes

TOP, PLACES = 100, 10_000


@recomputes("received", "submissions")
def received(bundle):
    return len(bundle["inputs"]["submissions"])


@recomputes("ledger", "submissions")
def ledger(bundle):
    counts = Counter(place for _submission, _person, place in bundle["inputs"]["submissions"])
    return [[place.value, counts[place.value]] for place in Place]


@recomputes("analysed", "submissions")
def analysed(bundle):
    return sum(number for place, number in ledger(bundle) if place in Place.analysed())


@recomputes("people", "submissions")
def people(bundle):
    return len({person for _submission, person, _place in bundle["inputs"]["submissions"]})


@recomputes("learnt", "learnt")
def learnt(bundle):
    stated = bundle["learnt"]
    if not stated or stated["submissions"] is None:
        return stated
    return {**stated, "submissions": len(bundle["inputs"]["learnt"])}


@recomputes("channels", "channels")
def channels(bundle):
    return _cells(bundle, "channels", received(bundle))


@recomputes("respondents", "respondents")
def respondents(bundle):
    return _cells(bundle, "respondents", people(bundle))


@recomputes("withheld", "withheld")
def withheld(bundle):
    return _cells(bundle, "withheld", dict(ledger(bundle))[Place.WITHHELD])


def _cells(bundle, part, total):
    """The cells as counted; the last one takes what is missing when they do not add up to the total."""
    counts = dict(bundle["inputs"][part])
    cells = [
        [key, None, held]
        if held
        else [key, counts.get(key, 0), small(counts.get(key, 0), bundle["threshold"])]
        for key, _number, held in bundle[part]
    ]
    if sum(counts.values()) != total:
        cells.append(["", total - sum(counts.values()), "missing"])
    return cells


def small(number, threshold):
    """Why a number must not be printed, or "": so one that is printed all the same is named."""
    return UNDER if 0 < number < threshold else ""


@recomputes("concentration", "submissions")
def concentration(bundle):
    """That of contributions, and that of votes by how many votes people cast."""
    sent = Counter(person for _submission, person, _place in bundle["inputs"]["submissions"])
    again = {**bundle["concentration"], "posts": _figures(sorted(sent.values()), bundle["threshold"])}
    if cast := bundle["inputs"].get("votes_cast"):
        counts = [votes for votes, people in sorted(cast) for _each in range(people)]
        again["votes"] = _figures(counts, bundle["threshold"])
    return again


def _figures(counts, threshold):
    """Gini coefficient over the ordered counts, sum((2i - n - 1) x_i) / (n sum x), as an exact fraction."""
    n, total = len(counts), sum(counts)
    if n < max(threshold, 2):
        return None
    weighted = sum((2 * i - n - 1) * count for i, count in enumerate(counts, start=1))
    top = ceil(n / TOP)
    shown = top >= threshold
    return {
        "people": n,
        "gini": round(Fraction(weighted, n * total) * PLACES),
        "top_people": top if shown else None,
        "top_share": round(Fraction(sum(counts[-top:]), total) * PLACES) if shown else None,
    }
