"""A statement of reasons in words: the same on the preview, the author's page and in the letter."""

from django.utils.translation import gettext as _

from consult.templatetags.dates import in_words
from consult.text import excerpt
from proposals.enums import ContributionState, Kind

from .deadlines import APPEALING
from .enums import Effect, Source

LONGEST_QUOTE = 600


def heading(decision):
    """What happened, in a few words."""
    kind = decision.case.contribution.kind
    words = {
        Effect.ASK_TO_EDIT: {
            Kind.PROPOSAL: _("Please edit your proposal"),
            Kind.COMMENT: _("Please edit your comment"),
            Kind.ANSWER: _("Please edit your answer"),
        },
        Effect.HOLD: _held_headings(),
        Effect.REDACT: {
            Kind.PROPOSAL: _("Part of your proposal was removed"),
            Kind.COMMENT: _("Part of your comment was removed"),
            Kind.ANSWER: _("Part of your answer was removed"),
        },
        Effect.LOCK_THREAD: dict.fromkeys(Kind, _("A discussion you wrote in was closed")),
        Effect.TRANSFER: dict.fromkeys(Kind, _("Your comment was moved to another discussion")),
        Effect.KEEP: dict.fromkeys(Kind, _("Your text is shown")),
    }
    return words.get(decision.effect, _hidden_headings())[kind]


def _hidden_headings():
    return {
        Kind.PROPOSAL: _("Your proposal was hidden"),
        Kind.COMMENT: _("Your comment was hidden"),
        Kind.ANSWER: _("Your answer was hidden"),
    }


def _held_headings():
    return {
        Kind.PROPOSAL: _("Your proposal waits for a moderator"),
        Kind.COMMENT: _("Your comment waits for a moderator"),
        Kind.ANSWER: _("Your answer waits for a moderator"),
    }


def place(contribution):
    """Your comment on “…”, naming only what its reader may read."""
    if contribution.kind == Kind.PROPOSAL:
        return _("your proposal")
    if contribution.kind == Kind.ANSWER:
        return _("your answer to “%(question)s”") % {"question": contribution.question.text}
    root = contribution.root
    if root.state == ContributionState.VISIBLE:
        return _("your comment on “%(title)s”") % {"title": root.title}
    return _("your comment")


def opening(decision):
    """The first sentence: what we did to which text, and for how long."""
    what = {"text": place(decision.case.contribution)}
    sentences = {
        Effect.KEEP: _("We have read %(text)s. It is shown."),
        Effect.ASK_TO_EDIT: _("We have hidden %(text)s for now, so that you can change it."),
        Effect.HIDE: _("We have hidden %(text)s."),
        Effect.RESTRICT_AUTHOR: _(
            "We have hidden %(text)s. You cannot post or vote in this consultation for a time."
        ),
        Effect.REDACT: _("We have replaced part of %(text)s by a marked gap."),
        Effect.LOCK_THREAD: _("We have closed the discussion around %(text)s. Your text stays."),
        Effect.TRANSFER: _("We have moved %(text)s, with its replies, to the discussion it belongs in."),
        Effect.HOLD: _("We do not show %(text)s until a moderator has decided."),
    }
    return sentences[Effect(decision.effect)] % what


def rows(decision):
    """[(name, text)]: rule, why, effect, found by, appeal."""
    told = [
        (_("Rule"), rule_words(decision)),
        (_("Why"), decision.facts),
        (_("Effect"), effect_words(decision)),
        (_("For how long"), duration_words(decision)),
    ]
    told.append((_("Found by"), found_words(decision)))
    told.append((_("Appeal"), appeal_words(decision)))
    return [(name, text) for name, text in told if text]


def rule_words(decision):
    """The rule with its number, or the law."""
    return decision.cited


def effect_words(decision):
    """What it means for the text and its author, until when."""
    until = in_words(decision.until, "moment") if decision.until else ""
    return {
        Effect.KEEP: _("It stays as it is."),
        Effect.ASK_TO_EDIT: _(
            "Change it by %(until)s and a moderator reads the new version. If not, it stays hidden. "
            "Nothing is deleted."
        ),
        Effect.HIDE: _("Nobody but you and the moderators can read it. Nothing is deleted."),
        Effect.RESTRICT_AUTHOR: _(
            "Nobody but you and the moderators can read it. You can post and vote here again from %(until)s."
        ),
        Effect.REDACT: _("The rest is shown as you wrote it."),
        Effect.LOCK_THREAD: _("Nobody can add a comment there. Everybody can read it."),
        Effect.TRANSFER: _("It stands now beneath “%(place)s”, with its votes, replies and address."),
        Effect.HOLD: _(
            "A moderator decides by %(until)s. If nobody has decided by then, it is shown. You will be told."
        )
        if decision.automated
        else _("A moderator decides by %(until)s. You will be told."),
    }[Effect(decision.effect)] % {"until": until, "place": _destination_words(decision)}


def duration_words(decision):
    """Until when what was restricted stays so."""
    if not decision.restricts:
        return ""
    if decision.until is None:
        return _("Without end, unless an appeal takes it back.")
    until = in_words(decision.until, "moment")
    if decision.effect == Effect.ASK_TO_EDIT:
        return _("Until a moderator has read your new version.")
    if decision.effect == Effect.RESTRICT_AUTHOR:
        words = _("The text without end, the pause until %(until)s, unless an appeal takes it back.")
        return words % {"until": until}
    return _("Until %(until)s.") % {"until": until}


def _destination_words(decision):
    """The title of the thread a comment was moved to, as long as everybody may read it."""
    there = decision.destination
    shown = there is not None and there.state == ContributionState.VISIBLE
    return there.title if shown else _("another proposal")


def found_words(decision):
    """Who or what led to the text, and who decided."""
    found = {
        Source.REPORT: _("A reader's report."),
        Source.BEFORE_SHOWING: _("Every text is read before it is shown here."),
        Source.AFTER_SHOWING: _("Every text is read after it is shown here."),
        Source.EDITED: _("You sent a new version."),
        Source.OWN: _("A moderator came across it."),
        Source.SCREENING: _("Software that looks for patterns."),
    }[Source(decision.found_by)]
    decided = _("Software decided.") if decision.automated else _("A person decided, not software.")
    return f"{found} {decided}"


def appeal_words(decision):
    """How to object, until when, and who looks."""
    if decision.effect == Effect.HOLD:
        return _("You can appeal against what the moderator decides.")
    if not decision.restricts:
        return ""
    last = in_words(decision.appeal_until or decision.decided_at + APPEALING)
    return _(
        "Free, until %(last)s. Somebody who did not make this decision will look at it within 7 days. "
        "You can also go to an out-of-court dispute body or to a court."
    ) % {"last": last}


def quoted(revision):
    """The text concerned, for its author's eyes."""
    return excerpt(f"{revision.title}\n{revision.body}" if revision.title else revision.body, LONGEST_QUOTE)
