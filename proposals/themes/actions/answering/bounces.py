"""People whose e-mail came back: they hear by letter or by their receipt, and the account of who was
told says so.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from consult.actions.bounces import record_bounce
from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid
from consult.models import Notice
from consult.rules import check
from proposals.models import Submission
from proposals.themes.enums import Way
from proposals.themes.models import Outcome
from proposals.themes.outcomes import ON_PAPER, way_without_email

from .mailing import OUTCOME, key_of

BY_HAND = "5.1.1"  # bad destination address


def bounce_outcome(*, notice):
    """The outcome of a letter that came back goes another way: on paper for who wrote on paper, else
    by receipt.
    """
    if notice.kind != OUTCOME:
        return None
    outcome = Outcome.objects.filter(pk=notice.target_id, bounced_at=None).first()
    if outcome is None:
        return None
    sent = Submission.objects.filter(participant=outcome.participant_id)
    outcome.way = way_without_email(
        on_paper=sent.filter(channel__in=ON_PAPER).exists(),
        has_receipt=sent.exclude(receipt_digest=None).exists(),
    )
    outcome.bounced_at = now()
    if outcome.way == Way.LETTER:
        outcome.released_at = None  # it waits to be printed
    outcome.save(update_fields=["way", "bounced_at", "released_at"])
    return outcome


def record_bounces_of(*, by, edition, addresses):
    """Note addresses to which letters of an edition came back, typed by a member of the team.

    Returns how many letters that were. Raises Invalid when none of them is known.
    """
    check("themes.publish_outcomes", by, edition.consultation)
    wanted = {each.strip().lower() for each in addresses if each.strip()}
    people = edition.outcomes.filter(released_at__isnull=False, bounced_at=None)
    found = [
        outcome
        for outcome in people.select_related("participant__user").filter(_addressed(wanted))
        if _address(outcome).lower() in wanted
    ]
    if not found:
        raise Invalid({"addresses": [_("No letter of this consultation went to this address.")]})
    with transaction.atomic():
        keys = [key_of(outcome) for outcome in found]
        numbers = Notice.objects.filter(idempotency_key__in=keys).values_list("pk", flat=True)
        bounced = sum(record_bounce(notice_id=pk, status=BY_HAND) for pk in list(numbers))
        details = {"letters": bounced}
        log(act="bounces.recorded", by=by, consultation=edition.consultation, target=edition, details=details)
    return bounced


def _addressed(wanted):
    matches = Q(pk=None)
    for address in sorted(wanted):
        matches |= Q(participant__user__email__iexact=address)
        matches |= Q(participant__contact_email__iexact=address, participant__user=None)
    return matches


def _address(outcome):
    person = outcome.participant
    return person.user.email if person.user else person.contact_email
