"""Freezing everything received: an act of its own, after a closing list is empty or accepted line by line."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from proposals.closing import closing_list
from proposals.themes.models import ClosingLine, Snapshot, SnapshotItem, ThemeRun

from .progress import UNWATCHED
from .redactions import look_through
from .snapshots import manifest_of, write_snapshot

STEPS = 4  # reading, writing down, looking for personal details, freezing


def accept_closing_line(*, by, consultation, code, reason):
    """An owner lets one line of the closing list stay open and says why; the ledger prints it.

    It holds for the number that stands there now. Raises Refused, or Invalid.
    """
    check("themes.accept", by, consultation)
    line = next((each for each in closing_list(consultation) if each.code == code), None)
    if line is None or not line.number:
        raise Invalid({"": [_("Nothing is open on this line.")]})
    if not reason.strip():
        raise Invalid({"reason": [_("Say why it may stay open. Readers of the report see it.")]})
    with transaction.atomic():
        accepted, _new = ClosingLine.objects.update_or_create(
            consultation=consultation,
            snapshot=None,
            code=code,
            defaults={
                "number": line.number,
                "reason": reason.strip(),
                "accepted_by": by,
                "accepted_at": now(),
            },
        )
        details = {"line": code, "number": line.number}
        log(act="freeze.accepted", by=by, consultation=consultation, target=accepted, details=details)
    return accepted


def check_freezing(*, by, consultation, run=None):
    """Raises Refused, or Invalid with every line that is still open."""
    check("themes.freeze", by, consultation)
    if waiting := open_lines(consultation):
        raise Invalid({"": waiting})


def freeze_received(*, by, consultation, run=None, watch=UNWATCHED):
    """Freeze everything received as what the next report speaks of; returns the Snapshot.

    The snapshot of the newest finished run is frozen when nothing was received or changed since; else a new
    one is taken, and a new run reads it. Raises Refused, or Invalid with every line that is still open.
    """
    check_freezing(by=by, consultation=consultation)
    _drop_half_written(watch)
    watch(1, STEPS)
    manifest = manifest_of(consultation)
    watch(2, STEPS)
    try:
        snapshot = _same_as_newest_run(consultation, manifest)
        snapshot = snapshot or write_snapshot(consultation, by, manifest, begun=watch.keep)
        watch(3, STEPS)
        look_through(snapshot)
        return _frozen(by, consultation, snapshot, watch)
    except Exception:
        _drop_half_written(watch)
        raise


def _drop_half_written(watch):
    """What a worker that died, or was stopped, had written of a snapshot goes; nothing speaks of it yet."""
    left = Snapshot.objects.filter(pk=watch.kept.get("snapshot"), frozen_at=None, runs=None)
    items = SnapshotItem.objects.filter(snapshot__in=list(left))
    in_batches(list(items.values_list("pk", flat=True)), lambda keys: items.filter(pk__in=keys).delete())
    left.delete()


def _frozen(by, consultation, snapshot, watch):
    with transaction.atomic():
        snapshot.frozen_at, snapshot.frozen_by = now(), by
        snapshot.save(update_fields=["frozen_at", "frozen_by"])
        _keep_lines(consultation, snapshot)
        log(
            act="received.frozen",
            by=by,
            consultation=consultation,
            target=snapshot,
            details={"received": snapshot.received, "manifest": snapshot.manifest_hash},
        )
        watch.close()
    return snapshot


def open_lines(consultation):
    """What is open and not accepted for its present number, in words."""
    accepted = accepted_lines(consultation)
    return [
        _("%(number)d %(line)s") % {"number": line.number, "line": line.words}
        for line in closing_list(consultation)
        if line.number and not (line.code in accepted and accepted[line.code].number >= line.number)
    ]


def accepted_lines(consultation):
    """{code: what an owner accepted and no freeze has used yet}"""
    rows = ClosingLine.objects.filter(consultation=consultation, snapshot=None)
    return {row.code: row for row in rows.select_related("accepted_by")}


def _keep_lines(consultation, snapshot):
    """Accepted lines that are still open go with the snapshot, with their present numbers; others lapse."""
    numbers = {line.code: line.number for line in closing_list(consultation)}
    snapshot.closing_lines.all().delete()
    for line in ClosingLine.objects.filter(consultation=consultation, snapshot=None):
        if number := numbers.get(line.code, 0):
            line.snapshot, line.number = snapshot, number
            line.save(update_fields=["snapshot", "number"])
        else:
            line.delete()


def _same_as_newest_run(consultation, manifest):
    run = ThemeRun.objects.done().filter(consultation=consultation).select_related("snapshot").first()
    if run and run.snapshot and run.snapshot.manifest_hash == manifest.hash:
        return Snapshot.objects.filter(pk=run.snapshot_id, frozen_at=None).first()
    return None
