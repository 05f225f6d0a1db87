"""The letters of an outcome edition: a test before it is published, then stopping, going on and printing."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Refused
from consult.mailing import mail_for
from consult.rules import check
from proposals.themes.enums import Way
from proposals.themes.letters import outcome_letter
from proposals.themes.models import OutcomeEdition

from .mailing import take_back_unsent


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
