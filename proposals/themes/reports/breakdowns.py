"""Themes by respondent type, channel, question and opinion group: counts, and which can be columns."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from proposals.themes.coding.estimation import BREAKDOWNS
from proposals.themes.coding.units import sorted_into, units_of

from .disclosure import held_back

OTHERS, POSTS = "others", "posts"
QUESTION = "question"


@dataclass
class Breakdown:
    """A way of parting the analysed submissions. `sizes`: {category: submissions} in print order; `merged`
    are the categories that stand under "others"; `counts`: {(theme, category): (submissions, people)}."""

    name: str
    sizes: dict
    merged: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    overlap: bool = False
    complete: bool = True


def breakdowns_of(run, themes, threshold, *, grouped=True):
    """[Breakdown] with two columns or more; themes: ids of those that are printed.

    Without `grouped`, none by opinion group: where the report names no groups.
    """
    units = units_of(run)
    placed = sorted_into(run)
    received = Counter(run.ledger.values_list("submission__channel", flat=True))
    found = []
    for name in BREAKDOWNS if grouped else [each for each in BREAKDOWNS if each != "group"]:
        memberships = [
            (unit, unit.categories[name], unit.all_texts) for unit in units if name in unit.categories
        ]
        known = received if name == "channel" else None
        sizes, people = _sizes(memberships)
        kept, merged = _columns(sizes, people, threshold, known)
        printed = {key: sizes[key] for key in kept}
        if merged:
            printed[OTHERS] = sum(sizes[key] for key in merged)
        found.append(Breakdown(name, printed, merged))
        _count(found[-1], memberships, placed, themes)
    found.append(_by_question(units, placed, themes, threshold))
    return [each for each in found if len(each.sizes) > 1]


def _by_question(units, placed, themes, threshold):
    """One submission answers several questions, so these overlap; too small ones are left out."""
    memberships = [
        (unit, POSTS if question is None else str(question), texts)
        for unit in units
        for question, texts in unit.texts.items()
    ]
    sizes, people = _sizes(memberships)
    kept = {key: n for key, n in sorted(sizes.items()) if min(n, people[key]) >= threshold}
    found = Breakdown(QUESTION, kept, overlap=True, complete=len(kept) == len(sizes))
    _count(found, [each for each in memberships if each[1] in kept], placed, themes)
    return found


def _sizes(memberships):
    people = defaultdict(set)
    sizes: Counter = Counter()
    for unit, category, _texts in memberships:
        sizes[category] += 1
        people[category].add(unit.participant)
    return sizes, {key: len(who) for key, who in people.items()}


def _columns(sizes, people, threshold, received=None):
    """(categories that stand alone, those under "others"): no column is too small to print, nor what a column
    lacks of the number received."""
    held = held_back(received, threshold) if received is not None else {}

    def too_small(keys):
        total, who = sum(sizes[key] for key in keys), sum(people[key] for key in keys)
        lost = sum(received[key] for key in keys) - total if received is not None else 0
        return min(total, who) < threshold or 0 < lost < threshold

    merged = [key for key in sizes if too_small([key]) or key in held]
    kept = sorted((key for key in sizes if key not in merged), key=lambda key: (sizes[key], key))
    while kept and merged and (len(merged) == 1 or too_small(merged)):
        merged.append(kept.pop(0))
    return (sorted(kept), sorted(merged)) if kept else ([], [])


def _count(breakdown, memberships, placed, themes):
    found = defaultdict(lambda: (set(), set()))
    for unit, category, texts in memberships:
        column = OTHERS if category in breakdown.merged else category
        for theme in frozenset().union(*(placed.get(text, ()) for text in texts)):
            submissions, people = found[theme, column]
            submissions.add(unit.key)
            people.add(unit.participant)
    breakdown.counts = {
        (theme, column): tuple(map(len, found.get((theme, column), ((), ()))))
        for theme in themes
        for column in breakdown.sizes
    }
