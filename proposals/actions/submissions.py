"""Sending: every text arrives inside a Submission, once for each client id, and leaves a receipt."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult import receipts
from consult.clock import now
from consult.errors import Refused
from proposals.enums import Channel, Consent
from proposals.models import Contribution, Participant, Submission


@dataclass(frozen=True)
class Sent:
    """What an act of sending left behind; a repeat of the same request gets the same."""

    submission: Submission
    contributions: list[Contribution]
    receipt: str
    repeated: bool = False

    @property
    def contribution(self):
        return self.contributions[0] if self.contributions else None

    @property
    def participant(self) -> Participant:
        return self.submission.participant


def send_once(*, by, consultation, client_id, write):
    """Call `write()` -> Sent in one transaction; one whose client id was used before gets the first answer.

    The constraint tells them apart, also two equal requests at one moment: nobody else pays for asking.
    """
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        if client_id and (sent := _sent_before(by, consultation, client_id)):
            return sent
        raise


def _sent_before(by, consultation, client_id):
    submission = Submission.objects.filter(consultation=consultation, client_id=client_id).first()
    if submission is None:
        return None
    if not consultation.participants.of(by).filter(pk=submission.participant_id).exists():
        raise Refused("not_yours", _("This form was sent from another browser. Open it again."), 409)
    contributions = list(submission.contributions.order_by("id"))
    return Sent(submission, contributions, receipts.code_from(client_id), repeated=True)


def new_submission(
    *,
    participant,
    kind,
    client_id=None,
    consent=Consent.WITHHELD,
    language="en",
    channel=Channel.ONLINE,
    received_at=None,
    external_id="",
):
    """A submission row and the receipt its sender is shown once; returns (submission, code)."""
    code = receipts.code_from(client_id) if client_id else receipts.new_code()
    submission = Submission.objects.create(
        consultation=participant.consultation,
        participant=participant,
        kind=kind,
        channel=channel,
        consent=consent,
        language=language,
        received_at=received_at or now(),
        late=received_at is not None and is_late(participant.consultation, received_at),
        external_id=external_id,
        client_id=client_id,
        receipt_digest=receipts.digest(code),
    )
    return submission, code


def is_late(consultation, received_at):
    """Received after the last phase that asks for anything; what is sent online is refused by then."""
    closes_at = consultation.closes_at
    return closes_at is not None and received_at > closes_at
