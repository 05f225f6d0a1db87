"""What a moderator's decision does to a text; the moderation app calls these after its own rules."""

from django.db import transaction

from consult.actions.log import record as log
from consult.clock import now
from proposals.enums import ContributionState, RevisionState
from proposals.events import record
from proposals.models import Contribution
from proposals.signals import contribution_shown

from .contributions import topics_of
from .texts import recount_replies, show_revision


def hide(*, contribution, by, case=None):
    """Take a text out of every outlet; its place in the thread stays as a tombstone."""
    return _move(contribution, ContributionState.HIDDEN, "hidden", by, case)


def hold(*, contribution, by, case=None):
    """Take a text out of every outlet until its author has edited it or a person has read it."""
    return _move(contribution, ContributionState.HELD, "held", by, case)


def restore(*, contribution, by, case=None, revision=None):
    """Put a text back with its votes and replies, showing a given version or the last one shown."""
    with transaction.atomic():
        before = contribution.state
        chosen = revision or contribution.shown_revision or contribution.revisions.last()
        show_revision(contribution, chosen)
        recount_replies(contribution)
        _log(contribution, "shown", by, case, before)
        contribution_shown.send(Contribution, contribution=contribution, revision=chosen)
        what = "added" if before == ContributionState.PENDING else "changed"
        _announce(contribution, what)
    return contribution


def standing_of(contribution, revision):
    """What a decision on a version may change, as numbers and states: `put_back` makes it so again."""
    return {
        "state": str(contribution.state),
        "shown": contribution.shown_revision_id,
        "revision_state": str(revision.state),
        "redactions": revision.redactions,
    }


def put_back(*, contribution, by, revision, before, case=None):
    """Make a text and one of its versions what `standing_of` said of them, as if nothing had been decided."""
    with transaction.atomic():
        was = contribution.state
        revision.state, revision.redactions = before["revision_state"], before["redactions"]
        revision.save(update_fields=["state", "redactions"])
        _show_again(contribution, before["shown"])
        contribution.state = before["state"]
        contribution.save(update_fields=["state"])
        recount_replies(contribution)
        _log(contribution, "put_back", by, case, was)
        shown = contribution.state == ContributionState.VISIBLE
        if shown and was != contribution.state:
            contribution_shown.send(
                Contribution, contribution=contribution, revision=contribution.shown_revision
            )
        _announce(contribution, "changed" if shown else "removed")
    return contribution


def _show_again(contribution, revision_id):
    """The version that was shown; none of the texts when there was none."""
    if revision_id:
        show_revision(contribution, contribution.revisions.get(pk=revision_id))
        return
    contribution.shown_revision = None
    contribution.title = contribution.public_text = contribution.body_html = ""
    contribution.save(update_fields=["shown_revision", "title", "public_text", "body_html"])


def refuse(*, contribution, by, revision, case=None):
    """Turn down a version that waited; a text of which no version is shown becomes hidden."""
    with transaction.atomic():
        revision.state = RevisionState.REFUSED
        revision.save(update_fields=["state"])
        if contribution.shown_revision_id is None:
            return _move(contribution, ContributionState.HIDDEN, "hidden", by, case)
        _log(contribution, "revision_refused", by, case, contribution.state)
    return contribution


def redact(*, contribution, by, spans, case=None):
    """Replace parts [start, end] of the shown version by marked gaps everywhere; [] takes them back."""
    with transaction.atomic():
        revision = contribution.shown_revision
        revision.redactions = [[int(start), int(end)] for start, end in spans]
        show_revision(contribution, revision)
        _log(contribution, "redacted", by, case, contribution.state)
        _announce(contribution, "changed")
    return contribution


def lock_thread(*, contribution, by, case=None, locked=True):
    """Close a thread, or open it again; reading goes on."""
    with transaction.atomic():
        contribution.locked_at = now() if locked else None
        contribution.save(update_fields=["locked_at"])
        _log(contribution, "locked" if locked else "unlocked", by, case, contribution.state)
        _announce(contribution, "changed")
    return contribution


def _move(contribution, state, verb, by, case):
    with transaction.atomic():
        before = contribution.state
        contribution.state = state
        contribution.save(update_fields=["state"])
        recount_replies(contribution)
        _log(contribution, verb, by, case, before)
        _announce(contribution, "removed")
    return contribution


def _log(contribution, verb, by, case, before):
    log(
        act=f"contribution.{verb}",
        by=by,
        consultation=contribution.consultation,
        target=contribution,
        details={"case": case, "before": str(before)},
    )


def _announce(contribution, what):
    topics = topics_of(contribution)
    record(*((topic, f"{contribution.kind}.{what}", contribution.pk) for topic in topics))
