"""Runs the background worker."""

import signal

from django.core.management.base import BaseCommand

from consult.worker import QueueWorker, work


class Command(BaseCommand):
    requires_system_checks: list = []  # `doctor` and the deployment check; a restart must be quick
    help = "Run background tasks and the schedule until stopped; --batch empties the queue and ends."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="end when nothing is waiting")

    def handle(self, *, batch, **options):
        worker = QueueWorker(batch=batch)
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, worker.stop)
        work(worker)
