"""The outcome edition: all answers public in one act, and an outcome for everybody whose words were received.

A person asks for it; a task writes the outcomes down in batches and then makes everything public in one
transaction. Until that moment nobody sees any of it, so it can be stopped, and taken up again where it was.
"""

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.actions.receipts import give_whole_receipts
from proposals.models import Participant
from proposals.themes.models import OfficialResponse, Outcome, OutcomeEdition
from proposals.themes.outcome_words import missing_words
from proposals.themes.outcomes import fates_of

from .publishing import make_public

PREPARE = "proposals.themes.tasks.publish_outcomes"
TELL = "proposals.themes.tasks.tell_followers"
AT_ONCE = 500  # people between two looks at whether somebody stopped it

logger = structlog.get_logger(__name__)


class Stopped(Exception):
    """Somebody stopped it, or another worker has published meanwhile."""


def publish_outcomes(*, by, report):
    """Ask for every checked answer to a report to be made public, and everybody in its ledger to be told.

    A task does it (`prepare_outcomes`). Raises Refused when it was done, is under way or nobody sent a test,
    and Invalid with a line for each kind of outcome that is missing, and for how many people.
    """
    check("themes.publish_outcomes", by, report.consultation)
    if problems := missing_words(report.run, fates_of(report.run)):
        raise Invalid({"": problems})
    with transaction.atomic():
        edition, _new = OutcomeEdition.objects.get_or_create(report=report)
        _claim(edition, by)
        log(act="outcomes.asked", by=by, consultation=report.consultation, target=edition)
        edition.task_id = jobs.enqueue(PREPARE, edition.pk).id
        edition.save(update_fields=["task_id"])
    return edition


def _claim(edition, by):
    """Mark the edition as asked for, by whoever comes first, after a test letter was read."""
    rows = OutcomeEdition.objects.filter(pk=edition.pk, published_at=None)
    if not rows.exists():
        raise Refused("outcomes_published", _("The answers to this report are published already."), 409)
    if rows.filter(tested_at=None).exists():
        raise Refused("no_test", _("Send yourself a test letter first, and read it."), 409)
    fields = {"asked_at": now(), "asked_by": by, "prepared": 0, "people": 0, "held_up": []}
    if not rows.filter(asked_at=None).update(**fields):
        raise Refused("outcomes_under_way", _("This is under way already."), 409)
    edition.refresh_from_db()


def stop_publishing(*, by, edition):
    """Stop it before anything is public; what was written down so far is used when it is asked for again."""
    check("themes.publish_outcomes", by, edition.consultation)
    with transaction.atomic():
        going = OutcomeEdition.objects.filter(pk=edition.pk, published_at=None, asked_at__isnull=False)
        if not going.update(asked_at=None):
            raise Refused("not_publishing", _("Nothing is being published now."), 409)
        log(act="outcomes.called_off", by=by, consultation=edition.consultation, target=edition)
    edition.refresh_from_db()
    return edition


def prepare_outcomes(*, edition_id, at_once=AT_ONCE):
    """Write down the outcome of everybody and then publish; doing it again changes nothing.

    Cut short, it begins again and keeps what stands. What holds it up is kept on the edition for its page.
    Returns whether the edition is public.
    """
    edition = OutcomeEdition.objects.select_related("report__run", "report__consultation").get(pk=edition_id)
    if not edition.is_preparing:
        return edition.published_at is not None
    try:
        fates = fates_of(edition.report.run)
        _write_down(edition, fates, at_once)
        return _publish(edition)
    except Stopped:
        logger.info("publishing stopped", edition=edition_id)
        return False


def _write_down(edition, fates, at_once):
    """One row a person, as it is now; those of people who left the ledger go."""
    _note(edition, people=len(fates), prepared=0)
    done = 0
    for people in _batches(fates, at_once):
        rows = [
            Outcome(edition=edition, participant_id=pk, parts=fates[pk].parts, way=fates[pk].way)
            for pk in people
        ]
        in_batches(rows, _upsert)
        give_whole_receipts(participants=Participant.objects.filter(pk__in=people, user=None))
        done += len(people)
        _note(edition, prepared=done)
    gone = set(edition.outcomes.values_list("participant_id", flat=True)) - set(fates)
    for people in _batches(gone, at_once):
        edition.outcomes.filter(participant__in=people).delete()


def _batches(people, at_once):
    ordered = sorted(people)
    return (ordered[start : start + at_once] for start in range(0, len(ordered), at_once))


def _upsert(rows):
    Outcome.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["edition", "participant"],
        update_fields=["parts", "way"],
    )


def _note(edition, **numbers):
    """Keep how far it is; Stopped when nobody wants it any more."""
    if not _going(edition).update(**numbers):
        raise Stopped


def _going(edition):
    return OutcomeEdition.objects.filter(pk=edition.pk, published_at=None, asked_at__isnull=False)


def _publish(edition):
    """Everything public at once, if everybody still has the outcome that was written down."""
    run, by = edition.report.run, edition.asked_by
    with transaction.atomic():
        held = _going(edition).select_for_update().first()
        if held is None:
            raise Stopped
        fates = fates_of(run)
        if problems := missing_words(run, fates):
            return _hold_up(held, problems)
        written = {row.participant_id: (row.parts, row.way) for row in held.outcomes.all()}
        if written != {pk: (fate.parts, fate.way) for pk, fate in fates.items()}:
            return _hold_up(held, [_("Something changed while this was prepared. Publish it again.")])
        drafts = OfficialResponse.objects.of_runs([run.pk]).begun().filter(published_at=None).named()
        make_public(list(drafts), by)
        held.published_at = held.released_at = now()
        held.published_by = by
        held.save(update_fields=["published_at", "released_at", "published_by"])
        jobs.enqueue(TELL, held.pk)
        details = {"edition": edition.report.edition, "people": len(fates)}
        log(act="outcomes.published", by=by, consultation=edition.consultation, target=held, details=details)
    return True


def _hold_up(edition, problems):
    edition.asked_at, edition.held_up = None, problems
    edition.save(update_fields=["asked_at", "held_up"])
    return False


def fail_publishing(*, edition, error):
    """Say on the page of an edition that its task failed; `error` names the kind, never somebody's words."""
    said = _("Publishing failed, and nothing is public yet: %(error)s. Publish again.") % {"error": error}
    going = _going(edition)
    return going.update(asked_at=None, held_up=[said])
