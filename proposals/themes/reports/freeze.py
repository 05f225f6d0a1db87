"""The freeze a report speaks of: when, what was left open and why, what changed since the edition before."""

from collections import Counter

from proposals.themes.enums import ItemState
from proposals.themes.models import ThemeReport

RESTORED, REMOVED, NEW, GONE = "restored", "removed", "new", "gone"


def freeze_of(run, threshold):
    """{"frozen_at", "open": [[code, number]], "changes": {kind: submissions}, "since": edition or None}.

    The reasons an owner gave stay in their rows and are joined when they are shown.
    """
    snapshot = run.snapshot
    before = previous_edition(run)
    at = snapshot.frozen_at
    return {
        "frozen_at": at.isoformat(timespec="seconds") if at else None,
        "open": [[line.code, line.number] for line in snapshot.closing_lines.all()],
        "since": before.edition if before else None,
        "changes": changes_between(before.run.snapshot, snapshot) if before else {},
    }


def previous_edition(run):
    """The edition published last, of another run."""
    rows = ThemeReport.objects.published().filter(consultation=run.consultation).exclude(run=run)
    return rows.select_related("run__snapshot").defer("bundle", "inputs").order_by("-edition").first()


def changes_between(old, new):
    """{kind: number of submissions} that one snapshot holds otherwise than the other.

    restored: withheld before and analysed now, as after an appeal. removed: analysed before, withheld now.
    gone: withdrawn or erased since. new: not received, or late, before.
    """
    before, after = _states(old), _states(new)
    kinds = Counter(_kind(before.get(key), state) for key, state in after.items())
    return {kind: kinds[kind] for kind in (RESTORED, REMOVED, NEW, GONE) if kinds[kind]}


def _states(snapshot):
    """{submission: the set of states of its texts}"""
    found: dict = {}
    for submission, state in snapshot.items.order_by().values_list("submission_id", "state"):
        found.setdefault(submission, set()).add(state)
    return found


def _kind(before, after):
    analysed = ItemState.ANALYSED in after
    if before is None:
        return NEW
    if analysed and ItemState.ANALYSED not in before:
        return RESTORED if ItemState.WITHHELD in before else NEW
    if not analysed and ItemState.ANALYSED in before:
        return REMOVED if ItemState.WITHHELD in after else GONE
    return ""
