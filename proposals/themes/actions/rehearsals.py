"""What goes when a rehearsed consultation opens."""

from proposals.themes.models import (
    ClosingLine,
    Codebook,
    Correction,
    Follow,
    OfficialResponse,
    OutcomeEdition,
    Redaction,
    Snapshot,
    Theme,
    ThemeReport,
    ThemeRun,
)


def clear_analysis(*, consultation):
    """Delete every run, report and response of a rehearsal, inside the transaction that opens it."""
    Follow.objects.filter(consultation=consultation).delete()
    Correction.objects.filter(consultation=consultation).delete()
    OutcomeEdition.objects.filter(report__consultation=consultation).delete()
    OfficialResponse.objects.filter(consultation=consultation).delete()
    ThemeReport.objects.filter(consultation=consultation).delete()
    Theme.objects.filter(codebook__consultation=consultation).update(parent=None)
    Redaction.objects.filter(consultation=consultation).delete()
    ThemeRun.objects.filter(consultation=consultation).delete()
    Codebook.objects.filter(consultation=consultation).delete()
    Snapshot.objects.filter(consultation=consultation).delete()
    ClosingLine.objects.filter(consultation=consultation).delete()
