"""Changing and taking back one's own words; every version is kept for appeals and amendments."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.enums import ModerationMode
from consult.errors import Refused, Stale
from consult.rules import check
from proposals.enums import ContributionState, Kind, RevisionState
from proposals.events import record
from proposals.models import Contribution
from proposals.signals import contribution_received, contribution_shown, contribution_withdrawn

from .contributions import ACT_OF, topics_of
from .texts import add_revision, clean_body, clean_title, recount_replies, show_revision


def edit_contribution(*, by, contribution, body, title="", based_on=None):
    """Change a text of one's own: a new revision, shown at once unless a moderator reads first.

    After its first vote a proposal changes only by a marked amendment. `based_on` is the number of the
    revision that the editor saw; Stale when another has come since.
    """
    check("proposals.edit", by, contribution)
    body = clean_body(contribution.kind, body)
    title = clean_title(title) if contribution.kind == Kind.PROPOSAL else ""
    with transaction.atomic():
        locked = Contribution.objects.select_for_update().get(pk=contribution.pk)
        _check_still_latest(locked, based_on)
        _refuse_hidden(locked)
        revision = add_revision(locked, body=body, title=title, amendment=_has_votes(locked))
        _show_or_wait(locked, revision)
        log(
            act=f"{locked.kind}.edited",
            by=by if by.pk else locked.participant,
            consultation=locked.consultation,
            target=locked,
            details={"revision": revision.pk, "amendment": revision.amendment},
        )
    return revision


def _check_still_latest(contribution, based_on):
    latest = contribution.revisions.order_by("-number").values_list("number", flat=True).first()
    if based_on is not None and based_on != latest:
        raise Stale()


def _refuse_hidden(contribution):
    if contribution.state == ContributionState.HIDDEN:
        raise Refused("hidden", _("A moderator has hidden this. You can appeal, but not change it."), 403)


def _has_votes(contribution):
    return contribution.kind == Kind.PROPOSAL and contribution.votes.standing().exists()


def _show_or_wait(contribution, revision):
    """HELD texts were asked to be edited: their new version goes to a moderator, as in pre-moderation."""
    mode = contribution.consultation.moderation_mode_for(ACT_OF[contribution.kind])
    waits = mode == ModerationMode.BEFORE or contribution.state in (
        ContributionState.HELD,
        ContributionState.PENDING,
    )
    if not waits:
        show_revision(contribution, revision)
    contribution_received.send(Contribution, contribution=contribution, revision=revision)
    if not waits and contribution.state == ContributionState.VISIBLE:  # a floor above may have held it
        contribution_shown.send(Contribution, contribution=contribution, revision=revision)
        _announce(contribution, "changed")


def withdraw_contribution(*, by, contribution):
    """Take one's own text back: it leaves every outlet, its place in the thread stays, votes stay."""
    check("proposals.withdraw", by, contribution)
    with transaction.atomic():
        contribution.state = ContributionState.WITHDRAWN
        contribution.save(update_fields=["state"])
        contribution.revisions.filter(state=RevisionState.PENDING).update(state=RevisionState.SUPERSEDED)
        _withdraw_submission(contribution.submission)
        recount_replies(contribution)
        log(
            act=f"{contribution.kind}.withdrawn",
            by=by if by.pk else contribution.participant,
            consultation=contribution.consultation,
            target=contribution,
        )
        contribution_withdrawn.send(Contribution, contribution=contribution)
        _announce(contribution, "removed")
    return contribution


def _withdraw_submission(submission):
    """A submission is withdrawn when nothing in it stands any more."""
    gone = [ContributionState.WITHDRAWN, ContributionState.ERASED]
    if submission.contributions.exclude(state__in=gone).exists() or submission.answers.exists():
        return
    submission.withdrawn_at = now()
    submission.save(update_fields=["withdrawn_at"])


def _announce(contribution, what):
    topics = topics_of(contribution)
    record(*((topic, f"{contribution.kind}.{what}", contribution.pk) for topic in topics))
