"""`manage.py find_themes SLUG`: compute themes and opinion groups here and now."""

from django.core.management.base import BaseCommand, CommandError

from consult.errors import Refusal
from consult.models import Consultation
from proposals.themes.actions import perform_run, start_run
from proposals.themes.actions.runs import METHODS, PASSAGE_LENGTHS
from proposals.themes.models import LedgerLine, Theme


class Command(BaseCommand):
    help = "Find the themes and opinion groups of a consultation."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument(
            "--themes", type=int, help="how many themes (the software suggests a number if left out)"
        )
        parser.add_argument("--method", choices=METHODS, default=METHODS[0])
        parser.add_argument("--passages", type=int, choices=PASSAGE_LENGTHS, default=PASSAGE_LENGTHS[0])
        parser.add_argument("--seed", type=int, default=0)

    def handle(self, *, slug, themes, method, passages, seed, **options):
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            raise CommandError(f"There is no consultation with the slug {slug}.")
        try:
            wanted = {"n_themes": themes, "method": method, "passage_length": passages, "seed": seed}
            run = start_run(by=None, consultation=consultation, **wanted, enqueue=False)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.report(perform_run(run_id=run.pk))

    def report(self, run):
        """Print what was found: sizes and words of the themes, then the ledger."""
        self.stdout.write(f"Run {run.number} {run.state}, received {run.snapshot.received}")
        for theme in Theme.objects.of_run(run):
            self.stdout.write(f"{theme.submissions:7} {theme.name}")
        opinion = getattr(run, "opinion", None)
        if opinion:
            sizes = ", ".join(str(group.people) for group in opinion.groups.all())
            self.stdout.write(
                f"Opinion groups of {sizes} among {opinion.voters} voters, {opinion.votes} votes"
            )
        counted = LedgerLine.objects.filter(run=run).order_by().values_list("place")
        for place in sorted(set(counted)):
            self.stdout.write(f"{counted.filter(place=place[0]).count():7} {place[0]}")
