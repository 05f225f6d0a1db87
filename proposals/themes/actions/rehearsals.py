"""What goes when a rehearsed consultation opens."""

from proposals.themes.models import Codebook, OfficialResponse, Snapshot, Theme, ThemeReport, ThemeRun


def clear_analysis(*, consultation):
    """Delete every run, report and response of a rehearsal, inside the transaction that opens it."""
    OfficialResponse.objects.filter(consultation=consultation).delete()
    ThemeReport.objects.filter(consultation=consultation).delete()
    Theme.objects.filter(codebook__consultation=consultation).update(parent=None)
    ThemeRun.objects.filter(consultation=consultation).delete()
    Codebook.objects.filter(consultation=consultation).delete()
    Snapshot.objects.filter(consultation=consultation).delete()
