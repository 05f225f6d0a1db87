"""What this floor knows to be open when everything received is to be frozen."""

from django.utils.translation import ngettext

from proposals.closing import closing_line
from proposals.enums import ContributionState

from .enums import CaseState, Effect
from .models import Appeal, Case, Decision


@closing_line("cases", lambda n: ngettext("case waiting for a moderator", "cases waiting for a moderator", n))
def waiting_cases(consultation):
    return Case.objects.filter(consultation=consultation, state=CaseState.OPEN).count()


@closing_line(
    "appeals", lambda n: ngettext("appeal waiting for a decision", "appeals waiting for a decision", n)
)
def open_appeals(consultation):
    return Appeal.objects.filter(consultation=consultation, outcome="").count()


@closing_line(
    "edits",
    lambda n: ngettext(
        "text whose author was asked to change it and still may",
        "texts whose author was asked to change them and still may",
        n,
    ),
)
def edits_asked_for(consultation):
    asked = Decision.objects.in_force().filter(
        case__consultation=consultation, case__state=CaseState.DECIDED, effect=Effect.ASK_TO_EDIT
    )
    held = asked.filter(case__contribution__state=ContributionState.HELD)
    return held.values("case__contribution").distinct().count()
