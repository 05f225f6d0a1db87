"""`manage.py rebuild_report BUNDLE --out DIR`: every number of a report again, from the file alone."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from proposals.themes.reports.bundle import canonical
from proposals.themes.reports.bundle_file import read_bundle
from proposals.themes.reports.rebuild import registered
from proposals.themes.reports.rebuild.carried import carried
from proposals.themes.reports.rebuild.comparing import differences, rebuilt


class Command(BaseCommand):
    help = "Recompute every number of a published bundle and name each one that differs."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("bundle", help="the file bundle.json of a report")
        parser.add_argument("--out", required=True, help="folder to write the recomputed bundle to")

    def handle(self, *, bundle, out, **options):
        written = read(bundle)
        stated = parsed(written)
        right = rebuilt(stated)
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bundle.json").write_bytes(canonical(right))
        found = differences(stated, written)
        for each in found:
            self.stdout.write(str(each))
        if found:
            raise CommandError(f"{len(found)} differences: the file is not what its inputs give.")
        self.stdout.write(f"Recomputed and equal: {', '.join(registered(stated))}.")
        self.stdout.write("Not recomputed, held by their hashes:")
        for place, why in carried(stated):
            self.stdout.write(f"  {place}: {why}.")
        self.stdout.write(f"Fingerprint {right['fingerprint']}.")


def read(path):
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def parsed(written):
    """The bundle, or what is wrong with the file."""
    try:
        bundle = read_bundle(written)
        rebuilt(bundle)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f"This is not a bundle of a report: {type(error).__name__} {error}.") from None
    return bundle
