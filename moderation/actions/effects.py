"""What a decision does to text, thread and author, and how it is taken back."""

from datetime import datetime

from moderation.enums import Effect
from proposals.actions import states
from proposals.actions.participation import pause_participant
from proposals.actions.transfers import move_comment
from proposals.enums import ContributionState, Kind, RevisionState
from proposals.models import Contribution


def available(case):
    """Effects this case can have: a version readers do not have can only be kept or turned down."""
    gone = [Effect.KEEP, Effect.HIDE, Effect.RESTRICT_AUTHOR]
    if not case.concerns_shown_text:
        return gone
    impossible = set()
    if not _thread_is_open(case):
        impossible.add(Effect.LOCK_THREAD)
    if case.contribution.kind != Kind.COMMENT:
        impossible.add(Effect.TRANSFER)
    return [effect for effect in Effect if effect not in impossible]


def _thread_is_open(case):
    thread = case.contribution.root or case.contribution
    return thread.kind == "proposal" and thread.locked_at is None


def memory_of(case):
    """What the effect may replace, in states and numbers, to be put back by undoing."""
    contribution, paused = case.contribution, case.contribution.participant.paused_until
    return states.standing_of(contribution, case.revision) | {
        "waited": case.revision.state == RevisionState.PENDING,
        "paused_until": paused.isoformat() if paused else None,
        "root": contribution.root_id,
        "parent": contribution.parent_id,
    }


def apply(decision, *, by):
    """Do what the decision says."""
    case = decision.case
    DOING[decision.effect](decision, {"contribution": case.contribution, "by": by, "case": case.pk})


def _keep(decision, who):
    if _is_unpublished(decision.case):
        states.restore(revision=decision.case.revision, **who)


def _is_unpublished(case):
    waits = case.revision.state == RevisionState.PENDING
    return case.concerns_shown_text and (waits or case.contribution.state == ContributionState.HELD)


def _hide(decision, who):
    case = decision.case
    if _readers_have_another(case) or case.revision.state == RevisionState.PENDING:
        states.refuse(revision=case.revision, **who)
    if not _readers_have_another(case) and case.contribution.state != ContributionState.HIDDEN:
        states.hide(**who)


def _hold(decision, who):
    case = decision.case
    if case.revision.state == RevisionState.PENDING and case.contribution.shown_revision_id:
        states.refuse(revision=case.revision, **who)
    if not _readers_have_another(case):
        states.hold(**who)


def _readers_have_another(case):
    """Is another version shown now? Readers keep that one, whatever is decided about this."""
    shown = case.contribution.state == ContributionState.VISIBLE
    return shown and case.contribution.shown_revision_id != case.revision_id


def _restrict(decision, who):
    _hide(decision, who)
    author = decision.case.contribution.participant
    pause_participant(participant=author, by=who["by"], until=decision.until, case=who["case"])


def _redact(decision, who):
    _keep(decision, who)
    states.redact(spans=decision.redactions, **who)


def _lock(decision, who):
    _keep(decision, who)
    states.lock_thread(**who | {"contribution": _thread_of(decision)})


def _transfer(decision, who):
    _keep(decision, who)
    move_comment(to=decision.destination, **who)


def _move_back(decision, by):
    """To the comment it answered, or to the top of the thread when that has gone elsewhere meanwhile."""
    contribution, before = decision.case.contribution, decision.before
    if contribution.root_id == before["root"]:
        return
    places = Contribution.objects.in_bulk({before["root"], before["parent"]})
    parent = places[before["parent"]]
    answered = parent if parent.root_id == before["root"] else None
    who = {"by": by, "case": decision.case_id}
    move_comment(contribution=contribution, to=places[before["root"]], parent=answered, **who)


def _thread_of(decision):
    contribution = decision.case.contribution
    return contribution.root or contribution


DOING = {
    Effect.KEEP: _keep,
    Effect.ASK_TO_EDIT: _hold,
    Effect.HOLD: _hold,
    Effect.HIDE: _hide,
    Effect.RESTRICT_AUTHOR: _restrict,
    Effect.REDACT: _redact,
    Effect.LOCK_THREAD: _lock,
    Effect.TRANSFER: _transfer,
}


def undo(decision, *, by):
    """Put everything back as it was; a text taken back or erased meanwhile stays so."""
    case = decision.case
    if case.contribution.state not in (ContributionState.WITHDRAWN, ContributionState.ERASED):
        states.put_back(
            contribution=case.contribution,
            by=by,
            revision=case.revision,
            before=decision.before,
            case=case.pk,
        )
    _give_back(decision, by)


def reverse(decision, *, by):
    """After an appeal: show the text in its place again, and lift what was put on thread and author.

    A newer version that readers have meanwhile stays the one they have.
    """
    case = decision.case
    who = {"contribution": case.contribution, "by": by, "case": case.pk}
    if decision.effect == Effect.REDACT and case.contribution.shown_revision_id == case.revision_id:
        states.redact(spans=decision.before["redactions"], **who)
    elif decision.effect in Effect.unpublishing() and _can_come_back(case):
        states.restore(revision=case.revision, **who)
    _give_back(decision, by)


def _can_come_back(case):
    """Hidden or held now, or a change turned down that nothing has replaced."""
    if case.contribution.state in (ContributionState.HIDDEN, ContributionState.HELD):
        return True
    shown = case.contribution.shown_revision
    is_newest = shown is None or shown.number < case.revision.number
    return case.contribution.state == ContributionState.VISIBLE and is_newest


def _give_back(decision, by):
    case = decision.case
    if decision.effect == Effect.TRANSFER:
        _move_back(decision, by)
    if decision.effect == Effect.LOCK_THREAD:
        states.lock_thread(contribution=_thread_of(decision), by=by, case=case.pk, locked=False)
    author = case.contribution.participant
    if decision.effect == Effect.RESTRICT_AUTHOR and author.paused_until == decision.until:
        earlier = decision.before["paused_until"]
        until = datetime.fromisoformat(earlier) if earlier else None
        pause_participant(participant=author, by=by, until=until, case=case.pk)
