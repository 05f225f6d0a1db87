"""The outcome edition: all answers public in one act, and an outcome for everybody whose words were
received.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.mailing import mail_for
from consult.rules import check
from proposals.actions.receipts import give_whole_receipts
from proposals.themes.enums import Way
from proposals.themes.letters import outcome_letter
from proposals.themes.models import OfficialResponse, Outcome, OutcomeEdition
from proposals.themes.outcome_words import missing_words
from proposals.themes.outcomes import fates_of

from .mailing import take_back_unsent
from .publishing import make_public

TASK = "proposals.themes.tasks.tell_followers"


def send_test(*, by, report, part, participant):
    """Send the letter that a participant would get about one part of theirs to oneself, marked as a test.

    It shows words that the team may read anyhow, and is what publishing asks for first.
    """
    check("themes.publish_outcomes", by, report.consultation)
    letter = outcome_letter(report.run, participant, [part], by, test=True)
    if letter is None:
        raise Refused("nothing_to_test", _("There is nothing to send yet. Write an answer first."), 409)
    mail_for(letter, by.email).send()
    edition, _new = OutcomeEdition.objects.get_or_create(report=report)
    if not edition.published_at:
        edition.tested_at, edition.tested_by = now(), by
        edition.save(update_fields=["tested_at", "tested_by"])
    return edition


def publish_outcomes(*, by, report):
    """Publish every checked answer to a report in one act, and give everybody in its ledger their outcome.

    Sending then goes by its rate (`release_outcomes`). Raises Refused when it was done or nobody sent a test,
    and Invalid with a line for each kind of outcome that is missing, and for how many people.
    """
    check("themes.publish_outcomes", by, report.consultation)
    fates = fates_of(report.run)
    problems = missing_words(report.run, fates)
    if problems:
        raise Invalid({"": problems})
    with transaction.atomic():
        edition = _claimed(report, by)
        drafts = OfficialResponse.objects.of_runs([report.run_id]).begun().filter(published_at=None).named()
        make_public(list(drafts), by)
        rows = (
            Outcome(edition=edition, participant_id=person, parts=fate.parts, way=fate.way)
            for person, fate in fates.items()
        )
        in_batches(rows, Outcome.objects.bulk_create)
        without_account = edition.outcomes.filter(participant__user=None).select_related("participant")
        give_whole_receipts(participants=[each.participant for each in without_account])
        jobs.enqueue(TASK, edition.pk)
        details = {"edition": report.edition, "people": len(fates)}
        log(
            act="outcomes.published", by=by, consultation=report.consultation, target=edition, details=details
        )
    return edition


def _claimed(report, by):
    """The edition, published now by whoever comes first, after a test letter was read."""
    edition, _new = OutcomeEdition.objects.get_or_create(report=report)
    fields = {"published_at": now(), "published_by": by, "released_at": now()}
    rows = OutcomeEdition.objects.filter(pk=edition.pk, published_at=None)
    if not rows.exists():
        raise Refused("outcomes_published", _("The answers to this report are published already."), 409)
    if not rows.filter(tested_at__isnull=False).update(**fields):
        raise Refused("no_test", _("Send yourself a test letter first, and read it."), 409)
    edition.refresh_from_db()
    return edition


def stop_sending(*, by, edition):
    """Hold what is not sent yet; letters handed over in the last seconds come back as well."""
    check("themes.publish_outcomes", by, edition.consultation)
    with transaction.atomic():
        going = OutcomeEdition.objects.filter(pk=edition.pk, stopped_at=None, finished_at=None)
        if not going.exclude(published_at=None).update(stopped_at=now()):
            raise Refused("not_sending", _("Nothing is being sent now."), 409)
        take_back_unsent(edition)
        log(act="outcomes.stopped", by=by, consultation=edition.consultation, target=edition)
    edition.refresh_from_db()
    return edition


def go_on_sending(*, by, edition):
    """Go on where sending was stopped; nobody is written to twice."""
    check("themes.publish_outcomes", by, edition.consultation)
    with transaction.atomic():
        stopped = OutcomeEdition.objects.filter(pk=edition.pk, stopped_at__isnull=False)
        if not stopped.update(stopped_at=None, released_at=now()):
            raise Refused("not_stopped", _("Sending was not stopped."), 409)
        log(act="outcomes.resumed", by=by, consultation=edition.consultation, target=edition)
    edition.refresh_from_db()
    return edition


def print_letters(*, by, edition, outcomes):
    """Note that these letters were printed; a letter printed again keeps its first day."""
    check("themes.publish_outcomes", by, edition.consultation)
    with transaction.atomic():
        rows = edition.outcomes.filter(pk__in=outcomes, way=Way.LETTER, released_at=None)
        printed = rows.update(released_at=now())
        if printed:
            details = {"letters": printed}
            log(
                act="letters.printed",
                by=by,
                consultation=edition.consultation,
                target=edition,
                details=details,
            )
    return printed
