"""The line of a contribution: received, then what the floors above know of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.templatetags.dates import in_words

DONE, NOW, NEXT, LATE = "done", "now", "next", "late"


@dataclass(frozen=True)
class Station:
    """A stop on the line; `note` is text or safe HTML under it."""

    name: str
    state: str
    url: str = ""
    when: str = ""
    note: str = ""


_providers: list = []


def register(provider):
    """Register a function (contributions, user) -> {contribution id: [Station]}; later stations come after."""
    _providers.append(provider)
    return provider


def lifelines_of(contributions, user):
    """{contribution id: [Station]} for all of them, in a number of queries that does not grow with them."""
    contributions = list(contributions)
    lines = {each.pk: [_received(each)] for each in contributions}
    for provider in _providers:
        for key, stations in provider(contributions, user).items():
            lines[key].extend(stations)
    return lines


def _received(contribution):
    return Station(_("Received"), DONE, when=in_words(contribution.created_at, "moment"))
