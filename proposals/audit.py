"""Compares vote rows with those that a closing phase sealed into the log, and names each that differs."""

from consult.audit import Fault, sealed
from consult.enums import Act
from consult.models import Consultation, LogEntry

from .actions.phases import digest_of_rows, votes_rows
from .models import Vote, VoteSeal


@sealed
def changed_votes():
    """A fault for each vote that differs from the last seal of its consultation."""
    for entry in _last_seals():
        kept = entry.details.get("sealed", {})
        rows = votes_rows(Vote.objects.filter(contribution__consultation_id=entry.chain))
        found = {str(key): list(digest_of_rows(each)) for key, each in rows.items()}
        for contribution in sorted(set(kept) | set(found), key=int):
            if kept.get(contribution) != found.get(contribution):
                now = rows.get(int(contribution), "")
                yield from _differences(entry, contribution, kept.get(contribution), now)


def _last_seals():
    """The newest seal of each consultation that takes no more votes."""
    latest: dict = {}
    for entry in LogEntry.objects.filter(act="votes.sealed").order_by("chain", "number"):
        latest[entry.chain] = entry
    return [entry for entry in latest.values() if not _voting_again(entry.chain)]


def _voting_again(consultation_id):
    consultation = Consultation.objects.get(pk=consultation_id)
    return consultation.phase_allowing(Act.VOTE) is not None


def _differences(entry, contribution, digest, now):
    """The votes sealed and not found, found and not sealed, and found with another choice."""
    where = f"contribution {contribution}"
    seal = VoteSeal.objects.filter(
        chain=entry.chain, number=entry.number, contribution_id=contribution
    ).first()
    before = seal.rows if seal else ""
    if list(digest_of_rows(before)) != (digest or list(digest_of_rows(""))):
        yield Fault(entry.chain, "sealed copy of the votes changed or deleted", where)
        return
    sealed_votes, found_votes = _by_participant(before), _by_participant(now)
    for participant in sorted(set(sealed_votes) | set(found_votes), key=int):
        what = _what_happened(sealed_votes.get(participant), found_votes.get(participant))
        if what:
            yield Fault(entry.chain, what, f"{where}, participant {participant}")


def _by_participant(rows):
    return dict(row.split(":") for row in rows.split(";") if row)


def _what_happened(before, after):
    if before == after:
        return ""
    if before is None:
        return "vote inserted"
    return "vote deleted" if after is None else "vote changed"


def votes_verify(contribution):
    """Are the votes on one contribution those that the closing phase sealed? None before anything is sealed.

    Three queries, for its public page; `verify_log` compares the seals with the log as well.
    """
    seals = VoteSeal.objects.filter(chain=contribution.consultation_id)
    number = seals.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        return None
    seal = seals.filter(number=number, contribution_id=contribution.pk).first()
    rows = votes_rows(Vote.objects.filter(contribution=contribution))
    return rows.get(contribution.pk, "") == (seal.rows if seal else "")
