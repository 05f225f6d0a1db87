"""Measures of the workbench as people read them."""

from django import template
from django.utils.formats import number_format
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
    """Ten-thousandths as a number between 0 and 1 with two decimals."""
    return number_format((measured or 0) / SCALE, 2)


@register.simple_tag
def stability_words(theme):
    """How a theme held when the texts were drawn again: "Firm: 0.86 over 5 reruns"."""
    said = ngettext(
        "%(holds)s: %(value)s over %(n)d rerun", "%(holds)s: %(value)s over %(n)d reruns", RESAMPLINGS
    )
    return said % {"holds": HOLDS[theme.holds], "value": confidence(theme.stability), "n": RESAMPLINGS}


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
