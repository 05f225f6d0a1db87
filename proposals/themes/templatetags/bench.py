"""Measures of the workbench as people read them."""

from decimal import Decimal

from django import template
from django.template.defaultfilters import floatformat
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.themes.analysis import PASSAGE, RESAMPLINGS, SCALE
from proposals.themes.enums import ThemeState

register = template.Library()

HOLDS = {
    "firm": gettext_lazy("Firm"),
    "fair": gettext_lazy("Fair"),
    "loose": gettext_lazy("Loose"),
    "rare": gettext_lazy("Rare"),
}


@register.simple_tag
def confidence(measured):
    """Ten-thousandths as a number between 0 and 1 with two decimals, rounded."""
    return floatformat(Decimal(measured or 0) / SCALE, 2)


@register.simple_tag
def stability_words(theme):
    """How a theme held when the texts were drawn again, which no edit changes: "Firm: 0.86 over 5 reruns,
    before people's edits"."""
    said = ngettext(
        "%(holds)s: %(value)s over %(n)d rerun, before people’s edits",
        "%(holds)s: %(value)s over %(n)d reruns, before people’s edits",
        RESAMPLINGS,
    )
    return said % {"holds": HOLDS[theme.holds], "value": confidence(theme.stability), "n": RESAMPLINGS}


@register.filter
def holds_word(word):
    """Firm, fair, loose or rare, in the reader's language."""
    return HOLDS.get(word, word)


@register.simple_tag
def theme_options(themes):
    """The options of a list of standing themes, made once for every list of a page."""
    standing = [(theme.pk, theme.name) for theme in themes if theme.state != ThemeState.DISMISSED]
    options = [("", _("Choose a theme")), *standing]
    return format_html_join("", '<option value="{}">{}</option>', options)


@register.simple_tag
def method_words(run):
    """How a run grouped texts, in words, and how finely it cut them where that was not as usual."""
    words = _("tree") if run.parameters.get("method") == "tree" else _("k-means")
    length = run.parameters.get("passage_length", PASSAGE)
    if length == PASSAGE:
        return words
    return _("%(method)s, passages of %(length)d characters") % {"method": words, "length": length}
