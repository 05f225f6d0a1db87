"""What is known of the software's accessibility, kept with it: the statement of every site says the same.

Whoever changes a page, or tries one with something new, changes this with it; docs/accessibility.md says how
each of these was found.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

CHECKED_ON = date(2026, 11, 28)
CHECKED = [
    _("Programs look for barriers on every kind of page, in light and dark, on narrow and wide screens."),
    _("Contributing, voting and reporting are walked by keyboard alone, and without scripts."),
    _("Every pair of colours is measured, also those of this site's own brand."),
]
KNOWN_ISSUES = [
    _("Some pages for staff are long on a phone, and their wide tables are moved sideways inside a frame."),
    _("The editors' pages are Wagtail's own. Wagtail publishes what is known of them."),
    _("Documents that editors add are as accessible as those who made them made them."),
    _("What people write may lack structure or use words from other languages that are not marked."),
]
NOT_TRIED = [
    _("screen readers (NVDA, JAWS, VoiceOver, TalkBack, Orca)"),
    _("speech control, switches, screen magnifiers"),
    _("browsers other than Chromium, and real phones"),
]


def statement_context(request):
    """What the page of the statement shows beside the words of its editors."""
    from .models import AccessibilityNotes

    return {
        "checked_on": CHECKED_ON,
        "checked": CHECKED,
        "known_issues": KNOWN_ISSUES,
        "not_tried": NOT_TRIED,
        "notes": AccessibilityNotes.for_request(request),
    }
