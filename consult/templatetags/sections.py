"""Tabs and line of a consultation for templates."""

from django import template

from consult import sections

from .dates import day_range, in_words

register = template.Library()


@register.inclusion_tag("components/tabs.html")
def section_tabs(consultation, current):
    """The links to the pages of one consultation."""
    return {"tabs": sections.section_tabs(consultation, current)}


@register.inclusion_tag("components/line.html")
def phase_line(consultation, across=False, label=""):
    """The phases of a consultation as the line with stations."""
    stations = sections.phase_stations(consultation)
    for station in stations:
        station["when"] = _when(station["phase"])
    return {"stations": stations, "across": across, "label": label}


def _when(phase):
    if phase.closes_at is None:
        return in_words(phase.opens_at, "short")
    return day_range(phase.opens_at, phase.closes_at)
