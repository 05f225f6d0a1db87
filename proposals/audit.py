"""Compares vote rows with the digests that a closing phase sealed into the log."""

from consult.audit import Fault, sealed
from consult.enums import Act
from consult.models import Consultation, LogEntry

from .actions.phases import votes_digests
from .models import Vote


@sealed
def changed_votes():
    """A fault for each contribution whose votes differ from the last seal of its consultation."""
    for entry in _last_seals():
        kept = entry.details.get("sealed", {})
        votes = Vote.objects.filter(contribution__consultation_id=entry.chain)
        found = {str(key): list(value) for key, value in votes_digests(votes).items()}
        for contribution in sorted(set(kept) | set(found), key=int):
            yield from _compared(entry.chain, contribution, kept.get(contribution), found.get(contribution))


def _last_seals():
    """The newest seal of each consultation that takes no more votes."""
    latest: dict = {}
    for entry in LogEntry.objects.filter(act="votes.sealed").order_by("chain", "number"):
        latest[entry.chain] = entry
    return [entry for entry in latest.values() if not _voting_again(entry.chain)]


def _voting_again(consultation_id):
    consultation = Consultation.objects.get(pk=consultation_id)
    return consultation.phase_allowing(Act.VOTE) is not None


def _compared(chain, contribution, kept, found):
    if kept == found:
        return
    before, after = (kept or [0])[0], (found or [0])[0]
    if before == after:
        yield Fault(chain, "vote changed", f"contribution {contribution}")
    elif before > after:
        yield Fault(chain, f"{before - after} votes deleted", f"contribution {contribution}")
    else:
        yield Fault(chain, f"{after - before} votes inserted", f"contribution {contribution}")
