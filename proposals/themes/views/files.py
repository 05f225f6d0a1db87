"""The report as files: the same findings as the page, for the same reader."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from proposals.themes.reports.archives import steady
from proposals.themes.reports.bundle_file import bundle_file
from proposals.themes.reports.document import as_document
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
from proposals.themes.reports.workbook import as_workbook

from .access import consultation_or_404, report_of
from .report_context import report_context

CSV, JSON = "text/csv; charset=utf-8", "application/json"
OFFICE = "application/vnd.openxmlformats-officedocument"
STYLES = ["tokens", "base", "controls", "components", "findings"]


def moment_of(report):
    return report.published_at or report.frozen_at


def as_page(found):
    """The whole report as one file that prints and asks nothing of any site."""
    context = {
        **report_context(found),
        "styles": "\n".join(_style(name) for name in STYLES),
        "site": settings.WAGTAILADMIN_BASE_URL,
    }
    return render_to_string("themes/report_file.html", context).encode()


def _style(name):
    return Path(finders.find(f"consult/css/{name}.css")).read_text(encoding="utf-8")


def _document(found):
    return steady(as_document(report_context(found)), moment_of(found.report))


def _workbook(found):
    return steady(as_workbook(report_context(found)), moment_of(found.report))


def _json(found):
    return json.dumps(as_json(found), indent=1, ensure_ascii=False).encode()


def bundle_of(found):
    return bundle_file(found.report)


def _bundle(found):
    """The whole bundle, for readers who may know everything that is in it."""
    if not found.all_open:
        raise Http404
    return bundle_of(found)


# name: (what it is, how it is written, media type)
FILES = {
    "report.html": (as_page, "text/html; charset=utf-8"),
    "report.docx": (_document, f"{OFFICE}.wordprocessingml.document"),
    "report.xlsx": (_workbook, f"{OFFICE}.spreadsheetml.sheet"),
    "themes.csv": (themes_csv, CSV),
    "ledger.csv": (ledger_csv, CSV),
    "breakdowns.csv": (breakdowns_csv, CSV),
    "groups.csv": (statements_csv, CSV),
    "opinion_themes.csv": (opinion_themes_csv, CSV),
    "coverage.csv": (coverage_csv, CSV),
    "weights.csv": (weights_csv, CSV),
    "report.json": (_json, JSON),
    "bundle.json": (_bundle, JSON),
}


@require_GET
def download(request, slug, name):
    """`…/report/files/NAME`."""
    consultation = consultation_or_404(request, slug)
    report = report_of(consultation, request.user)
    if report is None or name not in FILES:
        raise Http404
    write, media = FILES[name]
    response = HttpResponse(write(findings(report, request.user)), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-{name}"'
    return response


def download_links(found):
    """[(words, address, "CSV, 4 kB")] of the files this reader gets."""
    words = {
        "report.html": _("Report for print"),
        "report.docx": _("Report for Word"),
        "report.xlsx": _("All tables in one workbook"),
        "themes.csv": _("Themes table"),
        "ledger.csv": _("Where everything went"),
        "breakdowns.csv": _("Themes by group of respondents"),
        "groups.csv": _("Opinion groups"),
        "opinion_themes.csv": _("Themes that bridge and divide"),
        "coverage.csv": _("Who was heard"),
        "weights.csv": _("Weighted shares, a test"),
        "report.json": _("Report with its run record"),
        "bundle.json": _("Bundle to rebuild these numbers"),
    }
    offered = [name for name in FILES if _is_offered(name, found)]
    sizes = found.report.sizes.get(get_language(), {})
    slug = found.report.consultation.slug
    return [
        (words[name], reverse("report_file", args=[slug, name]), _kind_and_size(name, sizes.get(name)))
        for name in offered
    ]


def _is_offered(name, found):
    """What this reader has something to find in."""
    if name in ("coverage.csv", "weights.csv"):
        return bool(found.bundle.get("coverage"))
    there = {
        "groups.csv": found.statements,
        "breakdowns.csv": found.breakdowns,
        "bundle.json": found.all_open,
    }
    return bool(there.get(name, True))


def _kind_and_size(name, size):
    kind = {"docx": "Word", "xlsx": "Excel"}.get(name.rsplit(".")[-1], name.rsplit(".")[-1].upper())
    if not size:
        return kind
    return ", ".join([kind, _("%(n)d kB") % {"n": max(1, round(size / 1000))}])


def measured(report):
    """{language: {file: bytes}} as the public gets the files."""
    sizes = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found = findings(report, AnonymousUser())
            written = {name: write for name, (write, _media) in FILES.items() if _is_offered(name, found)}
            sizes[language] = {name: len(write(found)) for name, write in written.items()}
    return sizes
