"""Reads a table of the population: a category and how many people live here, a row each."""

from django.utils.translation import gettext as _

from .tables import Faults, read_table, refused

COLUMNS = ["category", "people"]
MOST_DIGITS = 10
LONGEST_CATEGORY = 80


def read_reference(name, content, known=None):
    """[[category, people], …] of a CSV or XLSX file with the columns category and people, in its order.

    known: {what a category may be called, in small letters: its value}; None takes any word. Raises
    Invalid with the row and column of each fault.
    """
    faults, found = Faults(), {}
    for row, cells in read_table(name, content, COLUMNS):
        category = _category(row, cells["category"], known, faults)
        people = _people(row, cells["people"], faults)
        if category in found:
            faults.add(row, "category", _("“%(name)s” stands there twice.") % {"name": cells["category"]})
        elif category is not None and people is not None:
            found[category] = people
    faults.raise_any()
    if len(found) < 2 or sum(found.values()) == 0:
        raise refused(_("Give at least two categories, and more than nobody in them."))
    return [[category, people] for category, people in found.items()]


def _category(row, typed, known, faults):
    if not typed:
        faults.add(row, "category", _("empty."))
    elif known is None:
        if len(typed) <= LONGEST_CATEGORY:
            return typed
        faults.add(row, "category", _("longer than 80 characters."))
    elif typed.casefold() in known:
        return known[typed.casefold()]
    else:
        words = {"name": typed[:80], "values": ", ".join(dict.fromkeys(known.values()))}
        faults.add(
            row,
            "category",
            _("“%(name)s” is no answer to this question. The answers are %(values)s.") % words,
        )
    return None


def _people(row, typed, faults):
    digits = "".join(typed.split())
    if not digits:
        faults.add(row, "people", _("empty."))
    elif not (digits.isascii() and digits.isdigit()):
        faults.add(
            row, "people", _("“%(typed)s” is not a whole number such as 12500.") % {"typed": typed[:40]}
        )
    elif len(digits) > MOST_DIGITS:
        faults.add(row, "people", _("larger than any population."))
    else:
        return int(digits)
    return None
