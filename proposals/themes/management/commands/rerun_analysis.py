"""`manage.py rerun_analysis BUNDLE`: fit again, and say how far the result moved from what was published."""

from django.core.management.base import BaseCommand, CommandError

from proposals.themes.reports.refit import (
    compared,
    machine_themes,
    published_themes,
    refit,
    run_of,
    snapshot_of,
    texts_now,
)

from .rebuild_report import parsed, read


class Command(BaseCommand):
    help = "Fit the themes of a published bundle again and print the share of texts that moved."

    def add_arguments(self, parser):
        parser.add_argument("bundle", help="the file bundle.json of a report")

    def handle(self, *, bundle, **options):
        stated = parsed(read(bundle))
        snapshot = snapshot_of(stated)
        run = run_of(stated, snapshot) if snapshot else None
        if run is None:
            raise CommandError(
                "The texts of this bundle are not here: it carries counts and no words. "
                "Run this where the consultation is kept."
            )
        found = compared(published_themes(run), machine_themes(refit(stated, texts_now(snapshot))))
        self.stdout.write(f"Compared {found.texts} texts, {found.gone} are gone since.")
        self.stdout.write(f"Moved: {found.moved}, {found.share} per cent.")
        self.stdout.write(f"Largest change of a share: {found.largest_change} percentage points.")
