"""Cases: opening one for a version, holding it while one reads, noting what happens to its text meanwhile."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Refused, Stale
from consult.rules import check
from moderation.copies import text_key
from moderation.deadlines import LEASE, reading_due
from moderation.enums import CaseState, Source
from moderation.models import Case
from proposals.enums import RevisionState
from proposals.events import record


def open_case(*, contribution, revision, source, by=None, urgent=False):
    """The case of a version, opened unless it is there; a further source is added to it."""
    with transaction.atomic():
        fields = _fields_of_new(contribution, revision, [source], urgent)
        case, created = Case.objects.get_or_create(revision=revision, defaults=fields)
        if created:
            _opened(case, by)
        elif source not in case.sources:
            case.sources = [*case.sources, str(source)]
            case.save(update_fields=["sources"])
    return case


def open_first_case(*, contribution, revision, sources, score):
    """The case of a version that has just come in, of which nobody else can know; in its transaction."""
    fields = _fields_of_new(contribution, revision, sources, urgent=False)
    case = Case.objects.create(revision=revision, score=score, **fields)
    _opened(case, None)
    return case


def _fields_of_new(contribution, revision, sources, urgent):
    at = now()
    return {
        "consultation": contribution.consultation,
        "contribution": contribution,
        "source": sources[0],
        "sources": [str(source) for source in sources],
        "urgent": urgent,
        "text_key": text_key(contribution.consultation_id, revision),
        "opened_at": at,
        "waiting_since": at,
        "due_at": reading_due(contribution.consultation, at, urgent=urgent),
    }


def _opened(case, by):
    _happened(case, "case.opened", by, {"source": case.sources[0], "revision": case.revision_id})


def make_urgent(case, reason):
    """A case that cannot wait: its text is folded, its clock is short; says whether it has just become so.

    Inside the caller's transaction, which holds the row.
    """
    was_urgent = case.urgent
    case.reason, case.urgent = reason, True
    if not was_urgent:
        case.due_at = min(case.due_at, reading_due(case.consultation, now(), urgent=True))
    case.save(update_fields=["reason", "urgent", "due_at"])
    return not was_urgent


def open_case_on_newer(*, case, by):
    """A moderator turns to the version that has replaced the one of this case."""
    check("moderation.decide", by, case)
    newer = case.contribution.revisions.exclude(pk=case.revision_id).order_by("-number").first()
    if newer is None or newer.number < case.revision.number:
        raise Refused("no_newer", _("There is no newer version of this text."), status=409)
    with transaction.atomic():
        found = open_case(contribution=case.contribution, revision=newer, source=Source.OWN, by=by)
        if found.state in (CaseState.DECIDED, CaseState.CLOSED):
            reopen(found)
    return found


def reopen(case):
    """An ended case waits again, from now on; inside the caller's transaction."""
    at = now()
    case.state, case.closed_at = CaseState.OPEN, None
    case.waiting_since, case.due_at = at, reading_due(case.consultation, at, urgent=case.urgent)
    case.version += 1
    case.save(update_fields=["state", "closed_at", "waiting_since", "due_at", "version"])
    _happened(case, "case.reopened", None, {})


def claim_case(*, case, by):
    """Hold a case for ten minutes while one reads it; Stale when somebody else holds it."""
    check("moderation.hold", by, case)
    with transaction.atomic():
        free = Case.objects.claimable_by(by).filter(pk=case.pk)
        if not free.update(held_by=by, held_until=now() + LEASE):
            raise Stale(held_words(Case.objects.select_related("held_by").get(pk=case.pk)))
        case.refresh_from_db(fields=["held_by", "held_until"])
        record((case.topic, "case.held", case.pk))
    return case


def held_words(case):
    """Who is at it, said to somebody else."""
    if case.holder is None:
        return _("Somebody else has just dealt with this case. Look at it again.")
    return _("%(name)s is reading this case now. Take another one, or try again in a few minutes.") % {
        "name": case.holder.display_name
    }


def release_case(*, case, by):
    """Give a case back; releasing what one does not hold changes nothing."""
    check("moderation.read", by, case)
    with transaction.atomic():
        if Case.objects.filter(pk=case.pk, held_by=by).update(held_by=None, held_until=None):
            record((case.topic, "case.released", case.pk))
    case.refresh_from_db(fields=["held_by", "held_until"])
    return case


def note_newer_version(*, contribution, revision):
    """The author has changed the text: a version that only waited to be read is moot, others are noted.

    A case stays on its version, since that is what was reported; the new one may be reported anew.
    """
    older = Case.objects.select_for_update(of=("self",)).filter(contribution=contribution).waiting()
    for case in older.exclude(revision=revision).select_related("consultation", "revision"):
        if case.state == CaseState.OPEN and _only_waited_to_be_read(case):
            _end(case, contribution)
        else:
            _note(case, contribution, revision)


def _only_waited_to_be_read(case):
    """Nobody pointed to this version and it is not the one to be decided any more."""
    unremarked = case.reports == 0 and set(case.sources) <= set(Source.waiting_texts())
    return unremarked or case.revision.state == RevisionState.PENDING


def _note(case, contribution, revision):
    case.superseded_at = now()
    case.version += 1
    case.save(update_fields=["superseded_at", "version"])
    _happened(case, "case.superseded", contribution.participant, {"revision": revision.pk})


def close_cases(*, contribution):
    """The author has taken the text back or it was erased: nothing is left to decide, appeals included."""
    cases = Case.objects.select_for_update(of=("self",)).filter(contribution=contribution).waiting()
    for case in cases.select_related("consultation"):
        _end(case, contribution)


def _end(case, contribution):
    case.state, case.closed_at = CaseState.CLOSED, now()
    case.held_by = case.held_until = None
    case.version += 1
    case.save(update_fields=["state", "closed_at", "held_by", "held_until", "version"])
    _happened(case, "case.closed", contribution.participant, {})


def _happened(case, what, by, details):
    log(act=what, by=by, consultation=case.consultation, target=case, details=details)
    record((case.topic, what, case.pk))
