"""Letters that came back: known by their own number, taken once, from every kind of mailbox."""

import mailbox
from email import message_from_string
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from consult.actions.bounces import record_bounces
from consult.actions.notices import notify, send_due_notices
from consult.bounces import failure_in, messages_in
from consult.models import Notice
from consult.notices import Letter, composer
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

REPORT = """From: mailer-daemon@mail.example
To: consult@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; nobody@example.org
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {number}
Subject: About news

--b--
"""


@composer("test.bounced")
def bounced(notice):
    return Letter(subject="News", paragraphs=["So it is."])


def sent():
    """The Message-ID of a letter that was sent."""
    notify(kind="test.bounced", key="x", user=UserFactory())
    send_due_notices()
    return mail.outbox[0].extra_headers["Message-ID"]


def report(number, action="failed", status="5.1.1"):
    return REPORT.format(number=number, action=action, status=status)


@pytest.mark.parametrize(
    "action, status, found",
    [
        ("failed", "5.1.1", True),
        ("delayed", "4.4.1", False),
        ("failed", "4.2.2", False),
        ("delivered", "2.0.0", False),
    ],
)
def test_report_counts_when_delivery_failed_for_good(action, status, found):
    number = sent()
    assert (failure_in(message_from_string(report(number, action, status))) is not None) is found


def test_report_of_a_number_somebody_made_up_is_none_of_ours():
    number, _proof = sent().split(".")[1:3]
    forged = f"<notice.{number}.0123456789abcdef@localhost>"
    assert failure_in(message_from_string(report(forged))) is None


def test_bounce_is_recorded_once():
    message = message_from_string(report(sent()))
    assert record_bounces([message, message]) == (1, 1, 0)
    notice = Notice.objects.get()
    assert (notice.bounce_status, notice.bounced_at is not None) == ("5.1.1", True)


def kept_as(shape, folder, text):
    if shape == "eml":
        (folder / "one.eml").write_text(text)
        return folder / "one.eml"
    if shape == "folder":
        (folder / "one.eml").write_text(text)
        return folder
    box = (mailbox.mbox if shape == "mbox" else mailbox.Maildir)(folder / "box")
    box.add(message_from_string(text))
    box.close()
    return folder / "box"


@pytest.mark.parametrize("shape", ["eml", "folder", "mbox", "maildir"])
def test_command_reads_every_kind_of_mailbox(shape, tmp_path):
    out = StringIO()
    call_command("import_bounces", str(kept_as(shape, tmp_path, report(sent()))), stdout=out)
    assert out.getvalue() == "1 failed deliveries recorded, 0 known before, 0 other messages.\n"
    assert Notice.objects.exclude(bounced_at=None).count() == 1


def test_command_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_bounces", str(tmp_path / "nowhere"))
    assert messages_in(tmp_path) == []
