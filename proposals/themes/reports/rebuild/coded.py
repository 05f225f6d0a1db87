"""Estimates, breakdowns and agreement again, from the codings and the software's predictions."""

from collections import defaultdict

from proposals.themes.clustering.exact import share_of
from proposals.themes.reports import agreement as agreements

from . import recomputes
from .counts import analysed, small

NOTHING = [None, None, None]


@recomputes("estimates", "coded", "codings")
def estimates(bundle):
    """How the sample was drawn is carried as it is; everything counted and estimated is made again."""
    stated, coded = bundle["estimates"], bundle["inputs"]["coded"]
    if stated is None:
        return None
    found = {theme: figures_of(rest, stated["coders"]) for theme, *rest in bundle["inputs"]["codings"]}
    none = sum(none for _double, none in coded)
    return {
        **stated,
        "population": analysed(bundle),
        "coded": len(coded),
        "double": sum(double for double, _none in coded),
        "none": stated["none"] and none,
        "themes": [[theme, *found.get(theme, NOTHING)] for theme, *_figures in stated["themes"]],
    }


def figures_of(evidence, coders):
    """[share, low, high] of a theme; one coder alone gives no interval."""
    uncoded, elsewhere, inside, outside = evidence
    share, low, high = share_of(inside, outside, elsewhere, uncoded)
    return [share, low, high] if coders > 1 else [share, None, None]


@recomputes("breakdowns", "columns", "cells", "codings_by")
def breakdowns(bundle):
    return [_table(bundle, each) for each in bundle["breakdowns"]]


def _table(bundle, stated):
    by, inputs = stated["by"], bundle["inputs"]
    columns = [rest for name, *rest in inputs["columns"] if name == by]
    counts = {tuple(at): number for name, *at, number in inputs["cells"] if name == by}
    coders = (bundle["estimates"] or {"coders": 1})["coders"]
    figures = {
        (key, theme): figures_of(rest, coders)
        for name, key, theme, *rest in inputs["codings_by"]
        if name == by
    }
    keys = [key for key, _size, _coded in stated["columns"]]
    least = bundle["threshold"]
    rows = [[theme, _row(theme, keys, cells, counts, figures, least)] for theme, cells in stated["themes"]]
    return {**stated, "columns": columns, "themes": rows + _missing(bundle, by, columns, counts)}


def _row(theme, keys, cells, counts, figures, threshold):
    """What is held back stays so; every other cell is counted and estimated again."""
    return [
        [
            None if cell[1] else counts.get((key, theme), 0),
            cell[1] or small(counts.get((key, theme), 0), threshold),
            *(figures.get((key, theme), NOTHING)),
        ]
        for key, cell in zip(keys, cells, strict=True)
    ]


def _missing(bundle, by, columns, counts):
    """What the parts lack of their whole, as rows no table has, where they have to add up to it."""
    if by == "question":
        return []
    wholes = {each["id"]: each["submissions"] for each in bundle["themes"] if not each["held_back"]}
    sums: dict = defaultdict(int)
    for (_key, theme), number in counts.items():
        sums[theme] += number
    lacking = [[theme, whole - sums[theme]] for theme, whole in wholes.items() if whole != sums[theme]]
    together = sum(size for _key, size, _coded in columns)
    return lacking + ([["", analysed(bundle) - together]] if together != analysed(bundle) else [])


@recomputes("agreement", "agreement")
def agreement(bundle):
    listed = [each["id"] for each in bundle["themes"]]
    return agreements.agreement_of(bundle["inputs"]["agreement"], listed, bundle["threshold"])
