"""`manage.py build_report SLUG --out DIR`: the report as files for anybody, published or as a draft."""

from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError

from consult.models import Consultation
from proposals.themes.actions.reports import newest_done
from proposals.themes.models import ThemeReport
from proposals.themes.reports.drafts import draft_report
from proposals.themes.reports.findings import findings
from proposals.themes.views.files import FILES, bundle_of

# On disk the bundle is whole: whoever runs a command reads the database.
WRITTEN = {**FILES, "bundle.json": (bundle_of, "")}


class Command(BaseCommand):
    help = "Write the report of a consultation as HTML, PDF, Word, Excel, CSV and JSON, with its bundle."

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
    written = {name: write(found) for name, (write, _media) in WRITTEN.items()}
    return {name: content for name, content in written.items() if content is not None}
