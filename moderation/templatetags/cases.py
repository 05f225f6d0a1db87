"""How a case is named and its text shown to those who may read it."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consult.rules import allowed
from consult.templatetags.design import meter
from consult.text import excerpt, render
from moderation import hints, statements
from moderation.enums import Reason, Source
from proposals.enums import ContributionState, Kind

register = template.Library()

IN_LIST, IN_LINE = 90, 140


@register.simple_tag
def case_name(case):
    """What a case is about: the first reason, else how it came."""
    return Reason(case.reason).short if case.reason else Source(case.source).short


@register.simple_tag
def case_excerpt(case):
    """The first words of the version a case is about."""
    if case.contribution.state == ContributionState.ERASED:
        return _("Erased")
    return excerpt(case.revision.title or case.revision.body, IN_LIST)


@register.simple_tag
def case_text(case, phrases=()):
    """The version a case is about, as it was written, as safe HTML; `phrases` are marked in it."""
    return mark_safe(render(case.revision.body, phrases))


@register.simple_tag
def case_kind(case):
    return {
        Kind.PROPOSAL: _("Proposal in"),
        Kind.COMMENT: _("Comment on"),
        Kind.ANSWER: _("Answer to"),
    }[case.contribution.kind]


@register.simple_tag
def case_place(case):
    """Where the text stands: the proposal, the question, or the consultation."""
    contribution = case.contribution
    if contribution.kind == Kind.COMMENT:
        return contribution.root.title or _("a proposal that is not shown")
    if contribution.kind == Kind.ANSWER:
        contribution.question.consultation = case.consultation
        return contribution.question.text
    return case.consultation.title


@register.simple_tag
def short(contribution):
    return excerpt(contribution.public_text, IN_LINE)


@register.simple_tag
def share_bar(part, whole):
    """A part of a whole on its track; the numbers stand beside it."""
    return meter(100 * part / whole if whole else 0)


@register.simple_tag
def hints_of(case):
    """What software tells a moderator about a case; nothing of it is chosen beforehand."""
    return hints.hints_of(case)


@register.simple_tag
def may_invite_reviewer(user, appeal):
    return allowed("moderation.invite_reviewer", user, appeal)


@register.simple_tag
def found_by(decision):
    return statements.found_words(decision)
