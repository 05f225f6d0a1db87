"""What somebody who reported a text is told of it: outcome, rule and link, never the text."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from . import statements
from .enums import CaseState, Effect
from .models import Decision


@dataclass(frozen=True)
class Answer:
    """Outcome in words, rule ("" when the text stays), an address with its name, and a later appeal."""

    outcome: str
    rule: str = ""
    url: str = ""
    link: str = ""
    appeal: str = ""


def answer_to(flag):
    """The Answer to a report; None while nobody has decided, or the decision can still be undone."""
    settled = Decision.objects.settled().filter(case=flag.case_id).exclude(effect=Effect.HOLD)
    decision = settled.with_texts().order_by("-pk").first()
    if flag.case.state == CaseState.CLOSED:
        return Answer(_("Its author has taken the text back, so nothing was left to decide."))
    if decision is None or flag.case.state == CaseState.OPEN:
        return None
    return told_of(decision)


def told_of(decision):
    """The Answer that a decision is to everybody who reported its text."""
    public = decision.text_is_public
    contribution = decision.case.contribution
    return Answer(
        outcome=outcome_words(decision),
        rule=statements.rule_words(decision) if decision.restricts else "",
        url=contribution.get_absolute_url() if public else record_url(decision.consultation),
        link=_("See it in its place") if public else _("Public record of decisions"),
        appeal=_appeal_words(getattr(decision, "appeal", None)),
    )


def _appeal_words(appeal):
    if appeal is None:
        return ""
    if not appeal.outcome:
        return _("The author has appealed. Somebody else is looking at it.")
    return appeal.get_outcome_display()


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
