"""The passages of a run that an address asks for, in pages by key, as staff may read them."""

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Q

from proposals.enums import ParticipantKind
from proposals.themes.enums import AssignedBy, Place, ThemeState
from proposals.themes.models import LedgerLine, SampledText, Theme, ThemeAssignment

PAGE = 15
KEPT_SECONDS, KEPT_NUMBER = 600, 60
UNCERTAIN, IN_THEME, ALL = "uncertain", "theme", "all"
SHOWN = (UNCERTAIN, IN_THEME, ALL)
FILTERS = ("q", "placed", "stance", "question", "channel", "respondent", "language", "confidence")
# Margins below .05 are unsure, from .2 on nineteen in twenty are right (docs/algorithms.md).
CONFIDENCES = {"low": (0, 1000), "middle": (1000, 2000), "high": (2000, 10_001)}
NONE_SAID = "none"
MOST = 10_000  # passages that one bulk edit takes


@dataclass(frozen=True)
class Wanted:
    """What a list shows: which passages of the run, narrowed by filters, from which key on."""

    show: str = UNCERTAIN
    filters: dict = field(default_factory=dict)
    after: tuple = ()

    @classmethod
    def from_query(cls, query):
        show = query.get("show")
        filters = {name: query[name].strip()[:200] for name in FILTERS if query.get(name, "").strip()}
        default = ALL if "q" in filters else UNCERTAIN
        return cls(show if show in SHOWN else default, filters, _key(query.get("after", "")))

    @property
    def is_narrowed(self):
        return bool(self.filters)

    @property
    def query(self):
        """The address without the place in the list, to be kept and shared."""
        return urlencode({"show": self.show, **self.filters})

    def query_of(self, **others):
        return urlencode({"show": self.show, **self.filters, **others})


@dataclass
class PassagePage:
    """[(assignment, its words)], how many match in all, and the key after the last one."""

    rows: list
    number: int
    after: str = ""


def _key(typed):
    parts = typed.split(".")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts):
        return tuple(min(int(part), 2**62) for part in parts)
    return ()


def matching(texts, run, theme, wanted):
    """The passages that match, least certain first; `texts`: those that staff may read now, no others."""
    rows = ThemeAssignment.objects.filter(run=run)
    if wanted.show == IN_THEME:
        rows = rows.filter(theme=theme)
    elif wanted.show == UNCERTAIN:
        rows = rows.filter(sure=False, theme__state__in=ThemeState.standing())
    rows = rows.filter(contribution__in=texts.values("pk"))
    for name, value in wanted.filters.items():
        rows = rows.filter(_narrowings()[name](run, value))
    return rows.order_by("confidence", "pk")


def page_of(texts, run, theme, wanted, kept=""):
    """A part of the list; the number that match in all is counted where the list does not end here.

    kept: what the number holds for, a person and an edit; by it the number is kept for a minute.
    """
    matches = matching(texts, run, theme, wanted)
    rows = matches
    if wanted.after:
        confidence, pk = wanted.after
        rows = rows.filter(Q(confidence__gt=confidence) | Q(confidence=confidence, pk__gt=pk))
    rows = list(rows.select_related("theme", "contribution__submission")[: PAGE + 1])
    shown, more = rows[:PAGE], len(rows) > PAGE
    number = (
        _number_of(matches, f"match:{theme.pk}:{kept}:{wanted.query}") if more or wanted.after else len(rows)
    )
    after = f"{shown[-1].confidence}.{shown[-1].pk}" if more else ""
    return PassagePage([(row, words_of(row)) for row in shown], number, after)


def _number_of(matches, key):
    key = hashlib.sha256(key.encode()).hexdigest()  # an address may hold what no cache takes as a key
    return cache.get_or_set(key, matches.count, KEPT_NUMBER)


def words_of(assignment):
    text = assignment.contribution
    return assignment.passage(text.public_text) or text.title


def counted_in(theme):
    """What counts in a theme: its own passages and those of its standing sub-themes."""
    below = Q(parent=theme.pk, state__in=ThemeState.standing())
    themes = Theme.objects.filter(Q(pk=theme.pk) | below)
    return ThemeAssignment.objects.counted().filter(theme__in=themes.order_by().values("pk"))


def counted_words(texts, theme):
    """[(word, how many of the theme's texts say it)] of the words that mark it; kept a while."""
    if not theme.keywords:
        return []
    key = f"words:{theme.pk}:{theme.version}:{theme.submissions}"
    found = cache.get(key)
    if found is None:
        said = counted_in(theme).values("contribution_id")
        rows = texts.filter(pk__in=said).values_list("title", "public_text")[:MOST]
        words = [f"{title} {text}".casefold() for title, text in rows]
        found = [(word, _texts_saying(word, words)) for word in theme.keywords]
        cache.set(key, found, KEPT_SECONDS)
    return found


def _texts_saying(word, texts):
    """Whole words, each of a phrase anywhere in the text."""
    parts = [re.compile(rf"\b{re.escape(part)}") for part in word.casefold().split()]
    return sum(all(part.search(text) for part in parts) for text in texts)


def _narrowings():
    return {
        "q": _words,
        "placed": _placed,
        "stance": lambda run, value: Q(contribution__stance="" if value == NONE_SAID else value),
        "question": lambda run, value: Q(contribution__question=_number(value)),
        "channel": lambda run, value: Q(contribution__submission__channel=value),
        "respondent": _respondent,
        "language": lambda run, value: Q(contribution__language=value),
        "confidence": _confidence,
    }


def _number(value):
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def _words(run, value):
    """Each word somewhere in the text; a number finds the text of that number too."""
    found = Q()
    for word in value.split()[:8]:
        found &= Q(contribution__public_text__icontains=word) | Q(contribution__title__icontains=word)
    return found | Q(contribution=_number(value)) if _number(value) else found


def _placed(run, value):
    in_none = LedgerLine.objects.filter(run=run, place=Place.UNSURE).values("submission_id")
    return {
        "sure": Q(sure=True),
        "unsure": Q(sure=False),
        "none": Q(contribution__submission__in=in_none),
        "person": Q(assigned_by=AssignedBy.PERSON),
        "software": Q(assigned_by=AssignedBy.MACHINE),
        "learnt": Q(assigned_by=AssignedBy.LEARNT),
        "uncoded": ~Q(contribution__in=SampledText.objects.exclude(codings=None).values("contribution")),
        "second": Q(secondary=True),
        "copy": Q(copy=True),
        "hidden": Q(quote_hidden=True),
    }.get(value, Q())


def _respondent(run, value):
    if value in ParticipantKind.values:
        return Q(contribution__participant__kind=value)
    return Q(contribution__participant__respondent_type=value)


def _confidence(run, value):
    least, below = CONFIDENCES.get(value, (0, 10_001))
    return Q(confidence__gte=least, confidence__lt=below)
