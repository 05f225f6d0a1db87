"""Deciding several cases with one reason: each gets a complete statement of its own, or is left as it is."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from consult.clock import now, standing_at
from consult.errors import Invalid, Refusal
from consult.rules import check
from moderation.models import Decision

from .decisions import decide_case, draft, undo_decision

MOST = 50


@dataclass(frozen=True)
class Decided:
    """What came of deciding several cases: the decisions, and (case, reason) of those that were not."""

    decisions: list = field(default_factory=list)
    left: list = field(default_factory=list)


def decide_cases(*, by, seen, **typed):
    """Decide several cases of one consultation; `seen` is [(case, version as the moderator saw it)].

    `typed` as for `decide_case`. Each case is a decision of its own, made at one moment so that one undo
    takes all of them back. A case that somebody else holds or has decided, or that has changed, is left
    out and named. Raises Invalid when the words suit none of the cases.
    """
    _check_one_room(by, seen)
    with standing_at(now()):
        fitting, left = _fitting(by, seen, typed)
        decisions = []
        for case, version in fitting:
            try:
                decisions.append(decide_case(by=by, case=case, version=version, **typed))
            except Refusal as refusal:
                left.append((case, refusal))
    return Decided(decisions, left)


def _check_one_room(by, seen):
    """Several cases of one consultation: rules and reasons are those of one."""
    if not seen:
        raise Invalid({"cases": [_("Choose the cases to be decided.")]})
    if len(seen) > MOST:
        raise Invalid({"cases": [_("Choose at most %(n)d cases.") % {"n": MOST}]})
    if len({case.consultation_id for case, _version in seen}) > 1:
        raise Invalid({"cases": [_("Choose cases of one consultation.")]})
    check("consult.moderate", by, seen[0][0].consultation)


def _fitting(by, seen, typed):
    """Those whose statement is complete with these words, and those which cannot have this decision."""
    fitting, left = [], []
    for case, version in seen:
        try:
            draft(case=case, by=by, **typed)
        except Invalid as invalid:
            left.append((case, invalid))
        else:
            fitting.append((case, version))
    if not fitting:
        raise left[0][1]
    return fitting, left


def undo_together(*, by, decision):
    """Take back a decision and all that were made with it; returns how many. Refused as for one."""
    with transaction.atomic():
        together = Decision.objects.undoable_by(by).filter(decided_at=decision.decided_at)
        made = list(together.select_related("case").order_by("pk")) or [decision]
        for each in made:
            undo_decision(by=by, decision=each)
    return len(made)
