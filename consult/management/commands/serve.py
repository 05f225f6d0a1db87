"""Runs the whole site: the web server and the worker under one parent."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils.module_loading import import_string

from consult.models import WorkerBeat
from consult.processes import Child, Supervisor, answers, free, web_command, worker_command


def has_tables():
    """Whether the database was ever migrated; one that cannot be reached just now may come back."""
    try:
        return WorkerBeat._meta.db_table in connection.introspection.table_names()
    except OperationalError:
        return True
    finally:
        connection.close()


class Command(BaseCommand):
    help = "Run the web server and the worker; Ctrl-C stops both."
    requires_system_checks: list = []  # the children check; one start is enough

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *, host, port, **options):
        if not 0 < port < 65536:
            raise CommandError("The port is a number from 1 to 65535.")
        if not free(host, port):
            raise CommandError(f"Port {port} of {host} is taken. Choose another: PORT={port + 1}")
        if not has_tables():
            raise CommandError("The database is empty: run `manage.py migrate` first, or `make demo`.")
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        web = web_command(host, port, settings.CONSULT_WEB_PROCESSES)
        children = [
            Child("web server", web, role="web"),
            Child("worker", worker_command(), role="worker"),
        ]
        Supervisor(children, say=self.say, ready=lambda: self.announce(url)).run()
        self.say("Stopped.")

    def announce(self, url):
        """Say where the site is, once it answers there."""
        if not answers(f"{url}healthz", host=own_name()):
            return False
        self.say(f"Consult is at {url} (Ctrl-C stops it)")
        if settings.CONSULT_DEMO:
            self.say(f"Mail it sends: {url}outbox/")
            self.say(f"Sign in with the password {settings.CONSULT_DEMO_PASSWORD} as")
            self.say("  " + "\n  ".join(settings.CONSULT_DEMO_ACCOUNTS))
            self.say(demo_line())
        return True

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def demo_line():
    """What the floor that filled the demonstration has to tell whoever starts it."""
    try:
        return import_string(settings.CONSULT_DEMO_LINE)()
    finally:
        connection.close()


def own_name():
    """A name by which the site lets itself be called."""
    names = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return names[0] if names else "localhost"
