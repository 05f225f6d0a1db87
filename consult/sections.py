"""The pages of one consultation, as its tabs and its line say them."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .clock import now
from .enums import Act, PhaseKind
from .templatetags.dates import in_words


def section_tabs(consultation, current):
    """[{name, url, current, note}] for About, Proposals, Questions, Themes, Responses."""
    entries = [("about", _("About"), consultation.get_absolute_url(), "")]
    acts = consultation.acts_ever_allowed()
    if acts & {Act.PROPOSE, Act.VOTE, Act.COMMENT}:
        entries.append(("proposals", _("Proposals"), section_url(consultation, "proposals"), ""))
    if Act.ANSWER in acts and consultation.has_questions:
        entries.append(("questionnaire", _("Questions"), section_url(consultation, "questionnaire"), ""))
    for key, name, kind in (
        ("report", _("Themes"), PhaseKind.SORTING),
        ("responses", _("Responses"), PhaseKind.ANSWERING),
    ):
        entries.append((key, name, section_url(consultation, key), coming_note(consultation, kind)))
    return [
        {"name": name, "url": url, "current": key == current, "note": "" if key == current else note}
        for key, name, url, note in entries
    ]


def section_url(consultation, name):
    """The address of a page of a consultation; its front page while no app serves that name."""
    try:
        return reverse(name, args=[consultation.slug])
    except NoReverseMatch:
        return consultation.get_absolute_url()


def coming_note(consultation, kind):
    """'from 16 Jan' while a phase of this kind is still to end."""
    phase = next((p for p in consultation.phases_in_order if p.kind == kind), None)
    ends = phase and (phase.closes_at or phase.opens_at)
    if not ends or ends <= now():
        return ""
    return _("from %(date)s") % {"date": in_words(ends, "brief")}


def phase_stations(consultation):
    """The phases as stations of the line: done, now, next."""
    at = now()
    return [
        {"name": phase.title, "state": _state(phase, at), "phase": phase, "note": phase.note}
        for phase in consultation.phases_in_order
    ]


def _state(phase, at):
    if phase.is_over(at):
        return "done"
    return "now" if phase.is_open(at) else "next"
