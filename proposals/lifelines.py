"""The line of a submission: received, then what the floors above know of it."""

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
    # A template that draws what the author may do here, with `station.subject`; forms need the page
    # they stand on.
    partial: str = ""
    subject: object = None


_providers: list = []
_reasons: list = []


def register(provider):
    """Register a function (submissions, user) -> {submission id: [Station]}: what comes after received."""
    _providers.append(provider)
    return provider


def stations_of(submissions, user):
    """{submission id: [Station]} of all of them, in a number of queries that does not grow with them.

    The submissions come with their consultation and their contributions.
    """
    submissions = list(submissions)
    lines = {each.pk: [_received(each)] for each in submissions}
    for provider in _providers:
        for key, stations in provider(submissions, user).items():
            lines[key].extend(stations)
    return lines


def _received(submission):
    return Station(_("Received"), DONE, when=in_words(submission.received_at, "moment"))


@dataclass(frozen=True)
class Reason:
    """Why a text of a submission is withheld: what was done, by which rule, and where to read and appeal."""

    heading: str
    rule: str
    url: str = ""


def register_reasons(provider):
    """Register a function (submission ids) -> {submission id: [Reason]} of texts withheld with reasons."""
    _reasons.append(provider)
    return provider


def reasons_of(submissions):
    """{submission id: [Reason]} as the floors above know them; nothing for those without a decision."""
    found: dict = {}
    for provider in _reasons:
        for key, reasons in provider(submissions).items():
            found.setdefault(key, []).extend(reasons)
    return found
