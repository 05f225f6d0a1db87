"""Mail kept as files, one message each, for development and the demo."""

import re
from email import policy
from email.parser import BytesParser
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from .clock import now

NAME = re.compile(r"[0-9TZ]{20,32}-[0-9a-f]{8}")


class FileBackend(BaseEmailBackend):
    """Writes each message to CONSULT_MAIL_DIR as DATE-ID.eml, whole or not at all."""

    def send_messages(self, messages):
        folder = Path(settings.CONSULT_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            name = f"{now():%Y%m%dT%H%M%S%fZ}-{uuid4().hex[:8]}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes(linesep="\r\n"))
            unfinished.rename(folder / f"{name}.eml")
        return len(messages)


def kept_messages(limit=100):
    """(name, parsed message) of the newest mails."""
    files = sorted(Path(settings.CONSULT_MAIL_DIR).glob("*.eml"), reverse=True)[:limit]
    return [(file.stem, _parsed(file)) for file in files]


def kept_message(name):
    """One parsed mail, or None."""
    file = Path(settings.CONSULT_MAIL_DIR) / f"{name}.eml"
    if not NAME.fullmatch(name) or not file.is_file():
        return None
    return _parsed(file)


def part_of(message, kind):
    """The text of the "plain" or "html" part; empty when there is none."""
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""


def _parsed(file):
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())
