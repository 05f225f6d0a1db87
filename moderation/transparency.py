"""The transparency report as files: counts by year, rule, effect and source; no texts, names or addresses."""

from consult.models import HouseRule
from consult.tables import as_csv

from .enums import Effect, Source
from .figures import rule_words

HEADER = ["measure", "year", "rule", "effect", "source", "automated", "number"]


def report_csv(record):
    """A row for each combination that occurs, then the years and the appeals: long, as statistics want it."""
    rules = HouseRule.objects.select_related("consultation").in_bulk({row["rule"] for row in record.counted})
    rows = [
        [
            "decisions",
            row["year"],
            rule_words(row["rule"], row["law"], rules),
            str(Effect(row["effect"]).label),
            str(Source(row["found_by"]).label),
            "yes" if row["automated"] else "no",
            row["times"],
        ]
        for row in sorted(record.counted, key=_order)
    ]
    return as_csv(HEADER, [*rows, *_of_years(record), *_of_appeals(record)])


def _order(row):
    return -row["year"], row["rule"] or 0, row["law"], row["effect"], row["found_by"]


def _of_years(record):
    for each in record.years:
        for measure, number in (
            ("minutes to a decision, median", each.times.median),
            ("minutes to a decision, 90th percentile", each.times.p90),
            ("appeals", each.appeals),
            ("decisions taken back on appeal", each.reversed),
        ):
            yield [measure, each.year, "", "", "", "", number]


def _of_appeals(record):
    for words, made, taken_back in record.appeals_by_rule:
        yield ["appeals", "", words, "", "", "", made]
        yield ["decisions taken back on appeal", "", words, "", "", "", taken_back]


def report_json(record):
    """The same as plain values."""
    return {
        "decisions": record.decisions,
        "automated": record.automated,
        "automated_percent": record.automated_share,
        "by_rule": [{"rule": words, "effects": by, "total": total} for words, by, total in record.rows],
        "by_effect": dict(zip(map(str, record.effects), record.sums, strict=True)),
        "by_source": [{"source": words, "decisions": times} for words, times in record.sources],
        "median_minutes": record.times.median,
        "p90_minutes": record.times.p90,
        "appeals": record.appeals,
        "appeals_reversed": record.reversed,
        "appeals_waiting": [
            {"made": appeal.made_at.date().isoformat(), "due": appeal.due_at.date().isoformat()}
            for appeal in record.waiting_appeals
        ],
        "appeal_days_median": record.appeal_days,
        "by_year": [_year_json(each) for each in record.years],
        "waiting": record.waiting,
    }


def _year_json(each):
    return {
        "year": each.year,
        "decisions": each.decisions,
        "automated": each.automated,
        "median_minutes": each.times.median,
        "p90_minutes": each.times.p90,
        "appeals": each.appeals,
        "appeals_reversed": each.reversed,
    }
