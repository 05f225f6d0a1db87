"""Appeals: made by the author, decided by somebody who neither decided first nor advised who did."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from consult.text import plain
from moderation.deadlines import ANSWERING_APPEAL
from moderation.enums import CaseState, Outcome
from moderation.models import Appeal, Decision, Reviewer
from proposals.events import record

from .decisions import locked_case
from .effects import reverse
from .telling import tell_appellant, tell_deciders

LONGEST = 4000


def appeal_decision(*, by, decision, text):
    """Object to a decision on one's own text; its case waits again, for somebody else.

    `by` is the author: an account, a guest, or the participant whom a signed link stands for.
    """
    check("moderation.appeal", by, decision)
    text = _clean("text", text, _("Say why the decision is wrong."))
    with transaction.atomic():
        case = locked_case(decision.case_id)
        decision = Decision.objects.with_texts().get(pk=decision.pk)
        decision.case = case
        check("moderation.appeal", by, decision)
        if case.state != CaseState.DECIDED:
            raise Refused("case_moved", _("Your text is being looked at again already."), status=409)
        appeal = _create(decision, text)
        _wait(case, appeal)
        _log("appeal.made", appeal.appellant, appeal)
        tell_deciders(appeal)
        record((case.topic, "case.appealed", case.pk))
    return appeal


def _clean(field, text, missing):
    text = plain(text)
    if not text:
        raise Invalid({field: [missing]})
    if len(text) > LONGEST:
        raise Invalid({field: [_("Keep this to %(n)d characters or fewer.") % {"n": LONGEST}]})
    return text


def _create(decision, text):
    at = now()
    return Appeal.objects.create(
        decision=decision,
        consultation=decision.consultation,
        appellant=decision.case.contribution.participant,
        text=text,
        first_decider=decision.decided_by,
        first_advisers=_advisers_of(decision.case),
        made_at=at,
        due_at=at + ANSWERING_APPEAL,
    )


def _advisers_of(case):
    """Who read it beside the first decider, as the constraint on an appeal compares them."""
    given = case.second_readings.filter(read_by__isnull=False)
    ids = sorted(set(given.values_list("read_by", flat=True)))
    return "".join(f",{pk}" for pk in ids) + "," * bool(ids)


def _wait(case, appeal):
    case.state, case.closed_at = CaseState.APPEALED, None
    case.waiting_since, case.due_at = appeal.made_at, appeal.due_at
    case.held_by = case.held_until = None
    case.version += 1
    case.save()


def decide_appeal(*, by, appeal, outcome, reasons, version):
    """Uphold or reverse a decision; reversing shows the text in its place with votes and replies.

    `by` is an account, or the Reviewer whom a secret link stands for. Raises Refused for whoever decided
    first, Invalid without reasons, Stale when the case has moved on.
    """
    reviewer = by if isinstance(by, Reviewer) else None
    check("moderation.review" if reviewer else "moderation.decide_appeal", by, appeal)
    person = None if reviewer else by
    reasons = _clean("reasons", reasons, _("Say why. The author reads this."))
    if outcome not in Outcome.values:
        raise Invalid({"outcome": [_("Choose whether the decision stays.")]})
    with transaction.atomic():
        case = locked_case(appeal.decision.case_id)
        if case.state != CaseState.APPEALED or case.version != version:
            raise Stale()
        appeal = Appeal.objects.select_related("decision", "appellant", "consultation").get(pk=appeal.pk)
        appeal.decision.case = case
        appeal.outcome, appeal.reasons = outcome, reasons
        appeal.decided_by, appeal.reviewer, appeal.decided_at = person, reviewer, now()
        appeal.save(update_fields=["outcome", "reasons", "decided_by", "reviewer", "decided_at"])
        appeal.reviewers.filter(ended_at=None).update(ended_at=appeal.decided_at)
        if outcome == Outcome.REVERSED:
            reverse(appeal.decision, by=person)
        _end(case, appeal)
        _log("appeal.decided", person, appeal)
        tell_appellant(appeal)
        record((case.topic, "case.decided", case.pk))
    return appeal


def _end(case, appeal):
    case.state, case.closed_at = CaseState.DECIDED, appeal.decided_at
    case.held_by = case.held_until = None
    case.version += 1
    case.save()


def _log(act, by, appeal):
    log(
        act=act,
        by=by,
        consultation=appeal.consultation,
        target=appeal,
        details={
            "decision": appeal.decision_id,
            "outcome": str(appeal.outcome),
            "reviewer": appeal.reviewer_id,
        },
    )
