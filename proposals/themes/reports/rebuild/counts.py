"""What was received and where it went, counted again from the rows."""

from collections import Counter
from fractions import Fraction
from math import ceil

from proposals.themes.enums import Place

from . import recomputes

TOP, PLACES = 100, 10_000


@recomputes("received")
def received(bundle):
    return len(bundle["inputs"]["submissions"])


@recomputes("ledger")
def ledger(bundle):
    counts = Counter(place for _submission, _person, place in bundle["inputs"]["submissions"])
    return [[place.value, counts[place.value]] for place in Place]


@recomputes("analysed")
def analysed(bundle):
    return sum(number for place, number in ledger(bundle) if place in Place.analysed())


@recomputes("people")
def people(bundle):
    return len({person for _submission, person, _place in bundle["inputs"]["submissions"]})


@recomputes("channels")
def channels(bundle):
    return _cells(bundle, "channels", received(bundle))


@recomputes("respondents")
def respondents(bundle):
    return _cells(bundle, "respondents", people(bundle))


@recomputes("withheld")
def withheld(bundle):
    return _cells(bundle, "withheld", dict(ledger(bundle))[Place.WITHHELD])


def _cells(bundle, part, total):
    """The cells as counted; the last one takes what is missing when they do not add up to the total."""
    counts = dict(bundle["inputs"][part])
    cells = [[key, None if held else counts.get(key, 0), held] for key, _number, held in bundle[part]]
    if sum(counts.values()) != total:
        cells.append(["", total - sum(counts.values()), "missing"])
    return cells


@recomputes("concentration")
def concentration(bundle):
    """That of contributions; that of votes is carried as it is, since votes are not in the file."""
    sent = Counter(person for _submission, person, _place in bundle["inputs"]["submissions"])
    return {**bundle["concentration"], "posts": _figures(sorted(sent.values()), bundle["threshold"])}


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
