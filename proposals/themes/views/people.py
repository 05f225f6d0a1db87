"""What the report prints of groups and people: themes that bridge, divide or are loud; who is missing."""

from dataclasses import dataclass
from itertools import zip_longest

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.themes.reports.disclosure import UNDER
from proposals.themes.reports.people import opinion_themes, people_of

STANDS = {
    "bridges": gettext_lazy("Bridges the groups"),
    "divides": gettext_lazy("Divides the groups"),
    "neither": gettext_lazy("Neither"),
}
ROW, TOP = 9, 8  # heights in the drawing of one theme, and of the axis above them
NEAR = 6  # per cents within which two letters would lie on each other


@dataclass
class Row:
    """A theme in the drawing, whose axis is 0 to 100: height, ends, and (letter, x, below) of each group."""

    number: int
    y: int
    low: int
    high: int
    marks: list


def people_context(found):
    """Everything the sections on groups and people print."""
    themes = opinion_themes(found)
    coverages, weighing = people_of(found)
    letters = [group["letter"] for group in found.bundle["opinion"]["groups"]] if found.readable else []
    voted = [each for each in themes if each.shares]
    slug = found.report.consultation.slug
    return {
        "opinion_rows": [
            _theme_row(number, each, letters, slug) for number, each in enumerate(_in_order(themes), 1)
        ],
        "opinion_letters": letters,
        "opinion_drawing": _drawing([each for each in _in_order(themes) if each.shares], letters),
        "opinion_voted": len(voted),
        "coverages": [coverage_rows(each, found.bundle["threshold"]) for each in coverages],
        "weighing": weighing,
    }


def _in_order(themes):
    """Those that bridge first, then those that divide, then the rest voted on, then by how much was sent."""
    order = {"bridges": 0, "divides": 1, "neither": 2, "": 3}
    return sorted(themes, key=lambda each: (order[each.stand], -(each.frozen["sent"] or 0)))


def _theme_row(number, each, letters, slug):
    return {
        "number": number,
        "name": each.theme.name,
        "url": reverse("report_theme", args=[slug, each.theme.pk]),
        "stand": each.stand,
        "word": STANDS.get(each.stand, _("Not voted on")),
        "loud": each.only_loud,
        "groups": list(zip_longest(letters, each.shares)),
        "texts": each.frozen["sent"],
        "people": each.frozen["people"],
        "campaigns": each.frozen["campaigns"],
        "voices": each.voices,
    }


def _drawing(voted, letters):
    """{height, bottom, rows} of the themes that were voted on, numbered as in the table; or None."""
    if not voted:
        return None
    rows = [
        Row(number, TOP + ROW * number - ROW // 2, min(each.shares), max(each.shares), _marks(each, letters))
        for number, each in enumerate(voted, 1)
    ]
    return {"height": TOP + ROW * len(rows) + 2, "bottom": TOP + ROW * len(rows), "rows": rows}


def _marks(each, letters):
    """(letter, share, whether the letter stands below its mark, since another one is near)."""
    marks, last, below = [], None, False
    for share, letter in sorted(zip(each.shares, letters, strict=True)):
        below = last is not None and share - last < NEAR and not below
        marks.append((letter, share, below))
        last = share
    return marks


def coverage_rows(each, threshold):
    """One coverage as its section prints it."""
    words = {UNDER: _("under %(n)d") % {"n": threshold}, "hidden": _("hidden")}
    return {
        "id": each.frozen["table"],
        "title": each.title,
        "source": each.source,
        "answered": each.frozen["answered"],
        "too_few": each.too_few,
        "silent": [row.name for row in each.silent],
        "rows": [(row, words.get(row.held, "")) for row in each.rows],
    }
