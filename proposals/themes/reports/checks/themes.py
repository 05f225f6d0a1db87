"""The themes themselves: decided on by people, every one of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.themes.enums import ThemeState
from proposals.themes.models import Theme
from proposals.themes.reports.gate import requires


@requires("themes", gettext_lazy("The themes"))
def themes_are_decided(consultation, run):
    states = list(Theme.objects.of_run(run).values_list("state", flat=True))
    missing = []
    if ThemeState.CONFIRMED not in states:
        missing.append(_("No theme is confirmed."))
    if waiting := states.count(ThemeState.CANDIDATE):
        missing.append(
            ngettext(
                "%(n)d suggested theme is neither confirmed nor dismissed.",
                "%(n)d suggested themes are neither confirmed nor dismissed.",
                waiting,
            )
            % {"n": waiting}
        )
    return missing
