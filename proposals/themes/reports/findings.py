"""A published report as one reader may see it: one set of numbers for every outlet, the words joined now."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from proposals.models import Tally
from proposals.themes.enums import Place
from proposals.themes.models import SampledText, Theme
from proposals.themes.quotes import passage, quotable_in
from proposals.themes.redacting import NOTHING, removed_spans, show_copies

from .telling import tells_stance, told_channels

COMMON_GROUND = 70
BETWEEN = " … "  # parts of a campaign's letter


@dataclass
class Quote:
    """Somebody's own words, and where they stand."""

    text: str
    contribution: object
    with_stance: bool = True
    channels: set | None = None  # those that may be named; None: all

    @property
    def stance(self):
        return self.contribution.stance if self.with_stance else ""

    @property
    def source(self):
        sent = self.contribution.submission
        told = self.channels is None or sent.channel in self.channels
        return sent.get_channel_display().capitalize() if told else ""


@dataclass
class ThemeFinding:
    """A theme of the report: its words from the codebook, its numbers from the bundle."""

    theme: Theme
    frozen: dict
    quotes: list[Quote] = field(default_factory=list)
    estimate: tuple = (None, None, None)  # share, low, high in ten-thousandths

    @property
    def sorted_share(self):
        """Per cent of the analysed as they were sorted, or None."""
        return Decimal(self.frozen["share"]) if self.frozen["share"] else None

    @property
    def share(self):
        """Per cent as people's coding corrects it; as it was sorted where nothing was coded; or None."""
        return self.sorted_share if self.estimate[0] is None else _per_cent(self.estimate[0])

    @property
    def low(self):
        return _per_cent(self.estimate[1])

    @property
    def high(self):
        return _per_cent(self.estimate[2])


def _per_cent(whole):
    return None if whole is None else Decimal(whole) / 100


@dataclass
class CampaignFinding:
    """A campaign: its numbers, its letter as one of its copies says it, and what people added."""

    frozen: dict
    template: Quote | None
    added: list[Quote]

    @property
    def burst(self):
        """{"texts", "start", "end"} with moments, or nothing."""
        burst = self.frozen.get("burst")
        return burst and {**burst, **{at: datetime.fromisoformat(burst[at]) for at in ("start", "end")}}


@dataclass
class StatementFinding:
    """A statement that was voted on and how the groups stand to it, in whole per cents agreeing."""

    contribution: object
    frozen: dict

    @property
    def words(self):
        return self.contribution.title or self.contribution.public_text

    @property
    def shares(self):
        return [agree for agree, _disagree, _passes in self.frozen["groups"]]

    @property
    def lower(self):
        return min(self.shares)

    @property
    def common(self):
        return self.lower >= COMMON_GROUND


@dataclass
class MinorityFinding:
    """A view of few: its name, why readers should know it, and the passage while it may be shown."""

    name: str
    why: str
    quote: Quote | None


@dataclass
class Findings:
    """Everything a reader may see of a report."""

    report: object
    bundle: dict
    themes: list[ThemeFinding]
    statements: list[StatementFinding]
    campaigns: list[CampaignFinding] = field(default_factory=list)
    readable: set[int] = field(default_factory=set)  # statements whose counts this reader may know
    minority: list[MinorityFinding] = field(default_factory=list)

    @property
    def all_open(self):
        """May this reader know the votes on every statement that the bundle holds?"""
        opinion = self.bundle["opinion"]
        return not opinion or len(self.readable) == len(opinion["statements"])

    @property
    def ledger(self):
        return {Place(place): number for place, number in self.bundle["ledger"]}

    @property
    def breakdowns(self):
        """The tables by part of the respondents; by opinion group only for whoever may know of the votes."""
        tables = self.bundle.get("breakdowns", [])
        return [table for table in tables if table["by"] != "group" or self.statements]

    @property
    def groups(self):
        return self.bundle["opinion"]["groups"] if self.statements else []


def findings(report, user, *, quoted=None, quotes=None, statements=None, campaigns=None):
    """The findings of a report for a reader; a text no longer shown takes its quote with it.

    `quoted` bounds for how many themes quotes are looked up, `quotes` how many of each, `statements` how many
    of the votes' statements, `campaigns` how many of those.
    """
    bundle = report.bundle
    labels = Theme.objects.in_bulk([theme["id"] for theme in bundle["themes"]])
    chosen = {theme["id"]: theme["quotes"][:quotes] for theme in bundle["themes"][:quoted]}
    sent = bundle["campaigns"][:campaigns]
    few = (bundle.get("frame") or {}).get("minority", [])
    quoted_of = [*chosen.values(), *(each.get(part, []) for each in sent for part in ("template", "added"))]
    quoted_of.append([view["quote"] for view in few])
    readable = _readable(bundle, user)
    texts, told = _shown(report, user, quoted_of, _voted_on(bundle, readable, statements))
    estimates = {pk: figures for pk, *figures in (bundle.get("estimates") or {}).get("themes", [])}
    themes = [
        ThemeFinding(
            labels[frozen["id"]],
            frozen,
            _told(bundle, frozen["id"], _quotes(chosen.get(frozen["id"], []), texts)),
            estimates.get(frozen["id"], (None, None, None)),
        )
        for frozen in bundle["themes"]
    ]
    letters = [_campaign(each, texts) for each in sent]
    views = [_minority(each, texts) for each in few]
    return Findings(report, bundle, themes, told, letters, readable, views)


def _minority(frozen, texts):
    quotes = _quotes([frozen["quote"]], texts)
    return MinorityFinding(frozen["name"], frozen["why"], quotes[0] if quotes else None)


def _shown(report, user, chosen, voted_on):
    """({id: text that may be quoted}, [statements]): of what this reader may see, all asked for at once."""
    ids = {key for quotes in chosen for key, _start, _end in quotes}
    voted = [frozen["id"] for frozen in voted_on]
    blind = SampledText.objects.blind_to(user, report.consultation).values_list("contribution_id", flat=True)
    texts = quotable_in(ids.union(voted), user, report.run.snapshot_id)
    spans = removed_spans(texts.values())
    for text in texts.values():
        text.removed = spans.get(text.pk, NOTHING)
    copies = {
        text.pk: text for text in show_copies([copy(texts[key]) for key in voted if key in texts], spans)
    }
    told = [StatementFinding(copies[each["id"]], each) for each in voted_on if each["id"] in copies]
    return {key: texts[key] for key in ids.difference(blind) if key in texts}, told


def _quotes(chosen, texts):
    quotes = []
    for key, start, end in chosen:
        text = texts.get(key)
        if text is not None and (words := passage(text, start, end, text.analysed_digest, text.removed)):
            quotes.append(Quote(words, text))
    return quotes


def _told(bundle, theme, quotes):
    """The quotes of a theme without what would let readers count a cell that is held back."""
    for quote in quotes:
        quote.with_stance = tells_stance(bundle, theme)
        quote.channels = told_channels(bundle, theme)
    return quotes


def _campaign(frozen, texts):
    """The parts of the letter joined into one quote."""
    parts = _quotes(frozen.get("template", []), texts)
    letter = Quote(BETWEEN.join(part.text for part in parts), parts[0].contribution) if parts else None
    return CampaignFinding(frozen, letter, _quotes(frozen.get("added", []), texts))


def _readable(bundle, user):
    """Ids of the statements whose counts this reader may know."""
    if not bundle["opinion"]:
        return set()
    voted = [each["id"] for each in bundle["opinion"]["statements"]]
    readable = Tally.objects.readable_by(user).filter(contribution__in=voted)
    return set(readable.values_list("pk", flat=True))


def _voted_on(bundle, readable, most):
    """The frozen statements whose counts this reader may know, those all groups agree with first."""
    if not readable:
        return []
    return _most_telling([s for s in bundle["opinion"]["statements"] if s["id"] in readable], most)


def _most_telling(frozen, most):
    """All by their lowest agreement, or `most` of those and then as many that set a group apart."""
    ranked = sorted(frozen, key=lambda each: (-min(agree for agree, *_ in each["groups"]), each["id"]))
    if most is None:
        return ranked
    apart = [each for each in ranked[most:] if any(each["sides"])]
    return ranked[:most] + apart[:most]
