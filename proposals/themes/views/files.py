"""The report as files: the same findings as the page, for the same reader."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from proposals.themes.actions.prints import retire_print
from proposals.themes.models import ReportPrint
from proposals.themes.reports.archives import steady
from proposals.themes.reports.bundle_file import bundle_file
from proposals.themes.reports.document import as_document
from proposals.themes.reports.findings import findings
from proposals.themes.reports.prints import digest_of, pdf_maker
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
STYLES = ["tokens", "base", "controls", "components", "findings", "print"]
PDF = "report.pdf"


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


def as_print(found):
    """The page to print as a tagged PDF; None where nothing can make one."""
    maker, report = pdf_maker(), found.report
    if maker is None:
        return None
    return maker(as_page(found), moment=moment_of(report), author=report.consultation.body.name)


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
    PDF: (as_print, "application/pdf"),
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
    content = kept_print(report, request.user) if name == PDF else write(findings(report, request.user))
    if content is None:
        return redirect("report_file", slug, "report.html")
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-{name}"'
    return response


def kept_print(report, user):
    """The PDF as the public gets it; None when there is none, or a text that it quotes was hidden since."""
    prints = ReportPrint.objects.visible_to(user)
    kept = prints.filter(report=report, language=get_language()).first()
    if kept and kept.page_digest != digest_of(as_page(findings(report, AnonymousUser()))):
        retire_print(kept=kept)
        return None
    return bytes(kept.content) if kept else None


def download_links(found):
    """[(words, address, "CSV, 4 kB")] of the files this reader gets."""
    words = {
        "report.html": _("Report for print"),
        PDF: _("Report as PDF"),
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
    sizes = found.report.sizes.get(get_language(), {})
    offered = [name for name in FILES if _is_offered(name, found) and (name != PDF or PDF in sizes)]
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
            names = [name for name in FILES if name != PDF and _is_offered(name, found)]
            sizes[language] = {name: len(FILES[name][0](found)) for name in names}
    return sizes


def prints_of(report):
    """{language: (digest of the page, bytes)} of the PDFs to be made anew; None for one that cannot be."""
    kept, made = dict(report.prints.values_list("language", "page_digest")), {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found = findings(report, AnonymousUser())
            digest = digest_of(as_page(found))
            if kept.get(language) != digest:
                content = as_print(found)
                made[language] = content and (digest, content)
    return made
