"""The one disclosure plan of an edition: what is held back in every table, file, answer and quote of it."""

from dataclasses import dataclass

from .suppression import HIDDEN, UNDER, Cells, Sum, suppress

SCALE = 10_000


@dataclass
class Plan:
    """What is held back. `held`: {("theme", id) or (breakdown, category, id): "under" | "hidden"}."""

    held: dict
    cells: Cells

    def of_theme(self, theme):
        return self.held.get(("theme", theme), "")

    def of_cell(self, breakdown, category, theme):
        return self.held.get((breakdown, category, theme), "")


def plan_of(themes, breakdowns, *, analysed, in_themes, threshold, shares=None, secondary=True):
    """The plan for [(id, parent id, submissions, people)] and [Breakdown].

    analysed, in_themes: submissions, as the ledger prints them. shares: the estimates of the coded sample, so
    that what they make of a cell is no more given away than its count; None without any.
    """
    counts, people, most = _counted(themes, breakdowns, in_themes)
    sums = [*_sums_of_themes(themes, in_themes), *_sums_of_cells(themes, breakdowns)]
    cells = Cells(counts, most, sums)
    estimated = _estimated(counts, breakdowns, shares, analysed)
    primary = {}
    for key, n in counts.items():
        if reason := _primary(key, n, people[key], most[key], estimated.get(key), threshold):
            primary[key] = reason
    families = [cells]
    if shares and shares["coded"] == shares["population"]:
        families.append(Cells({**counts, **estimated}, most, _of_everything_coded(sums, shares)))
    return Plan(suppress(families, primary, threshold, secondary=secondary), cells)


def _counted(themes, breakdowns, in_themes):
    """Three dictionaries by key: submissions, people, and what submissions are at most."""
    counts = {("theme", pk): n for pk, _parent, n, _people in themes}
    people = {("theme", pk): who for pk, _parent, _n, who in themes}
    most = dict.fromkeys(counts, in_themes)
    for each in breakdowns:
        for (theme, category), (n, who) in each.counts.items():
            key = (each.name, category, theme)
            counts[key], people[key], most[key] = n, who, each.sizes[category]
    return counts, people, most


def _primary(key, n, people, whole, estimated, threshold):
    """Too few people in a cell, or too few of a part outside it, as sorted or as estimated.

    Over all parts it gives nobody away that all but a few are in a theme: the ledger prints the others.
    """

    def few_others(number):
        return key[0] != "theme" and 0 < whole - number < threshold

    if 0 < min(n, people) < threshold:
        return UNDER
    if few_others(n) or (estimated is not None and (0 < estimated < threshold or few_others(estimated))):
        return HIDDEN
    return ""


def _sums_of_themes(themes, in_themes):
    """Everything in a theme is in one that stands on top; what is in a sub-theme is in its theme."""
    printed = {pk for pk, _parent, _n, _people in themes}
    top = tuple(("theme", pk) for pk, parent, _n, _people in themes if parent not in printed)
    if top:
        yield Sum(in_themes, top, overlap=True)
    for pk in printed:
        below = tuple(("theme", child) for child, parent, _n, _people in themes if parent == pk)
        if below:
            yield Sum(("theme", pk), below, rest=True)


def _sums_of_cells(themes, breakdowns):
    for each in breakdowns:
        for pk, _parent, _n, _people in themes:
            parts = tuple((each.name, category, pk) for category in each.sizes)
            yield Sum(("theme", pk), parts, overlap=each.overlap, rest=not each.complete)
        yield from _sums_below(themes, each)


def _sums_below(themes, breakdown):
    """In every part, too, what is in a sub-theme is in its theme."""
    for pk, parent, _n, _people in themes:
        for category in breakdown.sizes if parent else ():
            whole, part = (breakdown.name, category, parent), (breakdown.name, category, pk)
            yield Sum(whole, (part,), rest=True)


def _estimated(counts, breakdowns, shares, analysed):
    """{key: submissions by the estimate} of the cells that have one."""
    if not shares:
        return {}
    found = {key: _number(shares["themes"], key[1], analysed) for key in counts if key[0] == "theme"}
    for each in breakdowns:
        for theme, category in each.counts:
            part = shares["by"].get(each.name, {}).get(category, {"themes": {}})
            found[each.name, category, theme] = _number(part["themes"], theme, each.sizes[category])
    return {key: n for key, n in found.items() if n is not None}


def _number(estimates, theme, whole):
    figures = estimates.get(str(theme))
    return None if figures is None else round(figures[0] * whole / SCALE)


def _of_everything_coded(sums, shares):
    """Where every submission was coded the estimates are counts: their whole is what has any theme."""
    whole = shares["coded"] - shares["none"]
    return [
        Sum(whole, each.parts, each.overlap, each.rest) if isinstance(each.whole, int) else each
        for each in sums
    ]


def parts_of_stance(theme, held, threshold):
    """The stance split, or None: where a part, or the part that takes none, is too small to print."""
    parts = {"for": theme.stance_for, "against": theme.stance_against, "neutral": theme.stance_neutral}
    silent = max(0, theme.submissions - sum(parts.values()))
    small = any(0 < n < threshold for n in (*parts.values(), silent))
    return None if held or small or not any(parts.values()) else parts
