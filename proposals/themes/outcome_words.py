"""What keeps the outcome edition back, in words: which answers, and how many people would hear nothing."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import OutcomeKind
from .models import Campaign, OfficialResponse, Theme
from .outcomes import missing_in


def missing_words(run, fates):
    """One line for each theme, campaign and pile without a checked answer; [] when everybody has an
    outcome.
    """
    missing = missing_in(fates)
    answers = list(OfficialResponse.objects.of_runs([run]).begun().named())
    unready = [each for each in answers if not each.is_ready]
    lines = [_unchecked(each.subject, missing.pop(_key_of(each), 0)) for each in unready]
    answered = {each.theme_id for each in answers}
    for theme in Theme.objects.of_run(run).confirmed().exclude(pk__in=answered - {None}):
        lines.append(_unanswered(theme.name, missing.pop((OutcomeKind.THEME, theme.pk), 0)))
    return [*lines, *_others(missing)]


def _unchecked(name, number):
    if not number:
        return _("“%(name)s” needs a second check.") % {"name": name}
    return _("“%(name)s” needs a second check: %(people)s.") % {"name": name, "people": _people(number)}


def _unanswered(name, number):
    if not number:
        return _("“%(name)s” has no answer.") % {"name": name}
    return _("“%(name)s” has no answer: %(people)s.") % {"name": name, "people": _people(number)}


def _key_of(response):
    if response.theme_id:
        return (OutcomeKind.THEME, response.theme_id)
    if response.campaign_id:
        return (OutcomeKind.CAMPAIGN, response.campaign_id)
    return (OutcomeKind.UNSURE, None)


def _others(missing):
    campaigns = Campaign.objects.in_bulk([pk for kind, pk in missing if kind == OutcomeKind.CAMPAIGN])
    says = {
        OutcomeKind.UNSURE: _("What fits no theme has no answer: %(people)s."),
        OutcomeKind.REASONS: _("Texts are withheld without a statement of reasons: %(people)s."),
        OutcomeKind.PENDING: _("Texts still wait for a moderator: %(people)s."),
    }
    for (kind, pk), number in sorted(missing.items(), key=str):
        if kind == OutcomeKind.CAMPAIGN:
            named = {"number": campaigns[pk].number + 1, "people": _people(number)}
            yield (
                _("Campaign %(number)d stands in no theme and has no answer of its own: %(people)s.") % named
            )
        elif kind in says:
            yield says[kind] % {"people": _people(number)}


def _people(number):
    return ngettext("%(n)d person would hear nothing", "%(n)d people would hear nothing", number) % {
        "n": number
    }
