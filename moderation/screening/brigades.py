"""Many new accounts that report one text within minutes: told to the moderator, and nothing else."""

from datetime import timedelta

NEW_ACCOUNT = timedelta(days=7)
WINDOW = timedelta(minutes=2)
MANY = 30


def largest_rush(moments, window=WINDOW):
    """The largest number of these moments that lie within one window."""
    moments = sorted(moments)
    first = largest = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > window:
            first += 1
        largest = max(largest, last - first + 1)
    return largest


def is_brigade(moments):
    """Did this many new accounts report within the window? `moments` are those of new accounts' reports."""
    return largest_rush(moments) >= MANY
