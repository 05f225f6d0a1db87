"""`manage.py build_report SLUG --out DIR`: the report as files for anybody, published or as a draft."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from consult.models import Consultation
from proposals.themes.actions.reports import newest_done
from proposals.themes.models import ThemeReport
from proposals.themes.reports.bundle import canonical
from proposals.themes.reports.drafts import draft_report
from proposals.themes.reports.findings import findings
from proposals.themes.reports.tables import (
    as_json,
    coverage_csv,
    ledger_csv,
    opinion_themes_csv,
    statements_csv,
    themes_csv,
    weights_csv,
)
from proposals.themes.views.report import report_context

STYLES = ["tokens", "base", "controls", "components", "findings"]


class Command(BaseCommand):
    help = "Write the report of a consultation as HTML, CSV and JSON, with its bundle."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--out", required=True, help="folder to write to")

    def handle(self, *, slug, out, **options):
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            raise CommandError(f"There is no consultation with the slug {slug}.")
        report = ThemeReport.objects.latest_of(consultation) or self.draft(consultation)
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files_of(report).items():
            (folder / name).write_bytes(content)
            self.stdout.write(str(folder / name))

    def draft(self, consultation):
        run = newest_done(consultation)
        if run is None:
            raise CommandError(f"No run of {consultation.slug} has ended yet: manage.py find_themes first.")
        return draft_report(run)


def files_of(report):
    """{file name: bytes}, as the public may read them."""
    found = findings(report, AnonymousUser())
    context = {
        **report_context(found),
        "styles": "\n".join(_style(name) for name in STYLES),
        "site": settings.WAGTAILADMIN_BASE_URL,
    }
    return {
        "report.html": render_to_string("themes/report_file.html", context).encode(),
        "themes.csv": themes_csv(found),
        "ledger.csv": ledger_csv(found),
        "groups.csv": statements_csv(found),
        "opinion_themes.csv": opinion_themes_csv(found),
        "coverage.csv": coverage_csv(found),
        "weights.csv": weights_csv(found),
        "report.json": json.dumps(as_json(found), indent=1, ensure_ascii=False).encode(),
        "bundle.json": canonical(report.bundle),
    }


def _style(name):
    return Path(finders.find(f"consult/css/{name}.css")).read_text(encoding="utf-8")
