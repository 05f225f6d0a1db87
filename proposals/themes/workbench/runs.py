"""The runs of a consultation, with what came of each."""

from django.db.models import Count, OuterRef, Q, Subquery

from proposals.themes.enums import Place, ThemeState
from proposals.themes.models import LedgerLine, ThemeEdit, ThemeReport, ThemeRun

PAGE = 20


def runs_of(consultation, *, before=None):
    """Runs, newest first, each with `n_themes`, `n_analysed`, `n_edits`, `edition` (None: in no report)."""
    runs = ThemeRun.objects.filter(consultation=consultation)
    if before:
        runs = runs.filter(number__lt=before)
    standing = Q(codebook__themes__state__in=ThemeState.standing())
    lines = LedgerLine.objects.filter(run=OuterRef("pk"), place__in=Place.analysed())
    edits = ThemeEdit.objects.filter(run=OuterRef("pk"), undone_at=None)
    reports = ThemeReport.objects.filter(run=OuterRef("pk"))
    return list(
        runs.defer("structure")
        .select_related("started_by", "snapshot")
        .annotate(
            n_themes=Count("codebook__themes", filter=standing),
            n_analysed=_number_of(lines),
            n_edits=_number_of(edits),
            edition=Subquery(reports.order_by("-edition").values("edition")[:1]),
        )[:PAGE]
    )


def _number_of(rows):
    return Subquery(rows.order_by().values("run").annotate(n=Count("pk")).values("n"))
