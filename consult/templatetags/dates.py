"""Dates and waits in words: a reader never works one out, and no relative time stands without its date."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from consult import clock

register = template.Library()

HOURS_NOT_DAYS = 48  # under this many hours, the time left is said in hours


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _as_date(value):
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


def _formats():
    return {
        "day": pgettext("date format: 14 December 2026", "j F Y"),
        "weekday": pgettext("date format: Monday 14 December 2026", "l j F Y"),
        "short": pgettext("date format: 14 December", "j F"),
        "brief": pgettext("date format: 14 Dec", "j M"),
        "moment": pgettext("date format: 14 December 2026, 6:12 pm", "j F Y, g:i a"),
        "clock": pgettext("time format: 6:12 pm", "g:i a"),
    }


def _on_the_first(style):
    """French writes 1er mai, and no format letter does."""
    return style.replace("j", pgettext("date format: the day in 1 December, where the first differs", "j"))


def in_words(value, style="day"):
    """The date in words; the short style leaves out the year when it is this one."""
    value = _local(value)
    if style == "short" and value.year != clock.today().year:
        style = "day"
    shape = _formats()[style]
    words = date_format(value, _on_the_first(shape) if value.day == 1 else shape)
    return words.replace("a.m.", "am").replace("p.m.", "pm")


@register.filter
def day(value):
    """14 December 2026."""
    return in_words(value, "day") if value else ""


@register.filter
def weekday(value):
    """Monday 14 December 2026."""
    return in_words(value, "weekday") if value else ""


@register.filter
def short_day(value):
    """14 December, with the year when it is another."""
    return in_words(value, "short") if value else ""


@register.filter
def moment(value):
    """14 December 2026, 6:12 pm."""
    return in_words(value, "moment") if value else ""


@register.filter
def clock_time(value):
    """6:12 pm."""
    return in_words(value, "clock") if value else ""


@register.simple_tag
def when(value, style="day"):
    """A time element. Styles: day, weekday, short, moment, clock."""
    if not value:
        return ""
    local = _local(value)
    exact = local.isoformat(timespec="seconds") if isinstance(local, datetime) else local.isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, in_words(value, style))


@register.simple_tag
def day_range(start, end):
    """2 November to 14 December."""
    first, last = in_words(start, "short"), in_words(end, "short")
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


@register.filter
def time_left(value):
    """3 days left; under 48 hours, hours; nothing once it has passed."""
    hours = (value - clock.now()).total_seconds() / 3600 if value else -1
    if hours < 0:
        return ""
    if hours < 1:
        return _("Less than 1 hour left")
    if hours < HOURS_NOT_DAYS:
        return ngettext("%(n)d hour left", "%(n)d hours left", int(hours)) % {"n": int(hours)}
    days = (_as_date(value) - clock.today()).days
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


@register.filter
def days_late(value, done=None):
    """7 days late, in whole days after the promised one until it was done; nothing while there is time."""
    days = ((_as_date(done) or clock.today()) - _as_date(value)).days if value else 0
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days} if days > 0 else ""


@register.filter
def waited(minutes):
    """How long a case has waited: 4 h 03 min, or 48 min."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(n)d min") % {"n": rest}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}
