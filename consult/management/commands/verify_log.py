"""Checks the audit log and everything sealed in it; names each fault and exits with 1."""

from django.core.management.base import BaseCommand, CommandError

from consult.audit import faults
from consult.models import LogEntry


class Command(BaseCommand):
    help = "Verify the audit log and the votes sealed in it."

    def handle(self, *args, **options):
        found = list(faults())
        for fault in found:
            self.stderr.write(str(fault))
        if found:
            raise CommandError(f"The log does not verify: {len(found)} faults.", returncode=1)
        self.stdout.write(f"The log verifies: {LogEntry.objects.count()} entries.")
