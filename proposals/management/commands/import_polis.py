"""Makes a consultation out of a Polis export; run it again to bring in what came since."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from consult.errors import Refusal
from proposals.actions.conversations import create_imported_consultation, import_conversation
from proposals.imports.polis import read_conversation


class Command(BaseCommand):
    help = "Import PREFIX.comments.csv and PREFIX.participants-votes.csv as a consultation."

    def add_arguments(self, parser):
        parser.add_argument("prefix", help="path of the export without .comments.csv")
        parser.add_argument("--slug", required=True)
        parser.add_argument("--title", default="", help="title; the name of the files if not given")
        parser.add_argument("--summary", default="")

    def handle(self, *args, prefix, slug, title, summary, **options):
        try:
            conversation = read_conversation(prefix)
            consultation = self._consultation(conversation, slug, title or _name_of(prefix), summary)
            found = import_conversation(
                by=None, consultation=consultation, conversation=conversation, progress=self.say
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{found['statements']} statements, {found['people']} people, {found['votes']} votes "
            f"in {consultation.get_absolute_url()}"
        )

    def _consultation(self, conversation, slug, title, summary):
        written = [statement.written_at for statement in conversation.statements.values()]
        if not written:
            raise CommandError("The export has no comments.")
        return create_imported_consultation(
            by=None, slug=slug, title=title, summary=summary, opened_at=min(written), closed_at=None
        )

    def say(self, what, done, of):
        """A line for every tenth of the way."""
        tenth = max(1, of // 10)
        step = (what, done // tenth)
        if step != getattr(self, "_said", None):
            self._said = step
            self.stderr.write(f"{what}: {done} of {of}")


def _name_of(prefix):
    return Path(prefix).name.replace("-", " ").replace(".", " ")
