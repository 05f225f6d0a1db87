"""Counting again: the place of each submission and the size of each theme, always from the rows."""

from collections import defaultdict

from django.db.models import Avg, Count, Q

from consult.batches import in_batches
from proposals.enums import Stance
from proposals.themes.enums import ThemeState
from proposals.themes.ledger import Standing, place_of
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment

STANCE_FIELDS = {
    "stance_for": Stance.FOR,
    "stance_against": Stance.AGAINST,
    "stance_neutral": Stance.NEUTRAL,
}


def recount(run):
    """Write the ledger of a run, once, and every theme's size."""
    lines = (
        LedgerLine(run=run, submission_id=submission, place=place, reason=reason)
        for submission, (place, reason) in places_of(run).items()
    )
    in_batches(lines, LedgerLine.objects.bulk_create)
    recount_themes(Theme.objects.of_run(run))


def places_of(run):
    """{submission id: (place, reason)} for every submission of the run's snapshot."""
    found = defaultdict(list)
    rows = run.snapshot.items.values_list("submission_id", "state", "reason")
    for submission, state, reason in rows.iterator(chunk_size=5000):
        found[submission].append(Standing(state, reason))
    assigned = ThemeAssignment.objects.filter(run=run)
    standing = assigned.counted().filter(theme__state__in=ThemeState.standing())
    in_theme = set(standing.values_list("contribution__submission_id", flat=True))
    in_campaign = set(assigned.filter(copy=True).values_list("contribution__submission_id", flat=True))
    return {
        submission: place_of(
            standings, in_theme=submission in in_theme, in_campaign=submission in in_campaign
        )
        for submission, standings in found.items()
    }


def recount_themes(themes):
    """Write the sizes of these themes."""
    counted = Q(assignments__sure=True, assignments__copy=False)
    submission = "assignments__contribution__submission_id"
    sizes = {
        "n": Count(submission, filter=counted, distinct=True),
        "who": Count("assignments__contribution__participant_id", filter=counted, distinct=True),
        "spread": Count(submission, filter=Q(assignments__copy=True), distinct=True),
        "mean": Avg("assignments__confidence", filter=counted),
    }
    for name, stance in STANCE_FIELDS.items():
        said = counted & Q(assignments__contribution__stance=stance)
        sizes[f"{name}_n"] = Count(submission, filter=said, distinct=True)
    rows = list(themes.order_by("pk").annotate(**sizes))
    for theme in rows:
        theme.submissions, theme.people, theme.copies = theme.n, theme.who, theme.spread
        theme.confidence = round(theme.mean or 0)
        for name in STANCE_FIELDS:
            setattr(theme, name, getattr(theme, f"{name}_n"))
    fields = ["submissions", "people", "copies", "confidence", *STANCE_FIELDS]
    Theme.objects.bulk_update(rows, fields, batch_size=200)


def recount_after_edit(run, *themes):
    """After a person's change: the sizes of these themes, and the places of everybody in the run."""
    recount_themes(Theme.objects.filter(pk__in=[theme.pk for theme in themes]))
    places = places_of(run)
    moved = [line for line in run.ledger.all() if (line.place, line.reason) != places[line.submission_id]]
    for line in moved:
        line.place, line.reason = places[line.submission_id]
    LedgerLine.objects.bulk_update(moved, ["place", "reason"], batch_size=500)
