"""The letters to those who reported a text: outcome, rule and link, never the text."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.notices import Letter, composer
from moderation import statements
from moderation.enums import Effect
from moderation.models import Flag

from .decisions import decision_of


@composer("moderation.report_closed")
def report_closed(notice):
    """To somebody who reported a text: outcome, rule and link, never the text."""
    decision = decision_of(notice)
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
