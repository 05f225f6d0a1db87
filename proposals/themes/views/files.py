"""The report as files."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from proposals.themes.reports.findings import findings
from proposals.themes.reports.tables import (
    as_json,
    breakdowns_csv,
    coverage_csv,
    ledger_csv,
    opinion_themes_csv,
    statements_csv,
    themes_csv,
    weights_csv,
)

from .access import consultation_or_404, report_of

TABLES = {
    "themes.csv": themes_csv,
    "breakdowns.csv": breakdowns_csv,
    "ledger.csv": ledger_csv,
    "groups.csv": statements_csv,
    "opinion_themes.csv": opinion_themes_csv,
    "coverage.csv": coverage_csv,
    "weights.csv": weights_csv,
}


@require_GET
def download(request, slug, name):
    """`…/report/files/NAME`: the same findings as the page, for the same reader."""
    consultation = consultation_or_404(request, slug)
    report = report_of(consultation, request.user)
    if report is None or (name not in TABLES and name != "report.json"):
        raise Http404
    found = findings(report, request.user)
    if name == "report.json":
        response = JsonResponse(as_json(found), json_dumps_params={"indent": 1})
    else:
        response = HttpResponse(TABLES[name](found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-{name}"'
    return response
