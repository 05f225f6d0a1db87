"""Staffed hours: when moderators are at work, by the clock on the wall where the site is.

Hours are {weekday: [opens, closes]}: "0" is Monday, times are "HH:MM". A stretch that closes no later than
it opens runs into the next day. Both changes of the clock are lived through: what lies between two walls'
times is measured in real time.
"""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

ONE_DAY = timedelta(days=1)


def is_staffed(hours, at):
    """Is somebody there at this aware moment?"""
    day = timezone.localdate(at)
    stretches = [*_stretch(hours, day - ONE_DAY), *_stretch(hours, day)]
    return any(opens <= at < closes for opens, closes in stretches)


def staffed_later(hours, at, span):
    """The aware moment by which `span` of staffed time has passed; of any time where no hours are kept."""
    if not hours:
        return at + span
    day = timezone.localdate(at) - ONE_DAY
    while True:
        for opens, closes in _stretch(hours, day):
            starts = max(opens, at.astimezone(UTC))
            there = max(closes - starts, timedelta(0))
            if there >= span:
                return starts + span
            span -= there
        day += ONE_DAY


def _stretch(hours, day):
    """[(opens, closes)] in UTC of the stretch that begins on a day; nothing when nobody is there."""
    if str(day.weekday()) not in hours:
        return []
    opens, closes = (time.fromisoformat(wall) for wall in hours[str(day.weekday())])
    last_day = day if closes > opens else day + ONE_DAY
    return [(_moment(day, opens), _moment(last_day, closes))]


def _moment(day, wall):
    return timezone.make_aware(datetime.combine(day, wall)).astimezone(UTC)
