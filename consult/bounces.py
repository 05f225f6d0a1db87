"""Reading what mail servers send back (RFC 3464): which of our letters did not arrive, and why."""

import email
import mailbox
import re
from contextlib import closing
from email import policy
from pathlib import Path

from .mailing import notice_number

MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)
STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


def messages_in(path):
    """Every message of a file (.eml or mbox), a Maildir, or a folder of .eml files; ValueError for
    none of these.
    """
    path = Path(path)
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            return _kept_in(mailbox.Maildir(path, create=False))
        return [_parsed(each.read_bytes()) for each in sorted(path.glob("*.eml"))]
    if not path.is_file():
        raise ValueError(f"There is no {path}.")
    content = path.read_bytes()
    if content.startswith(b"From "):
        return _kept_in(mailbox.mbox(path, create=False))
    return [_parsed(content)]


def _kept_in(box):
    with closing(box):
        return [_parsed(each.as_bytes()) for each in box]


def _parsed(content):
    return email.message_from_bytes(content, policy=policy.default)


def failure_in(message):
    """(number of our notice, status) when a message says that a letter failed for good; else None.

    The letter is known by its own Message-ID, which the report quotes and nobody else can make up.
    """
    status = _permanent_status(message)
    if status is None:
        return None
    for found in MESSAGE_ID.findall(message.as_string()):
        if (number := notice_number(found)) is not None:
            return number, status
    return None


def _permanent_status(message):
    """The status of a recipient that failed for good, as 5.1.1; None while the server still tries."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            action = str(block.get("Action", "")).strip().lower()
            status = STATUS.search(str(block.get("Status", "")))
            if action == "failed" and status and status[1] == "5":
                return status[0]
    return None
