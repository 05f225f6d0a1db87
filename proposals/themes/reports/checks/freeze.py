"""What was received: frozen, sorted as it was frozen, and adding up."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.enums import Channel
from proposals.themes.models import Snapshot
from proposals.themes.reports.gate import requires


@requires("freeze", gettext_lazy("What was received, frozen"))
def received_is_frozen(consultation, run):
    """Missing without a freeze; stale when something was frozen after the run read its own."""
    newest = Snapshot.objects.frozen_of(consultation)
    if newest is None or run.snapshot is None:
        return [_("What was received is not frozen yet.")]
    if run.snapshot_id != newest.pk:
        return [_("This run did not read what was frozen last. Start a new run.")]
    return []


@requires("ledger", gettext_lazy("The ledger"))
def ledger_adds_up(consultation, run):
    """Every submission of the snapshot stands on one line, and on no other."""
    snapshot = run.snapshot
    if snapshot is None:
        return []
    received = set(snapshot.items.order_by().values_list("submission_id", flat=True))
    placed = set(run.ledger.values_list("submission_id", flat=True))
    if received == placed and len(received) == snapshot.received:
        return []
    return [_("The ledger does not add up to what was received. Start a new run.")]


@requires("channels", gettext_lazy("The ways in"))
def every_way_is_known(consultation, run):
    """Every submission of the ledger says how it came."""
    unknown = run.ledger.exclude(submission__channel__in=Channel.values).count()
    if not unknown:
        return []
    words = ngettext(
        "%(n)d submission does not say how it came.", "%(n)d submissions do not say how they came.", unknown
    )
    return [words % {"n": unknown}]
