"""What follows in the thread and in the log when a phase opens or closes, or the facts change."""

import hashlib

from consult.actions.log import record as log
from proposals.events import record
from proposals.models import Vote, VoteSeal


def announce_phase(*, phase, what):
    """Tell every open page of the consultation, and every hub to look at rights again."""
    consultation = phase.consultation_id
    record(
        (f"consultation:{consultation}", f"phase.{what}", phase.pk),
        (f"access:{consultation}", "access.changed", consultation),
    )


def announce_consultation(*, consultation):
    """The words or facts of a consultation changed."""
    record(
        (f"consultation:{consultation.pk}", "consultation.changed", consultation.pk),
        (f"access:{consultation.pk}", "access.changed", consultation.pk),
    )


def announce_access(*, consultation, user_ids):
    """Somebody's rights changed: their sockets are checked again."""
    topics = [(f"user:{user_id}", "access.changed", user_id) for user_id in user_ids]
    if consultation is not None:
        topics.append((f"access:{consultation.pk}", "access.changed", consultation.pk))
    if topics:
        record(*topics)


def seal_votes(*, consultation, by=None, phase=None):
    """Write the digest of all votes into the log, as the count that a closed phase leaves behind.

    Beside the entry the rows themselves are kept, append-only, so that whatever changes is named.
    """
    rows = votes_rows(Vote.objects.filter(contribution__consultation=consultation))
    sealed = {str(key): list(digest_of_rows(each)) for key, each in rows.items()}
    entry = log(
        act="votes.sealed", by=by, consultation=consultation, target=phase, details={"sealed": sealed}
    )
    seals = [
        VoteSeal(chain=entry.chain, number=entry.number, contribution_id=key, rows=each)
        for key, each in rows.items()
    ]
    VoteSeal.objects.bulk_create(seals, batch_size=500)
    return entry


def votes_rows(votes):
    """{contribution id: "participant:choice;" of each of its votes, in order}."""
    rows: dict = {}
    ordered = votes.order_by("contribution_id", "participant_id").values_list(
        "contribution_id", "participant_id", "choice"
    )
    for contribution, participant, choice in ordered.iterator(chunk_size=5000):
        rows.setdefault(contribution, []).append(f"{participant}:{choice};")
    return {key: "".join(each) for key, each in rows.items()}


def digest_of_rows(rows):
    """(number of votes, SHA-256) of such rows."""
    return rows.count(";"), hashlib.sha256(rows.encode()).hexdigest()
