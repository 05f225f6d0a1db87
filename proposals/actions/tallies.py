"""Counting votes from the rows, at most five times a second for each tally."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q

from consult.batches import in_batches
from consult.clock import now
from consult.compiled import compiled
from proposals.enums import Choice
from proposals.events import record
from proposals.models import Tally, Vote

SLOT = timedelta(milliseconds=200)
# A vote whose transaction began before a count and ended after it is counted again for this long.
LONGEST_WRITE = timedelta(seconds=20)
COUNTED = ["agree", "disagree", "passes", "unconfirmed_agree", "unconfirmed_disagree", "unconfirmed_passes"]


def recount_if_due(contribution_id):
    """Recount when the last count is older than the slot; who locks the row first has the slot."""
    return _recount(contribution_id, only_if_due=True)


def recount(contribution_id):
    """Recount now."""
    return _recount(contribution_id, only_if_due=False)


def recount_stale(*, most=500):
    """Recount every tally that has votes changed since it was counted; returns how many."""
    stale = list(Tally.objects.stale().values_list("pk", flat=True)[:most])
    return sum(1 for pk in stale if recount_if_due(pk))


def recount_all(consultation):
    """Recount every tally of a consultation in one statement, as after an import."""
    at = now()
    rows = Vote.objects.filter(contribution__consultation=consultation).values("contribution_id")
    counted = {row["contribution_id"]: dict(row) for row in rows.annotate(**_counts()).order_by()}
    tallies = list(Tally.objects.filter(contribution__consultation=consultation))
    changed = [tally for tally in tallies if _take(tally, counted.get(tally.pk, {}), at)]
    in_batches(changed, _write_tallies)
    return len(changed)


def _take(tally, counts, at):
    """Put counts on a tally; True when a number changed."""
    changed = any(getattr(tally, name) != counts.get(name, 0) for name in COUNTED)
    for name in COUNTED:
        setattr(tally, name, counts.get(name, 0))
    tally.version += int(changed)
    tally.counted_at, tally.counted_to = at, at - LONGEST_WRITE
    return changed or tally.version == 0


def _write_tallies(tallies):
    Tally.objects.bulk_update(tallies, ["version", "counted_at", "counted_to", *COUNTED])
    record(*((f"tally:{tally.pk}", "tally", tally.pk) for tally in tallies))


def _recount(contribution_id, only_if_due):
    at = now()
    slot = Tally.objects.filter(pk=contribution_id)
    if only_if_due:
        slot = slot.filter(Q(counted_at=None) | Q(counted_at__lte=at - SLOT))
        if not slot.exists():  # most votes end here, without waiting for anybody's lock
            return False
    with transaction.atomic():
        tally = slot.select_for_update().first()
        if tally is None:  # somebody else counted while this one waited
            return False
        _write_counts(tally, at)
    return True


def _write_counts(tally, at):
    changed = _take(tally, counts_of(tally.pk), at) and tally.version
    tally.save(update_fields=["counted_at", "counted_to", "version", *COUNTED])
    if changed:
        record((f"tally:{tally.pk}", "tally", tally.pk))


def counts_of(contribution_id):
    """{name: number} counted from the rows in one statement."""
    rows = _counted(contribution=contribution_id)
    return {name: rows[0][name] if rows else 0 for name in COUNTED}


@compiled
def _counted(contribution):
    rows = Vote.objects.filter(contribution=contribution).values("contribution_id")
    return rows.annotate(**_counts()).order_by()


def _counts():
    unconfirmed = Q(participant__confirmed=False)
    each = {"agree": Choice.AGREE, "disagree": Choice.DISAGREE, "passes": Choice.PASS}
    everybody = {name: Count("pk", filter=Q(choice=choice)) for name, choice in each.items()}
    of_them = {
        f"unconfirmed_{name}": Count("pk", filter=Q(choice=choice) & unconfirmed)
        for name, choice in each.items()
    }
    return everybody | of_them
