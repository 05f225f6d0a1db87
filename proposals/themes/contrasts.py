"""The quotes of a theme that say otherwise than its central ones, and which of them an analyst has read."""

import hashlib
import json
from functools import reduce
from operator import or_

from django.db.models import Q

from proposals.enums import Stance

from .enums import ThemeState
from .manifest import digest_of_text
from .models import ThemeAssignment

QUOTES = 5
WITH = ("contribution__submission", "contribution__shown_revision")
STANDING = frozenset(ThemeState.standing())


def contrasts_of(texts, theme):
    """The passages of a theme that say otherwise, of those texts, which somebody may read.

    They are of the smaller side where people took one, else the least typical ones; those of its sub-themes
    are its own, as they are counted.
    """
    return list(_candidates(texts, theme).select_related(*WITH)[:QUOTES])


def _candidates(texts, theme):
    """Its passages that say otherwise, those first that are shown first."""
    side = smaller_side(theme)
    rows = ThemeAssignment.objects.counted().filter(_counted_in(theme), quote_hidden=False)
    rows = rows.filter(contribution__in=texts.values("pk"))
    if side:
        return rows.filter(contribution__stance=side).order_by("-confidence", "pk")
    return rows.filter(central_rank=None).order_by("confidence", "pk")


def _counted_in(theme):
    return Q(theme=theme.pk) | Q(theme__parent=theme.pk, theme__state__in=STANDING)


def smaller_side(theme):
    """The stance that fewer in a theme take, or "" where all who take one take the same."""
    number, side = min((theme.stance_for, Stance.FOR.value), (theme.stance_against, Stance.AGAINST.value))
    return side if number else ""


def identity(row):
    """What makes a quote the one that somebody read: its place, and the words of its text."""
    return [row.contribution_id, row.start, row.end, digest_of_text(row.contribution)]


def fingerprint(rows):
    """One word for these quotes, by which a form says what stood on its page."""
    return hashlib.sha256(json.dumps(sorted(map(identity, rows))).encode()).hexdigest()


def reading_of(theme):
    """Who read its contrasting quotes last, or None."""
    return getattr(theme, "contrast_reading", None)


def unread_in(theme, rows):
    """How many of these quotes nobody has read as they stand."""
    reading = reading_of(theme)
    return sum(reading is None or identity(row) not in reading.quotes for row in rows)


def unread(texts, themes):
    """{theme: how many of its contrasting quotes nobody has read}, without those that have all been read.

    One query, in which each theme asks for its own few.
    """
    few = [Q(pk__in=_candidates(texts, theme).values("pk")[:QUOTES]) for theme in themes]
    rows = ThemeAssignment.objects.filter(reduce(or_, few)).select_related("theme", *WITH) if few else []
    numbers = {theme: unread_in(theme, _first(rows, theme)) for theme in themes}
    return {theme: number for theme, number in numbers.items() if number}


def _first(rows, theme):
    """Those of one theme, out of the few of all themes."""
    side = smaller_side(theme)
    own = [row for row in rows if _is_counted_in(row, theme) and _says_otherwise(row, side)]
    return sorted(own, key=lambda row: (-row.confidence if side else row.confidence, row.pk))[:QUOTES]


def _is_counted_in(row, theme):
    return row.theme_id == theme.pk or (row.theme.parent_id == theme.pk and row.theme.state in STANDING)


def _says_otherwise(row, side):
    return row.contribution.stance == side if side else row.central_rank is None
