"""The rows of people's coding that a bundle carries: sorted, by theme or cell, so that no text can be
followed from one theme to the next.
"""

from proposals.themes.models import Estimates

from .agreement import agreement_rows
from .breakdowns import breakdowns_of
from .inputs import carries


def _evidence(run, bundle):
    """What the estimates were made of, or nothing where the findings print none."""
    if bundle["estimates"] is None:
        return {"coded": [], "themes": {}, "by": {}}
    return Estimates.objects.get(run=run).evidence


@carries("coded")
def coded(run, bundle, numbers):
    """[[texts judged by two, 1 where no theme fits]], a row for each coded submission.

    Of no theme only where the findings print how many those are.
    """
    told = bundle["estimates"] and bundle["estimates"]["none"] is not None
    return sorted(
        [double, int(none and told)] for double, none in numbers.once(_evidence, run, bundle)["coded"]
    )


@carries("codings")
def codings(run, bundle, numbers):
    """[[theme, submissions not coded, the software's mean prediction for these, its predictions for the coded
    ones in the theme, for the others]] of themes whose share is printed, in ten-thousandths."""
    found = numbers.once(_evidence, run, bundle)["themes"]
    printed = (bundle["estimates"] or {"themes": []})["themes"]
    return [[pk, *found[str(pk)]] for pk, share, *_ends in printed if share is not None]


@carries("codings_by")
def codings_by(run, bundle, numbers):
    """[[breakdown, category, theme, …]]: the same of each cell whose share is printed."""
    found = numbers.once(_evidence, run, bundle)["by"]
    return [
        [table["by"], key, pk, *found[table["by"]][key][str(pk)]]
        for table in bundle["breakdowns"]
        for pk, cells in table["themes"]
        for (key, *_size), cell in zip(table["columns"], cells, strict=True)
        if cell[2] is not None
    ]


@carries("columns")
def columns(run, bundle, numbers):
    """[[breakdown, category, submissions, coded ones or None]]."""
    known = {
        (table["by"], key): coded for table in bundle["breakdowns"] for key, _size, coded in table["columns"]
    }
    return [
        [each.name, key, size, known.get((each.name, key))]
        for each in numbers.once(_breakdowns, run, bundle)
        for key, size in each.sizes.items()
    ]


@carries("cells")
def cells(run, bundle, numbers):
    """[[breakdown, category, theme, submissions]], those held back of a theme together under the empty name.

    Where the parts overlap these are left out: there they do not follow from the others.
    """
    held = {
        (table["by"], key, pk): cell[1]
        for table in bundle["breakdowns"]
        for pk, row in table["themes"]
        for (key, *_size), cell in zip(table["columns"], row, strict=True)
    }
    shown = [each["id"] for each in bundle["themes"] if not each["held_back"]]
    found: dict = {}
    for each in numbers.once(_breakdowns, run, bundle):
        for pk in shown:
            for key in each.sizes:
                name = "" if held[each.name, key, pk] else key
                if name or not each.overlap:
                    at = (each.name, name, pk)
                    found[at] = found.get(at, 0) + each.counts[pk, key][0]
    return sorted([*at, number] for at, number in found.items())


def _breakdowns(run, bundle):
    themes = [each["id"] for each in bundle["themes"]]
    return breakdowns_of(run, themes, bundle["threshold"], grouped=bool(bundle["opinion"]))


@carries("agreement")
def agreement(run, bundle, numbers):
    """The judgements of both coders as counts, as `agreement_rows` says; None without two coders."""
    shown = [each["id"] for each in bundle["themes"] if not each["held_back"]]
    return agreement_rows(run, shown, bundle["threshold"])
