"""Who took part against who lives here: shares beside shares, silent groups, small numbers held back."""

from collections import Counter

from proposals.models import Answer, Participant
from proposals.themes.clustering.representation import is_silent
from proposals.themes.enums import Place
from proposals.themes.models import ReferenceTable

from .disclosure import UNDER, held_back

FEWEST_FOR_SHARES = 30
NOT_COUNTED = [Place.WITHDRAWN, Place.ERASED]


def coverage_of(run, threshold):
    """One entry a reference table in use: {table, question, people, answered, cells, silent}.

    cells: [category, people here, how many took part or None, "" or why it is held back]; answered: how many
    took part and said which they are, None when that is held back, too.
    """
    return [
        _coverage(table, Counter(kinds_of(run, table).values()), threshold)
        for table in reference_tables(run.consultation)
    ]


def reference_tables(consultation):
    return list(ReferenceTable.objects.in_use().filter(consultation=consultation).select_related("question"))


def kinds_of(run, table):
    """{participant id: category} of those who sent something of this run and said what the table asks."""
    lines = run.ledger.exclude(place__in=NOT_COUNTED)
    known = {category for category, _people in table.rows}
    if table.question_id is None:
        people = Participant.objects.filter(pk__in=lines.values("submission__participant_id"))
        said = people.values_list("pk", "respondent_type")
    else:
        answers = Answer.objects.filter(
            question=table.question_id, submission__in=lines.values("submission_id")
        )
        rows = answers.order_by("submission__received_at", "pk")
        said = (
            (person, values[0])
            for person, values in rows.values_list("submission__participant_id", "values")
            if values
        )
    return {person: kind for person, kind in said if kind in known}


def _coverage(table, counted, threshold):
    counts = {category: counted[category] for category, _people in table.rows}
    answered = sum(counts.values())
    held = _held(counts, threshold)
    all_held = held is None
    cells = [
        [category, people, None, UNDER if all_held else held[category]]
        if all_held or category in held
        else [category, people, counts[category], ""]
        for category, people in table.rows
    ]
    found = {
        "table": table.pk,
        "question": table.question.key if table.question_id else None,
        "people": table.population,
        "answered": None if all_held else answered,
        "cells": cells,
    }
    return {**found, "silent": silent_groups(found, threshold)}


def silent_groups(coverage, threshold):
    """The categories heard too little, worked out from nothing but what is printed.

    Of a number held back as small only its largest value is known, and used; one hidden beside it is not
    judged.
    """
    answered = coverage["answered"]
    if answered is None or answered < FEWEST_FOR_SHARES:
        return []
    silent = []
    for category, people, received, held in coverage["cells"]:
        most = threshold - 1 if held == UNDER else received
        if most is not None and is_silent(min(most, answered), answered, people, coverage["people"]):
            silent.append(category)
    return silent


def _held(counts, threshold):
    """{category: why} so that no small number follows from the printed ones; None: print none at all."""
    held = dict(held_back(counts, threshold))
    while held and _follows(counts, held, threshold):
        rest = [(n, str(key), key) for key, n in counts.items() if n and key not in held]
        if not rest:
            return None
        held[min(rest)[2]] = "hidden"
    return held


def _follows(counts, held, threshold):
    """Whether the sum of the held cells leaves one of the small ones a single value."""
    total = sum(counts[key] for key in held)
    small = [key for key, why in held.items() if why == UNDER]
    lows = {key: 1 if key in small else threshold for key in held}
    highs = {key: threshold - 1 if key in small else total for key in held}
    for key in small:
        low = max(lows[key], total - sum(highs[k] for k in held if k != key))
        high = min(highs[key], total - sum(lows[k] for k in held if k != key))
        if low >= high:
            return True
    return False
