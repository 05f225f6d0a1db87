"""How long things may take; each is said to the people it concerns."""

from datetime import timedelta

from consult.staffing import staffed_later

URGENT_READING = timedelta(hours=1)
LEASE = timedelta(minutes=10)  # how long a case is held by the moderator who took it
UNDO = timedelta(seconds=30)
EDITING = timedelta(hours=24)  # the time an author has to change a text
APPEALING = timedelta(days=180)  # at least six months, as Article 20 of the Digital Services Act asks
ANSWERING_APPEAL = timedelta(days=7)  # five working days
PAUSES = (1, 3, 7, 30)  # days for which an author can be paused


def reading_due(consultation, at, *, urgent=False):
    """When a case that came in at a moment is to be decided, by the hours that the consultation publishes.

    Only staffed hours count, where a consultation says which these are; what is urgent waits for no hours.
    """
    if urgent:
        return at + URGENT_READING
    return staffed_later(consultation.staffed_hours, at, timedelta(hours=consultation.reading_hours))
