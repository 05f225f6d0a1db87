"""Deciding several cases with one reason: each gets a complete statement of its own, or is left as it is."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from consult.clock import now, standing_at
from consult.errors import Invalid, Refusal
from consult.rules import check
from moderation.deadlines import LEASE
from moderation.models import Case, Decision
from proposals.events import record

from .cases import release_case
from .decisions import check_fresh, decide_case, draft, undo_decision

MOST = 50


@dataclass(frozen=True)
class Decided:
    """What came of several cases: the decisions, and (case, reason) of those that were left."""

    decisions: list = field(default_factory=list)
    left: list = field(default_factory=list)


def prepare_cases(*, by, seen, **typed):
    """Hold several cases for ten minutes and say what each author would get: Decided with drafts, unsaved.

    Arguments and refusals as for `decide_cases`. A case that somebody else holds is left out and named.
    """
    _check_one_room(by, seen)
    drafts, left = _drafts(by, seen, typed)
    with transaction.atomic():
        taken, lost = _take(by, {each.case.pk: version for each, version in drafts})
    return Decided([each for each, _version in drafts if each.case.pk in taken], left + lost)


def _take(by, versions):
    """(ids now held, (case, reason) of the others); each is asked for what deciding it asks."""
    wanted = Case.objects.filter(pk__in=versions).order_by("pk")
    # Taken hold of first, read after: PostgreSQL waits for the row but joins it with the holder of before.
    list(wanted.select_for_update().values_list("pk"))
    taken, lost = [], []
    for case in wanted.with_texts():
        try:
            check("moderation.decide", by, case)
            check_fresh(case, versions[case.pk], by)
        except Refusal as refusal:
            lost.append((case, refusal))
        else:
            taken.append(case)
    ids = [case.pk for case in taken]
    Case.objects.filter(pk__in=ids).update(held_by=by, held_until=now() + LEASE)
    if taken:
        record(*((case.topic, "case.held", case.pk) for case in taken))
    return ids, lost


def release_cases(*, by, cases):
    """Give back those of these cases that one holds; returns how many."""
    held = [case for case in cases if case.holder == by]
    for case in held:
        release_case(case=case, by=by)
    return len(held)


def decide_cases(*, by, seen, **typed):
    """Decide several cases of one consultation; `seen` is [(case, version as the moderator saw it)].

    `typed` as for `decide_case`. Each case is a decision of its own, made at one moment so that one undo
    takes all of them back. A case that somebody else holds or has decided, or that has changed, is left
    out and named. Raises Invalid when the words suit none of the cases.
    """
    _check_one_room(by, seen)
    with standing_at(now()):
        drafts, left = _drafts(by, seen, typed)
        decisions = []
        for each, version in drafts:
            try:
                decisions.append(decide_case(by=by, case=each.case, version=version, **typed))
            except Refusal as refusal:
                left.append((each.case, refusal))
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


def _drafts(by, seen, typed):
    """[(draft, version)] where these words make a complete statement, and (case, reason) of the rest."""
    drafts, left = [], []
    for case, version in seen:
        try:
            drafts.append((draft(case=case, by=by, **typed), version))
        except Invalid as invalid:
            left.append((case, invalid))
    if not drafts:
        raise left[0][1]
    return drafts, left


def undo_together(*, by, decision):
    """Take back a decision and all that were made with it; returns how many. Refused as for one."""
    with transaction.atomic():
        together = Decision.objects.undoable_by(by).filter(decided_at=decision.decided_at)
        made = list(together.select_related("case").order_by("pk")) or [decision]
        for each in made:
            undo_decision(by=by, decision=each)
    return len(made)
