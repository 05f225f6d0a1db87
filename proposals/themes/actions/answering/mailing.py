"""Handing outcomes over to be sent: so many a minute, in batches that can be cut short, stopped and
gone on with.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from consult.actions.notices import notify
from consult.clock import now
from consult.models import Notice
from proposals.themes.enums import OutcomeKind, Way
from proposals.themes.models import OfficialResponse, Outcome, OutcomeEdition

from .publishing import ANSWERED

OUTCOME = "outcome"
MINUTE = timedelta(minutes=1)


def release_outcomes():
    """Hand over as many letters of each edition as its rate allows since last time; returns how many.

    Run every few seconds. A pause, or hours off, never becomes a burst: at most one minute's worth at once.
    """
    going = OutcomeEdition.objects.filter(published_at__isnull=False, stopped_at=None, finished_at=None)
    return sum(_release(edition) for edition in list(going.select_related("report__consultation")))


def _release(edition):
    number, upto = due_since(edition.released_at, now(), settings.CONSULT_LETTERS_A_MINUTE)
    if not number:
        return 0
    claimed = OutcomeEdition.objects.filter(
        pk=edition.pk, released_at=edition.released_at, stopped_at=None, finished_at=None
    )
    if not claimed.update(released_at=upto):
        return 0
    waiting = edition.outcomes.filter(way__in=[Way.EMAIL, Way.SITE], released_at=None)
    batch = list(waiting.select_related("participant__user")[:number])
    for outcome in batch:
        _hand_over(edition, outcome)
    if len(batch) < number:
        OutcomeEdition.objects.filter(pk=edition.pk).update(finished_at=now())
    return len(batch)


def due_since(before, moment, rate):
    """(how many letters are due, the moment up to which the rate is then used) at `rate` a minute."""
    since = max(before, moment - MINUTE)
    number = int((moment - since) * rate / MINUTE)
    return number, since + MINUTE * number / rate


def _hand_over(edition, outcome):
    """One letter into the queue; its key keeps a second one out however often this is cut short."""
    with transaction.atomic():
        going = OutcomeEdition.objects.filter(pk=edition.pk, stopped_at=None)
        if not going.exists():
            return
        claimed = Outcome.objects.filter(pk=outcome.pk, released_at=None).update(released_at=now())
        if claimed and not _was_told(outcome):
            person = outcome.participant
            notify(
                kind=OUTCOME,
                key=key_of(outcome),
                user=person.user,
                participant=person,
                consultation=edition.consultation,
                target=outcome,
                context={"language": person.language},
            )


def _was_told(outcome):
    """Whether every answer of this person was published alone before, and told to them then."""
    themes = [pk for kind, pk in outcome.parts if kind == OutcomeKind.THEME]
    if len(themes) < len(outcome.parts):
        return False
    responses = OfficialResponse.objects.filter(theme__in=themes).values_list("pk", flat=True)
    keys = [f"{ANSWERED}:{pk}:{outcome.participant_id}" for pk in responses]
    return Notice.objects.filter(idempotency_key__in=keys, sent_at__isnull=False).count() == len(themes)


def key_of(outcome):
    return f"{OUTCOME}:{outcome.edition_id}:{outcome.participant_id}"


def take_back_unsent(edition):
    """Letters handed over and not sent yet wait again with the others; returns how many."""
    mine = Notice.objects.filter(kind=OUTCOME, idempotency_key__startswith=f"{OUTCOME}:{edition.pk}:")
    with transaction.atomic():
        unsent = mine.filter(sent_at=None, dropped_at=None)
        people = list(unsent.values_list("participant_id", flat=True))
        unsent.filter(participant_id__in=people).delete()
        edition.outcomes.filter(participant__in=people).update(released_at=None)
    return len(people)
