"""Reads the mailbox of bounces, so that people whose address is dead are told in another way."""

from django.core.management.base import BaseCommand, CommandError

from consult.actions.bounces import record_bounces
from consult.bounces import messages_in


class Command(BaseCommand):
    help = "Record the failed deliveries in an mbox file, a Maildir, an .eml file or a folder of them."

    def add_arguments(self, parser):
        parser.add_argument("path")

    def handle(self, *args, path, **options):
        try:
            messages = messages_in(path)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        news, known, other = record_bounces(messages)
        self.stdout.write(f"{news} failed deliveries recorded, {known} known before, {other} other messages.")
