"""Making an answer public, and telling everybody whose words it answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.actions.notices import notify
from consult.clock import now
from consult.errors import Refused
from consult.rules import check
from proposals.actions.receipts import give_whole_receipts
from proposals.models import Participant
from proposals.themes.models import OfficialResponse
from proposals.themes.outcomes import authors_of
from proposals.themes.signals import response_published

ANSWERED = "theme_answered"
AT_ONCE = 500  # people
TASK = "proposals.themes.tasks.tell_authors"


def publish_response(*, by, response):
    """Make one checked answer public and tell everybody it answers, once each, on the site and by e-mail.

    The telling is a task of its own. Raises Refused when it is published already, or was not checked by a
    second person.
    """
    check("themes.respond", by, response)
    with transaction.atomic():
        make_public([response], by)
        jobs.enqueue(TASK, response.pk)
    return response


def make_public(responses, by):
    """Publish checked answers within the caller's transaction, each with its line in the log."""
    for response in responses:
        drafts = OfficialResponse.objects.filter(pk=response.pk, published_at=None)
        fields = {"published_at": now(), "published_by": by if by.pk else None}
        if not drafts.filter(checked_at__isnull=False).update(**fields):
            _refuse(drafts.exists())
        response.refresh_from_db()
        log(
            act="response.published",
            by=by,
            consultation=response.consultation,
            target=response,
            details={"decision": response.decision},
        )
        response_published.send(OfficialResponse, response=response)


def _refuse(unchecked):
    if unchecked:
        raise Refused("response_unchecked", _("A second person has to check this answer first."), 409)
    raise Refused("response_published", _("This answer is published already."), 409)


def tell_authors(*, response_id, at_once=AT_ONCE):
    """Queue one notice for each participant whose words are answered; repeating adds none.

    Cut short, it is done again from its beginning. Guests and people who wrote on paper are told where an
    address is known. Returns how many people it answers.
    """
    response = OfficialResponse.objects.published().named().get(pk=response_id)
    return tell_everyone(response, kind=ANSWERED, target=response, at_once=at_once)


def tell_everyone(response, *, kind, target, at_once=AT_ONCE):
    """Queue a notice about `target` for each participant whose words an answer is to."""
    everyone = sorted(authors_of(response))
    people = Participant.objects.select_related("user").order_by("pk")
    for start in range(0, len(everyone), at_once):
        # Read to their end before the first notice is written: SQLite refuses to write in a transaction
        # that began as a reader once somebody else has written meanwhile.
        batch = list(people.filter(pk__in=everyone[start : start + at_once]))
        give_whole_receipts(participants=[each for each in batch if not each.user_id])
        for participant in batch:
            notify(
                kind=kind,
                key=f"{kind}:{target.pk}:{participant.pk}",
                user=participant.user,
                participant=participant,
                consultation=response.consultation,
                target=target,
                context={"language": participant.language},
            )
    return len(everyone)
