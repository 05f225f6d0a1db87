"""Counting again: the place of each submission and the size of each theme, always from the rows."""

from collections import defaultdict

from django.db.models import Avg, Case, Count, F, Q, When

from consult.batches import in_batches
from proposals.enums import Stance
from proposals.models import Contribution
from proposals.themes.enums import ThemeState
from proposals.themes.ledger import Standing, place_of
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment

STANCE_FIELDS = {
    "stance_for": Stance.FOR,
    "stance_against": Stance.AGAINST,
    "stance_neutral": Stance.NEUTRAL,
}

# Of more texts than this it is quicker to look at everybody's place.
FEW = 2000


def recount(run):
    """Write the ledger of a run, once, and every theme's size."""
    lines = (
        LedgerLine(run=run, submission_id=submission, place=place, reason=reason)
        for submission, (place, reason) in places_of(run).items()
    )
    in_batches(lines, LedgerLine.objects.bulk_create)
    recount_themes(Theme.objects.of_run(run))


def places_of(run, texts=None):
    """{submission id: (place, reason)} for the submissions of the run's snapshot, or of these texts in it."""
    items, assigned = run.snapshot.items.all(), ThemeAssignment.objects.filter(run=run)
    if texts is not None:
        submissions = _submissions_of(texts)
        items = items.filter(submission_id__in=submissions)
        assigned = assigned.filter(contribution__submission_id__in=submissions)
    found = defaultdict(list)
    rows = items.values_list("submission_id", "state", "reason")
    for submission, state, reason in rows.iterator(chunk_size=5000):
        found[submission].append(Standing(state, reason))
    standing = assigned.counted().filter(theme__state__in=ThemeState.standing())
    in_theme = set(standing.values_list("contribution__submission_id", flat=True))
    in_campaign = set(assigned.filter(copy=True).values_list("contribution__submission_id", flat=True))
    return {
        submission: place_of(
            standings, in_theme=submission in in_theme, in_campaign=submission in in_campaign
        )
        for submission, standings in found.items()
    }


def _submissions_of(texts):
    rows = Contribution.objects.filter(pk__in=list(texts))
    return list(rows.values_list("submission_id", flat=True).distinct())


def recount_themes(themes):
    """Write the sizes of these themes; what stands in a sub-theme counts, once, in the theme above it too."""
    rows = list(themes.order_by("pk").annotate(**_sizes("assignments__")))
    children = Theme.objects.standing().filter(parent__in=[row.pk for row in rows])
    above = sorted(set(children.values_list("parent_id", flat=True)))
    if above:
        whole = _with_sub_themes(above)
        rows = [whole.get(row.pk, row) for row in rows]
    for theme in rows:
        theme.submissions, theme.people, theme.copies = theme.n, theme.who, theme.spread
        theme.confidence = round(theme.mean or 0)
        for name in STANCE_FIELDS:
            setattr(theme, name, getattr(theme, f"{name}_n"))
    fields = ["submissions", "people", "copies", "confidence", *STANCE_FIELDS]
    Theme.objects.bulk_update(rows, fields, batch_size=200)


def _sizes(path):
    """What is counted of the passages at the end of `path`."""
    counted = Q(**{f"{path}sure": True, f"{path}copy": False})
    submission = f"{path}contribution__submission_id"
    sizes = {
        "n": Count(submission, filter=counted, distinct=True),
        "who": Count(f"{path}contribution__participant_id", filter=counted, distinct=True),
        "spread": Count(submission, filter=Q(**{f"{path}copy": True}), distinct=True),
        "mean": Avg(f"{path}confidence", filter=counted),
    }
    for name, stance in STANCE_FIELDS.items():
        said = counted & Q(**{f"{path}contribution__stance": stance})
        sizes[f"{name}_n"] = Count(submission, filter=said, distinct=True)
    return sizes


def _with_sub_themes(above):
    """{id: theme} of these themes, counted over their own passages and those of their standing sub-themes."""
    in_it = Q(theme__in=above) | Q(theme__parent__in=above, theme__state__in=ThemeState.standing())
    at_top = Case(When(theme__in=above, then=F("theme_id")), default=F("theme__parent_id"))
    rows = ThemeAssignment.objects.filter(in_it).annotate(top=at_top).values("top")
    themes = Theme.objects.in_bulk(above)
    for theme in themes.values():
        for name in ["n", "who", "spread", "mean", *(f"{stance}_n" for stance in STANCE_FIELDS)]:
            setattr(theme, name, 0)
    for row in rows.order_by("top").annotate(**_sizes("")):
        for name, value in row.items():
            if name != "top":
                setattr(themes[row["top"]], name, value)
    return themes


def recount_after_edit(run, *themes, texts=None):
    """After a person's change: the sizes of these themes, and the places of these texts or of everybody.

    texts: ids of the contributions whose passages moved, None where that is not known.
    """
    known = texts if texts is not None and len(texts) <= FEW else None
    ids = {theme.pk for theme in themes}
    ids |= {theme.parent_id for theme in themes if theme.parent_id}
    recount_themes(Theme.objects.filter(pk__in=ids))
    if texts is not None and not texts:
        return
    places = places_of(run, known)
    lines = run.ledger.filter(submission_id__in=list(places)) if known else run.ledger.all()
    moved = [line for line in lines if (line.place, line.reason) != places[line.submission_id]]
    for line in moved:
        line.place, line.reason = places[line.submission_id]
    LedgerLine.objects.bulk_update(moved, ["place", "reason"], batch_size=500)
