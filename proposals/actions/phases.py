"""What follows in the thread and in the log when a phase opens or closes, or the facts change."""

import hashlib

from consult.actions.log import record as log
from proposals.events import record
from proposals.models import Vote


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
    """Write the digest of every vote row into the log, as the count that a closed phase leaves behind."""
    votes = Vote.objects.filter(contribution__consultation=consultation)
    sealed = {str(key): list(value) for key, value in votes_digests(votes).items()}
    return log(act="votes.sealed", by=by, consultation=consultation, target=phase, details={"sealed": sealed})


def votes_digests(votes):
    """{contribution id: (number of rows, SHA-256 of its rows in order)}."""
    digests: dict = {}
    rows = votes.order_by("contribution_id", "participant_id").values_list(
        "contribution_id", "participant_id", "choice"
    )
    for contribution, participant, choice in rows.iterator(chunk_size=5000):
        count, sealed = digests.get(contribution, (0, hashlib.sha256()))
        sealed.update(f"{participant}:{choice};".encode())
        digests[contribution] = (count + 1, sealed)
    return {key: (count, sealed.hexdigest()) for key, (count, sealed) in digests.items()}
