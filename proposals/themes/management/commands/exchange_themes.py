"""`manage.py exchange_themes SLUG`: themes and mapping of a consultation out to files, or in from them."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from consult.accounts.models import User
from consult.errors import Refusal
from consult.models import Consultation
from proposals.themes.actions import export_run, show_import, take_over_import
from proposals.themes.actions.reports import newest_done
from proposals.themes.exchange.plan import plan_of

LINES = "jsonl"


class Command(BaseCommand):
    help = (
        "Write themes, mapping and responses to --out DIR, or read --themes FILE and --mapping FILE. Reading "
        "shows what would change; --take-over writes it, in the name of the analyst --by E-MAIL."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--question", help="key of the question whose answers are meant")
        parser.add_argument("--out", help="folder to write to")
        parser.add_argument("--format", choices=["json", "csv", "xlsx"], default="json")
        parser.add_argument("--themes", help="file of themes: .json, .csv, .xlsx")
        parser.add_argument("--mapping", help="file of a mapping: .jsonl, .csv, .xlsx")
        parser.add_argument("--by", help="e-mail address of the analyst who imports, or takes texts away")
        parser.add_argument("--take-over", action="store_true")

    def handle(self, *, slug, **options):
        consultation = Consultation.objects.filter(slug=slug).first()
        run = consultation and newest_done(consultation)
        if run is None:
            raise CommandError(f"There is no finished run of a consultation {slug!r}.")
        question = self._question(consultation, options["question"])
        try:
            if options["out"]:
                self._write(run, question, options)
            else:
                self._read(run, question, options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

    def _question(self, consultation, key):
        if not key:
            return None
        question = consultation.questions.in_use().filter(key=key).first()
        if question is None:
            raise CommandError(f"There is no question {key!r}.")
        return question

    def _person(self, email):
        person = User.objects.filter(email__iexact=email or "").first()
        if person is None:
            raise CommandError("Say --by E-MAIL: an import is the act of an analyst.")
        return person

    def _write(self, run, question, options):
        folder = Path(options["out"])
        folder.mkdir(parents=True, exist_ok=True)
        by = self._person(options["by"]) if options["by"] else None
        for what in ("themes", "mapping", "responses"):
            as_lines = options["format"] == "json" and what != "themes"
            ending = LINES if as_lines else options["format"]
            content = export_run(by=by, run=run, what=what, ending=ending, question=question)
            path = folder / f"{what}.{ending}"
            path.write_bytes(content)
            self.stdout.write(str(path))

    def _read(self, run, question, options):
        by = self._person(options["by"])
        files = {name: self._file(options[name]) for name in ("themes", "mapping")}
        shown = show_import(by=by, run=run, question=question, **files)
        plan = plan_of(run, shown.payload)
        self.stdout.write(
            f"{len(plan.new)} new themes, {len(plan.reworded)} with other words, {len(plan.decided)} newly "
            f"confirmed, {plan.same} unchanged; {len(plan.moved)} texts move, {plan.kept} stay."
        )
        if options["take_over"]:
            take_over_import(by=by, theme_import=shown)
            self.stdout.write("Taken over.")

    def _file(self, name):
        if not name:
            return None
        path = Path(name)
        if not path.is_file():
            raise CommandError(f"There is no file {name!r}.")
        return path.name, path.read_bytes()
