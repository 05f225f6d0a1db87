"""The letters to authors: each looks again at what may be said when it is sent."""

from django.utils.translation import gettext as _

from consult.notices import Letter, composer
from consult.text import excerpt
from moderation import statements
from moderation.enums import Outcome
from moderation.models import Appeal

from .decisions import decision_appealed, decision_of


@composer("moderation.decided", to_suspended=True)
def decided(notice):
    """To the author: what, rule, why, effect, found by, appeal, and their own text."""
    decision = decision_of(notice)
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
    decision = decision_of(notice)
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
    decision = decision_of(notice)
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


@composer("moderation.appeal_decided", to_suspended=True)
def appeal_decided(notice):
    """To the author: the outcome of the appeal and its reasons."""
    appeal = Appeal.objects.decided().filter(pk=notice.target_id).first()
    decision = decision_appealed(appeal) if appeal else None
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
