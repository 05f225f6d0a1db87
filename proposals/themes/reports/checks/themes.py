"""The themes themselves: decided on by people, every one of them, and quoted from both sides."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proposals.enums import Consent, Kind, Stance
from proposals.models import Contribution
from proposals.themes.contrasts import unread
from proposals.themes.enums import ThemeState
from proposals.themes.models import Theme, ThemeAssignment
from proposals.themes.reports.gate import requires
from proposals.themes.reports.words import LONGEST_QUOTE


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


@requires("dissent", gettext_lazy("Quotes from both sides"))
def both_sides_can_be_quoted(consultation, run):
    """Of a theme in which people are for and others against, neither side has all its quotes hidden."""
    hidden = {(row["theme"], row["side"]): row["theme__name"] for row in _sides(run) if not row["open"]}
    words = {
        Stance.FOR: _("“%(name)s”: every quote of those who are for it is hidden. Bring one back."),
        Stance.AGAINST: _("“%(name)s”: every quote of those who are against it is hidden. Bring one back."),
    }
    return [words[Stance(side)] % {"name": name} for (_theme, side), name in sorted(hidden.items())]


def _sides(run):
    """For each confirmed theme and side that could be quoted: how many passages, and how many not hidden."""
    texts = Contribution.objects.for_analysis(run.consultation).shown()
    texts = texts.exclude(kind=Kind.ANSWER, submission__consent=Consent.WITHHELD)
    rows = ThemeAssignment.objects.counted().filter(
        run=run, theme__state=ThemeState.CONFIRMED, end__lte=F("start") + LONGEST_QUOTE
    )
    rows = rows.filter(
        contribution__in=texts.values("pk"), contribution__stance__in=[Stance.FOR, Stance.AGAINST]
    )
    rows = rows.order_by().values("theme", "theme__name", side=F("contribution__stance"))
    return rows.annotate(n=Count("pk"), open=Count("pk", filter=Q(quote_hidden=False)))


@requires("contrasts", gettext_lazy("Contrasting quotes read by an analyst"))
def contrasting_quotes_are_read(consultation, run):
    """What says otherwise than a theme was read in its present words; nothing is asked where nothing does."""
    texts = Contribution.objects.for_analysis(consultation).shown()
    themes = Theme.objects.of_run(run).confirmed().select_related("contrast_reading")
    missing = unread(texts, list(themes))
    return [
        ngettext(
            "“%(name)s”: %(n)d contrasting quote that no analyst has read.",
            "“%(name)s”: %(n)d contrasting quotes that no analyst has read.",
            number,
        )
        % {"name": theme.name, "n": number}
        for theme, number in missing.items()
    ]
