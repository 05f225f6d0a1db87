"""The letters of moderation: each looks again at what may be said when it is sent."""

from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from consult.invitations import digest_of_code
from consult.notices import Letter, address_finder, composer
from consult.templatetags.dates import in_words
from consult.text import excerpt
from proposals.enums import ContributionState

from . import statements
from .enums import Effect, Outcome
from .models import Appeal, Case, Decision, Flag, Reviewer, ScreeningPolicy
from .review_links import review_code


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


@composer("moderation.hold_released", to_suspended=True)
def hold_released(notice):
    """To the author of a text that software held: nobody decided in time, so it is shown."""
    decision = _decision(notice)
    if decision is None or not decision.text_is_public:
        return None
    contribution = decision.case.contribution
    return Letter(
        subject=_("Your text is shown"),
        paragraphs=[
            _("Software had held %(text)s, and no moderator decided in the time we publish. It is shown now.")
            % {"text": statements.place(contribution)},
            _("A moderator still reads it. If anything changes, you get the reasons."),
        ],
        url=contribution.get_absolute_url(),
        button=_("See it in its place"),
        quote=statements.quoted(decision.case.revision),
    )


@composer("moderation.urgent")
def urgent(notice):
    """To whoever is on duty: a case that cannot wait, with whom to call; none of its words."""
    case = (
        Case.objects.waiting().filter(pk=notice.target_id, urgent=True).select_related("consultation").first()
    )
    if case is None or not Case.objects.visible_to(notice.user).filter(pk=case.pk).exists():
        return None
    policy = ScreeningPolicy.objects.filter(consultation=case.consultation).first()
    rows = [(_("Reported as"), case.get_reason_display()), (_("Decide by"), in_words(case.due_at, "moment"))]
    if policy and policy.escalation_contact:
        rows.append((_("If somebody is in danger, call"), policy.escalation_contact))
    return Letter(
        subject=_("Urgent: please look at a report now"),
        paragraphs=[
            _("In “%(title)s” a text was reported that cannot wait.") % {"title": case.consultation.title}
        ],
        rows=rows,
        url=case.get_absolute_url(),
        button=_("Open the case"),
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


@composer("moderation.reviewer_needed")
def reviewer_needed(notice):
    """To an owner: nobody of the team may decide an appeal, so somebody from outside has to."""
    appeal = Appeal.objects.waiting().select_related("decision__case", "consultation")
    appeal = appeal.filter(pk=notice.target_id).first()
    if appeal is None or not Appeal.objects.visible_to(notice.user).filter(pk=appeal.pk).exists():
        return None
    return Letter(
        subject=_("An appeal needs somebody from outside"),
        paragraphs=[
            _("An author in “%(title)s” has appealed, and nobody of the team may decide it.")
            % {"title": appeal.consultation.title},
            _("Invite somebody from outside by e-mail. No account is needed. The public record shows when."),
        ],
        rows=[(_("To be decided by"), in_words(appeal.due_at))],
        url=reverse("invite_reviewer", args=[appeal.decision.case_id]),
        button=_("Invite a reviewer"),
    )


@composer("moderation.review_asked")
def review_asked(notice):
    """To somebody from outside: the secret link to an appeal, without any of its words."""
    reviewer = _reviewer(notice)
    code = review_code(reviewer, notice.context["nonce"]) if reviewer else ""
    if not code or not constant_time_compare(digest_of_code(code), reviewer.code_digest):
        return None
    title = reviewer.appeal.consultation.title
    return Letter(
        subject=_("Please decide an appeal in “%(title)s”") % {"title": title},
        paragraphs=[
            _("%(name)s asks you to decide an appeal against a decision of a moderator.")
            % {"name": reviewer.invited_by.display_name},
            _("You need no account. The link is for you alone and ends with your decision."),
        ],
        rows=[(_("To be decided by"), in_words(reviewer.appeal.due_at))],
        url=reverse("review", args=[code]),
        button=_("Read the appeal"),
    )


@address_finder
def reviewers_address(notice):
    reviewer = _reviewer(notice) if notice.kind == "moderation.review_asked" else None
    return reviewer.email if reviewer else ""


def _reviewer(notice):
    """The reviewer a notice is for, while the appeal waits for them."""
    waiting = Reviewer.objects.filter(pk=notice.target_id, ended_at=None, appeal__outcome="")
    return waiting.select_related("appeal__consultation", "invited_by").first()


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
