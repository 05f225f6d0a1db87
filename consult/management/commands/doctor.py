"""Looks the installation over and says what is wrong with it."""

from django.core.management.base import BaseCommand, CommandError

from consult.diagnosis import examine


class Command(BaseCommand):
    help = "Check database, worker, schedule, channel layer, caches, mail and folders; exit 1 on a problem."
    requires_system_checks: list = []

    def handle(self, **options):
        findings = list(examine())
        for finding in findings:
            mark = self.style.SUCCESS("ok     ") if finding.good else self.style.ERROR("problem")
            self.stdout.write(f"{mark} {finding.part}: {finding.words}")
        problems = sum(not finding.good for finding in findings)
        if problems:
            raise CommandError(f"{problems} of {len(findings)} parts have a problem.")
        self.stdout.write(f"All {len(findings)} parts are well.")
