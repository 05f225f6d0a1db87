"""Imported texts go the way of all others: read before or after they are shown, and looked over by software.

The bulk sibling of `read_new_text` and `screen_revision`. Nothing is held for a person here: there is nobody
to tell at once.
"""

from functools import partial

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.enums import ModerationMode
from moderation.copies import text_key
from moderation.deadlines import reading_due
from moderation.enums import Ground, Source
from moderation.models import Case, Screening
from proposals.actions.contributions import ACT_OF
from proposals.enums import RevisionState
from proposals.events import record
from proposals.models import Revision

from .scores import score_of
from .screening import current_model, is_worth_reading, screening_of
from .telling import tell_duty

CHUNK = 500


def read_imported(*, consultation, external_ids):
    """Screen the texts of these submissions that were not looked at yet, and open cases as the mode says.

    Returns the number of cases opened. What was cut off is taken up again by the next call.
    """
    opened = 0
    trained = current_model(consultation.pk)
    for start in range(0, len(external_ids), CHUNK):
        revisions = Revision.objects.filter(
            contribution__consultation=consultation,
            contribution__submission__external_id__in=external_ids[start : start + CHUNK],
            screening=None,
        )
        rows = revisions.select_related("contribution__consultation", "contribution__participant")
        found = [_looked_at(consultation, each, trained) for each in rows.order_by("pk")]
        in_batches(found, partial(_write, consultation))
        opened += sum(case is not None for _screening, case in found)
    if opened:
        log(act="cases.imported", by=None, consultation=consultation, details={"count": opened})
    return opened


def _looked_at(consultation, revision, trained):
    """(Screening, Case or None) of a text, unsaved: what costs time is done before a transaction begins."""
    contribution = revision.contribution
    contribution.consultation = consultation
    screening = screening_of(contribution, revision, trained=trained, history=False)
    source = _source(contribution, revision, screening)
    return screening, _case(contribution, revision, screening, source) if source else None


def _source(contribution, revision, screening):
    if revision.state == RevisionState.PENDING:
        return Source.BEFORE_SHOWING
    if contribution.shown_revision_id != revision.pk:
        return None
    mode = contribution.consultation.moderation_mode_for(ACT_OF[contribution.kind])
    if mode == ModerationMode.AFTER:
        return Source.AFTER_SHOWING
    return Source.SCREENING if is_worth_reading(screening) else None


def _case(contribution, revision, screening, source):
    at = now()
    reason = next((why for ground, why in Ground.urgent().items() if ground in screening.grounds), "")
    noticed = source != Source.BEFORE_SHOWING and is_worth_reading(screening)
    return Case(
        consultation=contribution.consultation,
        contribution=contribution,
        revision=revision,
        source=source,
        sources=[str(each) for each in dict.fromkeys([source, *[Source.SCREENING] * noticed])],
        reason=reason,
        urgent=bool(reason),
        score=score_of(screening),
        text_key=text_key(contribution.consultation_id, revision),
        opened_at=at,
        waiting_since=at,
        due_at=reading_due(contribution.consultation, at, urgent=bool(reason)),
    )


def _write(consultation, batch):
    """Rows of one batch; somebody may have reported one of the texts meanwhile, whose case then stands."""
    Screening.objects.bulk_create((screening for screening, _case in batch), ignore_conflicts=True)
    wanted = [case for _screening, case in batch if case]
    there = Case.objects.filter(revision__in=[case.revision_id for case in wanted])
    known = set(there.values_list("revision", flat=True))
    cases = Case.objects.bulk_create(case for case in wanted if case.revision_id not in known)
    for case in cases:
        if case.urgent:
            tell_duty(case)
    if cases:
        record((cases[0].topic, "case.opened", cases[-1].pk))
