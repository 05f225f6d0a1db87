"""Proposing and commenting: public at once, or after a moderator where the consultation says so."""

from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.actions.log import together as log_together
from consult.enums import Act, ModerationMode
from consult.errors import Refused
from consult.rules import check
from proposals.enums import Consent, ContributionState, Kind, Stance, SubmissionKind
from proposals.events import record
from proposals.events import together as events_together
from proposals.models import Contribution, Tally
from proposals.models.contribution import path_below
from proposals.signals import contribution_received, contribution_shown

from .participation import take_part
from .submissions import Sent, new_submission, send_once
from .texts import add_first_revision, clean_body, clean_language, clean_title, count_reply

ACT_OF = {Kind.PROPOSAL: Act.PROPOSE, Kind.COMMENT: Act.COMMENT, Kind.ANSWER: Act.ANSWER}


def submit_proposal(
    *, by, consultation, title, body, language="", client_id=None, public_name="", official=False
):
    """Make a proposal; raises Refused or Invalid. Records `proposal.added`, sends contribution_received."""
    check("proposals.propose", by, consultation)
    title, body = clean_title(title), clean_body(Kind.PROPOSAL, body)
    language = clean_language(consultation, language)

    def write():
        submission, code = _begin(by, consultation, SubmissionKind.PROPOSAL, client_id, language, public_name)
        contribution = _contribution(submission, Kind.PROPOSAL, language=language, official=official)
        Tally.objects.create(contribution=contribution)
        receive(contribution, by=by, title=title, body=body)
        return Sent(submission, [contribution], code)

    return send_once(by=by, consultation=consultation, client_id=client_id, write=write)


def submit_comment(
    *,
    by,
    proposal,
    body,
    parent=None,
    stance="",
    language="",
    client_id=None,
    public_name="",
    official=False,
):
    """Comment on a proposal or reply to a comment in its thread; raises Refused or Invalid."""
    check("proposals.reply_officially" if official else "proposals.comment", by, proposal)
    if parent is not None:
        _check_parent(by, proposal, parent)
    consultation = proposal.consultation
    body, language = clean_body(Kind.COMMENT, body), clean_language(consultation, language)

    def write():
        submission, code = _begin(by, consultation, SubmissionKind.COMMENT, client_id, language, public_name)
        contribution = _contribution(
            submission,
            Kind.COMMENT,
            root=proposal,
            parent=parent or proposal,
            depth=parent.depth + 1 if parent else 1,
            stance=stance if stance in Stance.values else "",
            language=language,
            official=official,
        )
        contribution.path = path_below(parent, contribution.pk)
        Tally.objects.create(contribution=contribution)
        receive(contribution, by=by, body=body)
        return Sent(submission, [contribution], code)

    return send_once(by=by, consultation=consultation, client_id=client_id, write=write)


def _check_parent(by, proposal, parent):
    if parent.root_id != proposal.pk:
        raise Refused("not_found", _("The comment you reply to is not part of this thread."), 404)
    check("proposals.comment", by, parent)


def _begin(by, consultation, kind, client_id, language, public_name):
    participant = take_part(by=by, consultation=consultation, public_name=public_name)
    return new_submission(
        participant=participant, kind=kind, client_id=client_id, consent=Consent.NAMED, language=language
    )


def _contribution(submission, kind, **fields):
    return Contribution.objects.create(
        submission=submission,
        participant=submission.participant,
        consultation=submission.consultation,
        kind=kind,
        created_at=submission.received_at,
        **fields,
    )


def receive(contribution, *, by, body, title=""):
    """Show a new text or let it wait, as the consultation's mode says; signal, log, and the events last."""
    mode = contribution.consultation.moderation_mode_for(ACT_OF[contribution.kind])
    shown = contribution.official or mode != ModerationMode.BEFORE
    revision = add_first_revision(contribution, title=title, body=body, shown=shown)
    with events_together(), log_together():
        _tell(contribution, revision, by)


def _tell(contribution, revision, by):
    log(
        act=f"{contribution.kind}.received",
        by=by if by.pk else contribution.participant,
        consultation=contribution.consultation,
        target=contribution,
        details={"revision": revision.pk},
    )
    contribution_received.send(Contribution, contribution=contribution, revision=revision)
    if contribution.state == ContributionState.VISIBLE:  # a floor above may have held it
        count_reply(contribution)
        contribution_shown.send(Contribution, contribution=contribution, revision=revision)
        announce_added(contribution)


def announce_added(contribution):
    """Record that a text is now shown, on the topics that list it."""
    record(*((topic, f"{contribution.kind}.added", contribution.pk) for topic in topics_of(contribution)))


def topics_of(contribution):
    """The live topics in which news of a contribution appear; answers have none."""
    if contribution.kind == Kind.COMMENT:
        return [f"thread:{contribution.root_id}"]
    if contribution.kind == Kind.PROPOSAL:
        return [f"consultation:{contribution.consultation_id}", f"thread:{contribution.pk}"]
    return []
