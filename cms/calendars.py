"""A consultation as a calendar: when phases open and close, when the answer is due, where people meet."""

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from consult.clock import now

AN_HOUR = timedelta(hours=1)
PRODUCT = "-//Consult//consultations//EN"


def calendar_of(consultation, meetings, address):
    """iCalendar bytes (RFC 5545); address: of the consultation's page; meetings: (id, value) of blocks.

    Every event keeps its identifier when its words or times change, so that calendars move what they hold.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", consultation.title)
    calendar.add("x-wr-calname", consultation.title)
    for event in [*_phases(consultation), *_answer(consultation), *_meetings(consultation, meetings)]:
        event.add("dtstamp", now())
        event.add("url", address)
        calendar.add_component(event)
    return calendar.to_ical()


def _event(consultation, key, title, starts, ends):
    event = Event()
    event.add("uid", f"{consultation.slug}-{key}@consult")
    event.add("summary", f"{title} ({consultation.title})")
    event.add("dtstart", starts)
    if ends is not None:
        event.add("dtend", ends)
    return event


def _phases(consultation):
    """A phase without an end stands on the moment it opens."""
    for phase in consultation.phases_in_order:
        event = _event(consultation, phase.key, phase.title, phase.opens_at, phase.closes_at)
        event.add("transp", "TRANSPARENT")
        if phase.note:
            event.add("description", phase.note)
        yield event


def _answer(consultation):
    if consultation.answer_due_on:
        yield _event(consultation, "answer", _("Answer due"), consultation.answer_due_on, None)


def _meetings(consultation, meetings):
    for block_id, meeting in meetings:
        starts = meeting["starts_at"]
        event = _event(consultation, block_id, meeting["name"], starts, starts + AN_HOUR)
        event.add("location", meeting["place"])
        if meeting["note"]:
            event.add("description", meeting["note"])
        yield event
