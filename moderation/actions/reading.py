"""Who of the team opened a text that the public cannot read: written into the log, once an hour."""

from datetime import timedelta

from django.db import transaction

from consult.actions.log import record as log
from consult.actions.log import together
from consult.clock import now
from consult.models import LogEntry
from proposals.enums import ContributionState

ONCE_IN = timedelta(hours=1)
READ = "case.read"


def note_reading(*, by, case):
    """Log that somebody read the text of a case, if it is private; returns whether an entry was written."""
    return note_readings(by=by, cases=[case]) == 1


def note_readings(*, by, cases):
    """The same of all the texts on one page; returns how many entries were written."""
    private = [case for case in cases if _is_private(case)]
    noted = _noted_lately(by, private) if private else set()
    fresh = [case for case in private if case.pk not in noted]
    with transaction.atomic(), together():
        for case in fresh:
            details = {"contribution": case.contribution_id, "revision": case.revision_id}
            log(act=READ, by=by, consultation=case.consultation, target=case, details=details)
    return len(fresh)


def _is_private(case):
    """Not shown, another version than the one shown, with gaps in it, or for members alone."""
    shown = case.contribution.state == ContributionState.VISIBLE
    same = case.contribution.shown_revision_id == case.revision_id
    return not (shown and same) or bool(case.revision.redactions) or case.consultation.invited_only


def _noted_lately(by, cases):
    ids = [case.pk for case in cases]
    of_cases = LogEntry.objects.filter(target_type="moderation.case", target_id__in=ids, act=READ)
    lately = of_cases.filter(actor_kind="user", actor_id=by.pk, at__gt=now() - ONCE_IN)
    return set(lately.values_list("target_id", flat=True))
