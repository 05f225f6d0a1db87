"""Counting votes from the rows, at most five times a second for each tally."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q

from consult.clock import now
from proposals.enums import Choice
from proposals.events import record
from proposals.models import Tally, Vote

SLOT = timedelta(milliseconds=200)
# A vote whose transaction began before a count and ended after it is counted again for this long.
LONGEST_WRITE = timedelta(seconds=20)
COUNTED = ["agree", "disagree", "passes", "unconfirmed_agree", "unconfirmed_disagree", "unconfirmed_passes"]


def recount_if_due(contribution_id):
    """Recount when the last count is older than the slot; whoever moves `counted_at` has the slot."""
    return _recount(contribution_id, only_if_due=True)


def recount(contribution_id):
    """Recount now."""
    return _recount(contribution_id, only_if_due=False)


def recount_stale(*, most=500):
    """Recount every tally that has votes changed since it was counted; returns how many."""
    stale = list(Tally.objects.stale().values_list("pk", flat=True)[:most])
    return sum(1 for pk in stale if recount_if_due(pk))


def recount_all(consultation):
    """Recount the tallies of a consultation, as after an import."""
    ids = Tally.objects.filter(contribution__consultation=consultation).values_list("pk", flat=True)
    for pk in list(ids):
        recount(pk)


def _recount(contribution_id, only_if_due):
    at = now()
    slot = Tally.objects.filter(pk=contribution_id)
    if only_if_due:
        slot = slot.filter(Q(counted_at=None) | Q(counted_at__lte=at - SLOT))
    with transaction.atomic():
        if not slot.update(counted_at=at):
            return False
        _write_counts(Tally.objects.get(pk=contribution_id), at)
    return True


def _write_counts(tally, at):
    counts = counts_of(tally.pk)
    tally.counted_to = at - LONGEST_WRITE
    changed = any(getattr(tally, name) != counts[name] for name in COUNTED)
    if changed:
        tally.version += 1
        for name in COUNTED:
            setattr(tally, name, counts[name])
    tally.save(update_fields=["counted_to", "version", *COUNTED])
    if changed:
        record((f"tally:{tally.pk}", "tally", tally.pk))


def counts_of(contribution_id):
    """{name: number} counted from the rows in one statement."""
    unconfirmed = Q(participant__confirmed=False)
    return Vote.objects.filter(contribution_id=contribution_id).aggregate(
        agree=Count("pk", filter=Q(choice=Choice.AGREE)),
        disagree=Count("pk", filter=Q(choice=Choice.DISAGREE)),
        passes=Count("pk", filter=Q(choice=Choice.PASS)),
        unconfirmed_agree=Count("pk", filter=Q(choice=Choice.AGREE) & unconfirmed),
        unconfirmed_disagree=Count("pk", filter=Q(choice=Choice.DISAGREE) & unconfirmed),
        unconfirmed_passes=Count("pk", filter=Q(choice=Choice.PASS) & unconfirmed),
    )
