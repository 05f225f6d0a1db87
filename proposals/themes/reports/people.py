"""Groups, coverage and weights of a report as one reader may know them, the words joined to the numbers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from proposals.themes.models import ReferenceTable, Theme

from .coverage import FEWEST_FOR_SHARES


@dataclass
class OpinionTheme:
    """A theme, how the groups stand to it and how many voices spoke; no votes that are not known yet."""

    theme: Theme
    frozen: dict
    knows: bool

    @property
    def stand(self):
        return self.frozen["stand"] if self.knows else ""

    @property
    def shares(self):
        """Whole per cents that agree, one a group; [] when nobody voted, or not for this reader to know."""
        return self.frozen["shares"] if self.knows else []

    @property
    def voters(self):
        return self.frozen["voters"] if self.knows else []

    @property
    def voices(self):
        """How many equally active senders would be as concentrated, or None."""
        spoke = self.frozen["voices"]
        return None if spoke is None else spoke / 100

    @property
    def only_loud(self):
        return self.frozen["loud"] and self.stand != "bridges"


@dataclass
class Heard:
    """A group of the population: its share in town and among those who took part, in per cent."""

    value: str
    name: str
    people: int
    town: float
    received: int | None
    share: float | None
    held: str
    silent: bool


@dataclass
class Coverage:
    """One reference table against those who took part."""

    title: str
    source: str
    frozen: dict
    rows: list[Heard]

    @property
    def silent(self):
        return [row for row in self.rows if row.silent]

    @property
    def too_few(self):
        """Too few answered for shares; a number that is held back altogether is too small as well."""
        return (self.frozen["answered"] or 0) < FEWEST_FOR_SHARES


@dataclass
class Weighing:
    """The weighted shares beside the plain ones, and what the weights cost."""

    frozen: dict
    traits: list[str]
    left_out: list[str]
    rows: list[tuple[Theme, int | None, int | None]]

    @property
    def design_effect(self):
        effect = self.frozen["design_effect"]
        return None if effect is None else effect / 100


def opinion_themes(found):
    """[OpinionTheme] of what a reader found; a theme's votes only when all its voted texts may be known."""
    themes = {each.theme.pk: each.theme for each in found.themes}
    return [
        OpinionTheme(themes[each["id"]], each, set(each["texts"]) <= found.readable)
        for each in found.bundle.get("opinion_themes", [])
    ]


def people_of(found):
    """([Coverage], Weighing or None), from one query for the tables they are about."""
    frozen = found.bundle.get("coverage") or []
    tables = ReferenceTable.objects.select_related("question__consultation").in_bulk(
        [each["table"] for each in frozen]
    )
    return coverages(frozen, tables), _weighing(found, tables)


def coverages(frozen, tables):
    """[Coverage] of the coverage part of a bundle; tables: {id: ReferenceTable}."""
    return [_coverage(each, tables[each["table"]]) for each in frozen]


def _title(table):
    return table.question.text if table.question_id else _("Kind of respondent")


def _coverage(frozen, table):
    names = table.question.labels if table.question_id else {}
    rows = [_heard(frozen, names, *cell) for cell in frozen["cells"]]
    return Coverage(_title(table), table.source, frozen, rows)


def _heard(frozen, names, value, people, received, held):
    answered = frozen["answered"] or 0
    shown = received is not None and answered >= FEWEST_FOR_SHARES
    return Heard(
        value,
        names.get(value, value),
        people,
        100 * people / frozen["people"],
        received,
        100 * received / answered if shown else None,
        held,
        value in frozen["silent"],
    )


def _weighing(found, tables):
    frozen = found.bundle.get("weights")
    if not frozen:
        return None
    themes = {each.theme.pk: each.theme for each in found.themes}
    rows = [(themes[key], plain, weighted) for key, plain, weighted in frozen["themes"]]
    traits, left_out = (
        [_title(tables[key]) for key in frozen[part] if key in tables] for part in ("traits", "left_out")
    )
    return Weighing(frozen, traits, left_out, rows)
