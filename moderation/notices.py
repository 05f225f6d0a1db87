"""The letters of moderation: each looks again at what may be said when it is sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.notices import Letter, composer
from consult.text import excerpt
from proposals.enums import ContributionState

from . import statements
from .enums import Effect, Outcome
from .models import Appeal, Decision, Flag


def _decision(notice):
    """The decision a notice is about, unless it was undone or its text is gone."""
    decision = Decision.objects.standing().with_texts().filter(pk=notice.target_id).first()
    gone = (ContributionState.ERASED, ContributionState.WITHDRAWN)
    if decision is None or decision.case.contribution.state in gone:
        return None
    return decision


@composer("moderation.decided", to_suspended=True)
def decided(notice):
    """To the author: what, rule, why, effect, found by, appeal, and their own text."""
    decision = _decision(notice)
    if decision is None or decision.accepted_appeal:
        return None
    return Letter(
        subject=statements.heading(decision),
        paragraphs=[statements.opening(decision)],
        rows=statements.rows(decision),
        url=decision.keyed_url(),
        button=_("Read the reasons or appeal"),
        quote=statements.quoted(decision.case.revision),
    )


@composer("moderation.shown", to_suspended=True)
def shown(notice):
    """To the author of a text that waited: it is shown now."""
    decision = _decision(notice)
    if decision is None or not decision.text_is_public:
        return None
    contribution = decision.case.contribution
    return Letter(
        subject=statements.heading(decision),
        paragraphs=[statements.opening(decision)],
        url=contribution.get_absolute_url(),
        button=_("See it in its place"),
        quote=statements.quoted(decision.case.revision),
    )


@composer("moderation.report_closed")
def report_closed(notice):
    """To somebody who reported a text: outcome, rule and link, never the text."""
    decision = _decision(notice)
    if decision is None or not Flag.objects.filter(pk=notice.context.get("flag")).exists():
        return None
    rows = [(_("Outcome"), outcome_words(decision))]
    if decision.restricts:
        rows.append((_("Rule"), statements.rule_words(decision)))
    public = decision.text_is_public
    return Letter(
        subject=_("What came of your report"),
        paragraphs=[_("Thank you. A moderator has looked at the text you reported.")],
        rows=rows,
        url=decision.case.contribution.get_absolute_url() if public else record_url(decision.consultation),
        button=_("See it in its place") if public else _("Public record of decisions"),
    )


def outcome_words(decision):
    """What a reporter is told of the effect."""
    return {
        Effect.KEEP: _("The text stays. It does not break the rules of this consultation."),
        Effect.ASK_TO_EDIT: _("The text is hidden. Its author was asked to change it."),
        Effect.HIDE: _("The text is hidden."),
        Effect.RESTRICT_AUTHOR: _("The text is hidden, and its author cannot post here for a time."),
        Effect.REDACT: _("Part of the text was replaced by a gap."),
        Effect.LOCK_THREAD: _("The discussion was closed."),
        Effect.TRANSFER: _("The text was moved to the discussion it belongs in."),
        Effect.HOLD: _("The text is not shown until somebody has decided."),
    }[Effect(decision.effect)]


def record_url(consultation):
    return reverse("moderation_record", args=[consultation.slug])


@composer("moderation.appeal_waits")
def appeal_waits(notice):
    """To those who may decide an appeal: that one waits, without any of its words."""
    appeal = (
        Appeal.objects.waiting()
        .select_related("decision__case", "consultation")
        .filter(pk=notice.target_id)
        .first()
    )
    if appeal is None or not Appeal.objects.visible_to(notice.user).filter(pk=appeal.pk).exists():
        return None
    return Letter(
        subject=_("An appeal waits for you"),
        paragraphs=[
            _("An author in “%(title)s” has appealed against a decision that you did not make.")
            % {"title": appeal.consultation.title}
        ],
        url=appeal.decision.case.get_absolute_url(),
        button=_("Open the case"),
    )


@composer("moderation.appeal_decided", to_suspended=True)
def appeal_decided(notice):
    """To the author: the outcome of the appeal and its reasons."""
    appeal = Appeal.objects.decided().filter(pk=notice.target_id).first()
    decision = _decision_of(appeal) if appeal else None
    if decision is None:
        return None
    reversed_ = appeal.outcome == Outcome.REVERSED
    return Letter(
        subject=_("Your appeal: the decision is taken back")
        if reversed_
        else _("Your appeal: the decision stays"),
        paragraphs=[
            _("Somebody who did not make the first decision has looked at %(text)s.")
            % {"text": statements.place(decision.case.contribution)}
        ],
        rows=[(_("Outcome"), appeal.get_outcome_display()), (_("Why"), appeal.reasons)],
        url=decision.keyed_url(),
        button=_("Read the whole record"),
        quote=excerpt(appeal.text, statements.LONGEST_QUOTE),
    )


def _decision_of(appeal):
    return (
        Decision.objects.with_texts()
        .filter(pk=appeal.decision_id)
        .exclude(case__contribution__state=ContributionState.ERASED)
        .first()
    )
