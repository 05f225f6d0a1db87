"""What the public may know of moderation: decisions by rule, effect and source, times, appeals; no texts."""

from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from consult.models import HouseRule

from .enums import CaseState, Effect, Outcome, Source
from .models import Appeal, Case, Decision

MOST = 50
LONGEST_SERIES = 10_000


@dataclass(frozen=True)
class Times:
    """Minutes from a case's opening to its decision by a person; None of nothing."""

    median: int | None = None
    p90: int | None = None

    @classmethod
    def of(cls, minutes):
        if not minutes:
            return cls()
        tenths = quantiles(minutes, n=10, method="inclusive") if len(minutes) > 1 else minutes * 9
        return cls(round(median(minutes)), round(tenths[8]))


@dataclass(frozen=True)
class Year:
    """One year of a transparency report."""

    year: int
    decisions: int
    automated: int
    times: Times
    appeals: int
    reversed: int


@dataclass(frozen=True)
class Record:
    """The public record of one consultation, or of several together."""

    counted: (
        list  # of {year, rule, law, effect, found_by, automated, times}: what everything is added up from
    )
    effects: list  # of Effect, those that occur
    rows: list  # [(rule words, {effect: times}, sum)], most cited first
    sources: list  # [(words, times)], most frequent first
    times: Times
    years: list  # of Year, newest first
    appeals_by_rule: list  # [(rule words, appeals, reversed)]
    appeals: int
    reversed: int
    waiting_appeals: list  # of Appeal, the one due first first
    appeal_days: int | None  # median days to the outcome
    waiting: int
    latest: list

    @property
    def decisions(self):
        return sum(row["times"] for row in self.counted)

    @property
    def automated(self):
        return sum(row["times"] for row in self.counted if row["automated"])

    @property
    def automated_share(self):
        """Per cent of all decisions, or None of none."""
        return round(100 * self.automated / self.decisions, 1) if self.decisions else None

    @property
    def sums(self):
        """How often each effect, in the order of `effects`."""
        return [sum(r["times"] for r in self.counted if r["effect"] == effect) for effect in self.effects]

    @property
    def appeals_waiting(self):
        return len(self.waiting_appeals)

    @property
    def median_minutes(self):
        return self.times.median

    @property
    def counts_in_rows(self):
        """[(rule words, [times by effect], sum)] for a table."""
        return [(words, [by.get(e, 0) for e in self.effects], total) for words, by, total in self.rows]


def record_of(consultations):
    """The record of these consultations; decisions enter once their undo has run out.

    What software held counts as a decision of its own; what a moderator holds is counted when it is decided.
    """
    settled = Decision.objects.settled().filter(consultation__in=consultations)
    settled = settled.exclude(effect=Effect.HOLD, automated=False)
    counted = _counted(settled)
    appeals = list(_appeals(consultations))
    rules = HouseRule.objects.select_related("consultation").in_bulk(
        {row["rule"] for row in counted} | {appeal.decision.rule_id for appeal in appeals}
    )
    minutes = _minutes(settled)
    return Record(
        counted=counted,
        effects=[effect for effect in Effect if any(row["effect"] == effect for row in counted)],
        rows=_by_rule(counted, rules),
        sources=_by_source(counted),
        times=Times.of([each for _year, each in minutes]),
        years=_years(counted, minutes, appeals),
        appeals_by_rule=_appeals_by_rule(appeals, rules),
        appeals=len(appeals),
        reversed=sum(appeal.outcome == Outcome.REVERSED for appeal in appeals),
        waiting_appeals=sorted(filter(_waits, appeals), key=lambda each: (each.due_at, each.pk)),
        appeal_days=_days_to_outcome(appeals),
        waiting=Case.objects.filter(consultation__in=consultations).waiting().count(),
        latest=_latest(settled),
    )


def _counted(settled):
    named = settled.order_by().annotate(year=ExtractYear("decided_at"))
    groups = named.values("year", "rule", "law", "effect", "found_by", "automated")
    return list(groups.annotate(times=Count("pk")))


def _latest(settled):
    rows = settled.select_related("rule__consultation", "rule_wording", "appeal").order_by(
        "-decided_at", "-pk"
    )
    return list(rows[:MOST])


def rule_words(rule, law, rules):
    """What was kept broke no rule unless the decision says which was looked at."""
    return str(rules[rule]) if rule else law or _("No rule broken")


def _by_rule(counted, rules):
    rows: dict = {}
    for row in counted:
        by_effect = rows.setdefault(rule_words(row["rule"], row["law"], rules), Counter())
        by_effect[row["effect"]] += row["times"]
    sums = [(words, dict(by_effect), sum(by_effect.values())) for words, by_effect in rows.items()]
    return sorted(sums, key=lambda each: (-each[2], each[0]))


def _by_source(counted):
    sums: Counter = Counter()
    for row in counted:
        sums[row["found_by"]] += row["times"]
    return [(str(Source(source).label), times) for source, times in sums.most_common()]


def _minutes(settled):
    """[(year, minutes from opening to decision)] of the newest decisions of people."""
    people = settled.filter(automated=False).order_by("-decided_at")
    spans = people.values_list("case__opened_at", "decided_at")[:LONGEST_SERIES]
    return [(decided.year, (decided - opened).total_seconds() / 60) for opened, decided in spans]


def _appeals(consultations):
    appeals = Appeal.objects.filter(consultation__in=consultations).order_by("pk")
    return appeals.select_related("decision", "decision__case").defer("text", "reasons", "decision__facts")


def _waits(appeal):
    return appeal.outcome == "" and appeal.decision.case.state == CaseState.APPEALED


def _days_to_outcome(appeals):
    days = [(each.decided_at - each.made_at).total_seconds() / 86_400 for each in appeals if each.decided_at]
    return round(median(days)) if days else None


def _appeals_by_rule(appeals, rules):
    sums: dict = {}
    for appeal in appeals:
        words = rule_words(appeal.decision.rule_id, appeal.decision.law, rules)
        made, taken_back = sums.get(words, (0, 0))
        sums[words] = (made + 1, taken_back + (appeal.outcome == Outcome.REVERSED))
    rows = [(words, made, taken_back) for words, (made, taken_back) in sums.items()]
    return sorted(rows, key=lambda each: (-each[1], each[0]))


def _years(counted, minutes, appeals):
    years = {row["year"] for row in counted} | {appeal.made_at.year for appeal in appeals}
    return [_year(year, counted, minutes, appeals) for year in sorted(years, reverse=True)]


def _year(year, counted, minutes, appeals):
    rows = [row for row in counted if row["year"] == year]
    made = [appeal for appeal in appeals if appeal.made_at.year == year]
    return Year(
        year=year,
        decisions=sum(row["times"] for row in rows),
        automated=sum(row["times"] for row in rows if row["automated"]),
        times=Times.of([spent for at, spent in minutes if at == year]),
        appeals=len(made),
        reversed=sum(appeal.outcome == Outcome.REVERSED for appeal in made),
    )


def reversals_of(consultation):
    """How often decisions were taken back on appeal, for owners: ([(name, decisions, appealed, reversed,
    per cent of the decided appeals)] by moderator, the same by rule).
    """
    restricting = Decision.objects.settled().restricting().filter(consultation=consultation, automated=False)
    counts = {
        "decisions": Count("pk"),
        "appealed": Count("appeal"),
        "decided": Count("appeal", filter=~Q(appeal__outcome="")),
        "taken_back": Count("appeal", filter=Q(appeal__outcome=Outcome.REVERSED)),
    }
    people = restricting.order_by().values("decided_by__display_name", "decided_by").annotate(**counts)
    by_rule = restricting.order_by().values("rule", "law").annotate(**counts)
    rules = consultation.house_rules.select_related("consultation").in_bulk()
    return (
        _rates((row["decided_by__display_name"], row) for row in people),
        _rates((rule_words(row["rule"], row["law"], rules), row) for row in by_rule),
    )


def _rates(rows):
    found = [
        (name, row["decisions"], row["appealed"], row["taken_back"], _per_cent(row)) for name, row in rows
    ]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _per_cent(row):
    return round(100 * row["taken_back"] / row["decided"]) if row["decided"] else None
