"""Who of the team opened a text that the public cannot read: written into the log, once an hour."""

from datetime import timedelta

from consult.actions.log import record as log
from consult.clock import now
from consult.models import LogEntry
from proposals.enums import ContributionState

ONCE_IN = timedelta(hours=1)
READ = "case.read"


def note_reading(*, by, case):
    """Log that somebody read the text of a case, if it is private; returns whether an entry was written."""
    if not _is_private(case) or _noted_lately(by, case):
        return False
    details = {"contribution": case.contribution_id, "revision": case.revision_id}
    log(act=READ, by=by, consultation=case.consultation, target=case, details=details)
    return True


def _is_private(case):
    """Not shown, another version than the one shown, with gaps in it, or for members alone."""
    shown = case.contribution.state == ContributionState.VISIBLE
    same = case.contribution.shown_revision_id == case.revision_id
    return not (shown and same) or bool(case.revision.redactions) or case.consultation.invited_only


def _noted_lately(by, case):
    of_case = LogEntry.objects.filter(target_type="moderation.case", target_id=case.pk, act=READ)
    return of_case.filter(actor_kind="user", actor_id=by.pk, at__gt=now() - ONCE_IN).exists()
