"""What people said back of a report, for its pages."""

from django import template

from proposals.themes.models import Theme
from proposals.themes.reports.answers import corrections_of

register = template.Library()


@register.simple_tag
def authors_corrections(report):
    """[(theme, asked, accepted, rate)] of today, numbers None where held back; [] while nobody asked."""
    rows = corrections_of(report.run, report.bundle["threshold"], report.bundle["themes"])
    if not any(asked != 0 for _theme, asked, _accepted, _rate in rows):
        return []
    themes = Theme.objects.in_bulk([row[0] for row in rows])
    return [(themes[pk], asked, accepted, rate) for pk, asked, accepted, rate in rows]
