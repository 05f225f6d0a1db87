"""Who sent what was received: people for themselves, and organisations."""

from collections import Counter

from .disclosure import held_back


def respondents_of(run, threshold):
    """[[kind, people or None, why it is held back]]; what they wrote about stands in the breakdowns."""
    rows = run.ledger.order_by().values_list("submission__participant_id", "submission__participant__kind")
    counts = Counter(kind for _person, kind in rows.distinct())
    held = held_back(counts, threshold)
    return [[key, None if key in held else counts[key], held.get(key, "")] for key in sorted(counts)]
