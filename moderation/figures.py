"""What the public may know of moderation: decisions by rule and effect, appeals, times; no texts."""

from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from consult.models import HouseRule

from .enums import CaseState, Effect, Outcome
from .models import Appeal, Case, Decision

MOST = 50
LONGEST_SERIES = 10_000


@dataclass(frozen=True)
class Record:
    """The public record of one consultation, or of several together."""

    decisions: int
    effects: list  # of Effect, those that occur
    rows: list  # [(rule words, {effect: times}, sum)], most cited first
    sums: list  # one for each effect
    automated: int
    appeals: int
    reversed: int
    appeals_waiting: int
    waiting: int
    median_minutes: int | None
    latest: list

    @property
    def counts_in_rows(self):
        """[(rule words, [times by effect], sum)] for a table."""
        return [(words, [by.get(e, 0) for e in self.effects], total) for words, by, total in self.rows]


def record_of(consultations):
    """The record of these consultations; decisions enter once their undo has run out."""
    settled = Decision.objects.settled().filter(consultation__in=consultations).exclude(effect=Effect.HOLD)
    counted = list(settled.order_by().values("rule", "law", "effect").annotate(times=Count("pk")))
    effects = [effect for effect in Effect if any(row["effect"] == effect for row in counted)]
    return Record(
        decisions=sum(row["times"] for row in counted),
        effects=effects,
        rows=_by_rule(counted),
        sums=[sum(row["times"] for row in counted if row["effect"] == effect) for effect in effects],
        automated=settled.filter(automated=True).count(),
        waiting=Case.objects.filter(consultation__in=consultations).waiting().count(),
        median_minutes=_median(settled),
        latest=list(
            settled.select_related("rule__consultation", "appeal").order_by("-decided_at", "-pk")[:MOST]
        ),
        **_appeals(consultations),
    )


def _by_rule(counted):
    """Rows of the table; what was kept broke no rule unless the decision says which was looked at."""
    rules = HouseRule.objects.select_related("consultation").in_bulk({row["rule"] for row in counted})
    rows: dict = {}
    for row in counted:
        words = str(rules[row["rule"]]) if row["rule"] else row["law"] or _("No rule broken")
        by_effect = rows.setdefault(words, {})
        by_effect[row["effect"]] = by_effect.get(row["effect"], 0) + row["times"]
    sums = [(words, by_effect, sum(by_effect.values())) for words, by_effect in rows.items()]
    return sorted(sums, key=lambda each: (-each[2], each[0]))


def _median(settled):
    spans = settled.order_by("-decided_at").values_list("case__opened_at", "decided_at")[:LONGEST_SERIES]
    waits = [(decided - opened).total_seconds() / 60 for opened, decided in spans]
    return round(median(waits)) if waits else None


def _appeals(consultations):
    return Appeal.objects.filter(consultation__in=consultations).aggregate(
        appeals=Count("pk"),
        reversed=Count("pk", filter=Q(outcome=Outcome.REVERSED)),
        appeals_waiting=Count("pk", filter=Q(outcome="", decision__case__state=CaseState.APPEALED)),
    )
