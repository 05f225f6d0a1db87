"""Imports a table of responses; names every row it could not take and imports the rest."""

from django.core.management.base import BaseCommand, CommandError

from consult.errors import Refusal
from consult.models import Consultation
from proposals.actions.responses import import_responses
from proposals.imports.table import parse_map, read_table


class Command(BaseCommand):
    help = (
        "Import FILE (CSV, XLSX or JSON lines, one row a respondent). --map COLUMN=FIELD …, where FIELD is "
        "question:KEY, respondent_type, organisation, channel, consent, external_id, language or received_at."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--slug", required=True)
        parser.add_argument("--map", nargs="+", required=True, metavar="COLUMN=FIELD")

        parser.add_argument(
            "--read-already",
            action="store_true",
            help="People have read these texts: open no cases for moderators. The log keeps that.",
        )

    def handle(self, *args, file, slug, map, read_already, **options):
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            raise CommandError(f"There is no consultation {slug!r}.")
        try:
            mapping = parse_map(map)
            responses, faults = read_table(file, mapping)
            written, there, found = import_responses(
                by=None,
                consultation=consultation,
                responses=responses,
                mapping=mapping,
                read_already=read_already,
                progress=self.say,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(written, there, faults + found)

    def say(self, done):
        if done // 1000 != getattr(self, "_said", 0):
            self._said = done // 1000
            self.stderr.write(f"{done} rows written")

    def _report(self, written, there, faults):
        for fault in sorted(faults, key=lambda fault: fault.row):
            self.stderr.write(str(fault))
        bad = len({fault.row for fault in faults})
        self.stdout.write(f"{written} rows imported, {there} were there already, {bad} left out.")
