"""How long things may take; each is said to the people it concerns."""

from datetime import timedelta

FIRST_READING = timedelta(hours=4)  # a case turns red after this
URGENT_READING = timedelta(hours=1)
LEASE = timedelta(minutes=10)  # how long a case is held by the moderator who took it
UNDO = timedelta(seconds=30)
EDITING = timedelta(hours=24)  # the time an author has to change a text
APPEALING = timedelta(days=180)  # at least six months, as Article 20 of the Digital Services Act asks
ANSWERING_APPEAL = timedelta(days=7)  # five working days
PAUSES = (1, 3, 7, 30)  # days for which an author can be paused


def reading_due(at, *, urgent=False):
    """When a case that came in at a moment should be decided."""
    return at + (URGENT_READING if urgent else FIRST_READING)
