"""What this floor knows to be open when everything received is to be frozen."""

from django.utils.translation import gettext_lazy as _

from proposals.closing import closing_line

from .enums import CaseState
from .models import Appeal, Case


@closing_line("cases", _("cases waiting for a moderator"))
def waiting_cases(consultation):
    return Case.objects.filter(consultation=consultation, state=CaseState.OPEN).count()


@closing_line("appeals", _("appeals waiting for a decision"))
def open_appeals(consultation):
    return Appeal.objects.filter(consultation=consultation, outcome="").count()
