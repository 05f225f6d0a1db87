"""Sets the demonstration up, once, and serves it."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.seeding import preparing


class Command(BaseCommand):
    help = "Fill the site with an invented town's consultations, unless they are there, and serve it."
    requires_system_checks: list = []  # `serve` starts children that check

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="only set up")

    def handle(self, *, no_serve, **options):
        if not settings.CONSULT_DEMO:
            raise CommandError("The demonstration has known passwords: say DEMO=1 to allow it here.")
        self.say(preparing.prepare(say=self.say))
        if not no_serve:
            call_command("serve", stdout=self.stdout, stderr=self.stderr)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
