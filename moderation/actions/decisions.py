"""Deciding a case, and undoing that within thirty seconds."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from consult.text import plain
from moderation.deadlines import APPEALING, EDITING, PAUSES, reading_due
from moderation.enums import CaseState, Effect, Source
from moderation.gaps import has_gap
from moderation.models import Case, Decision
from moderation.passages import joined, spans_of
from proposals.actions.texts import revision_digest
from proposals.enums import ContributionState, Kind
from proposals.events import record
from proposals.models import Contribution

from .cases import held_words
from .effects import apply, available, memory_of, undo
from .telling import take_notices_back, tell_about

LONGEST = 4000


def decide_case(*, by, case, version, **typed):
    """Make a statement of reasons and do what it says; tells author and reporters once undoing is over.

    `typed`: effect, rule, law, facts, days (of a pause), passages (to be redacted), destination (the proposal
    a comment is moved to), found_by. `version` is that of the case as the moderator saw it. Raises Refused,
    Invalid, and Stale when somebody else holds or has decided the case, or its text has changed.
    """
    check("moderation.decide", by, case)
    with transaction.atomic():
        case = locked_case(case.pk)
        check_fresh(case, version, by)
        decision = draft(case=case, by=by, **typed)
        decision.before = memory_of(case)
        decision.save(force_insert=True)
        apply(decision, by=by)
        _close(case, decision)
        _log("case.decided", by, decision)
        tell_about(decision)
        record((case.topic, "case.decided", case.pk))
    return decision


def locked_case(pk):
    """A case and its text, kept from others until the transaction ends.

    The text first, as everything that its author does: in mixed order two would wait for each other.
    """
    text = Contribution.objects.select_for_update(of=("self",), no_key=True).filter(cases=pk)
    contribution = text.select_related("participant", "root", "shown_revision", "consultation").get()
    case = Case.objects.select_for_update(of=("self",)).with_texts().get(pk=pk)
    case.contribution = contribution
    return case


def check_fresh(case, version, by):
    """Raise Stale when a case is decided or held by somebody else, or is not as it was seen."""
    if case.state != CaseState.OPEN:
        raise Stale(_("This case has been decided meanwhile. What you wrote is below; nothing was saved."))
    if case.holder and case.holder != by:
        raise Stale(held_words(case))
    if case.version != version:
        raise Stale(
            _("This case has changed since you opened it. Look at it again; what you wrote is kept below.")
        )


def draft(
    *,
    case,
    by,
    effect,
    rule=None,
    law="",
    facts="",
    days=None,
    passages=(),
    destination=None,
    found_by=None,
):
    """The decision these words would make, not saved; Invalid names what a statement of reasons lacks."""
    law, facts, at = plain(law), plain(facts), now()
    destination = destination if effect == Effect.TRANSFER else None
    found_by = found_by or case.source
    _check_words(case, effect, rule, law, facts, days)
    _check_ways(case, effect, destination, found_by)
    redactions = _redactions(case, effect, passages)
    return Decision(
        case=case,
        consultation=case.consultation,
        effect=effect,
        rule=rule,
        rule_wording=rule.wordings.last() if rule else None,
        law=law,
        facts=facts,
        until=_until(case, effect, at, days),
        redactions=redactions,
        gaps=len(redactions),
        destination=destination,
        found_by=found_by,
        detected_automatically=found_by in Source.automatic(),
        decided_by=by,
        decided_at=at,
        appeal_until=at + APPEALING if effect != Effect.KEEP else None,
        text_digest=revision_digest(case.revision),
    )


def _check_words(case, effect, rule, law, facts, days):
    problems = {}
    if effect not in available(case):
        problems["effect"] = [_("Choose a decision that this case can have.")]
    if effect != Effect.KEEP and rule is None and not law:
        problems["rule"] = [_("Choose the rule, or name the law, that the text breaks.")]
    if rule is not None and rule.consultation_id != case.consultation_id:
        problems["rule"] = [_("Choose one of the rules of this consultation.")]
    if effect != Effect.KEEP and not facts:
        problems["facts"] = [_("Say what in the text breaks the rule. The author reads this.")]
    if has_gap(facts):
        problems["facts"] = [_("Fill the gaps of the template with the facts of this case.")]
    if len(facts) > LONGEST:
        problems["facts"] = [_("Keep this to %(n)d characters or fewer.") % {"n": LONGEST}]
    if effect == Effect.RESTRICT_AUTHOR and days not in PAUSES:
        problems["days"] = [_("Choose for how long the author is paused.")]
    if problems:
        raise Invalid(problems)


def _check_ways(case, effect, destination, found_by):
    """Where to, and how it was found."""
    if found_by not in Source.values:
        raise Invalid({"found_by": [_("Choose how the text was found.")]})
    if effect != Effect.TRANSFER:
        return
    fits = (
        destination is not None
        and destination.kind == Kind.PROPOSAL
        and destination.state == ContributionState.VISIBLE
        and destination.consultation_id == case.consultation_id
    )
    if not fits or destination.pk == case.contribution.root_id:
        raise Invalid({"destination": [_("Choose another proposal of the same consultation.")]})


def _until(case, effect, at, days):
    if effect == Effect.RESTRICT_AUTHOR:
        return at + timedelta(days=days)
    return {Effect.ASK_TO_EDIT: at + EDITING, Effect.HOLD: reading_due(case.consultation, at)}.get(effect)


def _redactions(case, effect, passages):
    """The gaps of the text after this decision: those it had, and the new ones."""
    if effect != Effect.REDACT:
        return []
    return joined([*case.revision.redactions, *spans_of(case.revision.body, passages)])


def _close(case, decision):
    """Decided; held for a person means that the decision is still to come."""
    case.version += 1
    case.held_by = case.held_until = None
    if decision.effect == Effect.HOLD:
        case.due_at = decision.until
    else:
        case.state, case.closed_at = CaseState.DECIDED, decision.decided_at
    case.save(update_fields=["version", "held_by", "held_until", "due_at", "state", "closed_at"])


def undo_decision(*, by, decision):
    """Take back what one has just decided: text, thread and author as before, and nobody hears of it."""
    check("moderation.undo", by, decision)
    with transaction.atomic():
        case = locked_case(decision.case_id)
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        decision.case = case
        check("moderation.undo", by, decision)
        if case.standing != decision or case.state == CaseState.CLOSED:
            raise Refused("not_last", _("Something else was decided since, so this cannot be undone."), 409)
        undo(decision, by=by)
        decision.undone_at, decision.undone_by = now(), by
        decision.save(update_fields=["undone_at", "undone_by"])
        _open_again(case)
        take_notices_back(decision)
        _log("case.decision_undone", by, decision)
        record((case.topic, "case.reopened", case.pk))
    return decision


def _open_again(case):
    """As it was: in its old place in the queue, on its old clock."""
    case.state, case.closed_at = CaseState.OPEN, None
    case.version += 1
    case.save(update_fields=["state", "closed_at", "version"])


def _log(act, by, decision):
    log(
        act=act,
        by=by,
        consultation=decision.consultation,
        target=decision,
        details={
            "case": decision.case_id,
            "effect": str(decision.effect),
            "rule": decision.rule_id,
            "text": decision.text_digest,
            "automated": decision.automated,
        },
    )
