"""The fixed vocabularies of moderation; groups of values are named here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why somebody reports a text; `other` is said in their own words."""

    PERSONAL_ATTACK = "personal_attack", _("Insults or attacks a person")
    GENERALISATION = "unkind_generalisation", _("Is unkind about a group of people")
    PERSONAL_DETAILS = "personal_details", _("Gives private details of a person")
    THREAT = "threat", _("Threatens somebody, or calls for violence")
    CHILD = "child", _("Puts a child at risk")
    HATE = "hate", _("Spreads hate, or is against the law")
    WRONG_FACTS = "wrong_facts", _("States something that is not true")
    REPEATED = "repeated", _("The same text again, or advertising")
    OFF_TOPIC = "off_topic", _("Is not about this proposal or question")
    OTHER = "other", _("Something else")

    @classmethod
    def urgent(cls):
        """Reasons that cannot wait for their turn."""
        return [cls.THREAT, cls.CHILD, cls.PERSONAL_DETAILS]

    @classmethod
    def sensitive(cls):
        """Reasons whose texts no list shows before somebody opens the case."""
        return [cls.THREAT, cls.CHILD, cls.HATE, cls.PERSONAL_DETAILS]

    @property
    def short(self):
        """Its name in a list of cases."""
        return SHORT_REASONS[self]


SHORT_REASONS = {
    Reason.PERSONAL_ATTACK: _("Personal attack"),
    Reason.GENERALISATION: _("Unkind about a group"),
    Reason.PERSONAL_DETAILS: _("Private details"),
    Reason.THREAT: _("Threat or violence"),
    Reason.CHILD: _("Child at risk"),
    Reason.HATE: _("Hate or harm"),
    Reason.WRONG_FACTS: _("Wrong facts"),
    Reason.REPEATED: _("Repeated text"),
    Reason.OFF_TOPIC: _("Off topic"),
    Reason.OTHER: _("Something else"),
}


class Source(models.TextChoices):
    """How a text came to a moderator."""

    REPORT = "report", _("a reader's report")
    BEFORE_SHOWING = "before_showing", _("reading before it is shown")
    AFTER_SHOWING = "after_showing", _("reading after it is shown")
    EDITED = "edited", _("a new version after we asked for one")
    OWN = "own", _("a moderator who came across it")
    SCREENING = "screening", _("software that looks for patterns")

    @property
    def short(self):
        """Its name in a list of cases."""
        return SHORT_SOURCES[self]

    @classmethod
    def automatic(cls):
        """Sources that are software and no person."""
        return [cls.SCREENING]

    @classmethod
    def waiting_texts(cls):
        """Sources in which nobody complained: the text waits for its first reading."""
        return [cls.BEFORE_SHOWING, cls.AFTER_SHOWING, cls.EDITED]


SHORT_SOURCES = {
    Source.REPORT: _("Reported"),
    Source.BEFORE_SHOWING: _("To be shown"),
    Source.AFTER_SHOWING: _("New text"),
    Source.EDITED: _("New version"),
    Source.OWN: _("Found by us"),
    Source.SCREENING: _("Noticed by software"),
}


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("waiting for a decision")
    APPEALED = "appealed", _("waiting for a decision on an appeal")
    DECIDED = "decided", _("decided")
    CLOSED = "closed", _("closed without a decision")

    @classmethod
    def waiting(cls):
        return [cls.OPEN, cls.APPEALED]


class Effect(models.TextChoices):
    """What a decision does; the same words everywhere."""

    KEEP = "keep", _("Keep")
    ASK_TO_EDIT = "ask_to_edit", _("Ask to edit")
    HIDE = "hide", _("Hide")
    RESTRICT_AUTHOR = "restrict_author", _("Restrict author")
    REDACT = "redact", _("Redact part")
    LOCK_THREAD = "lock_thread", _("Lock thread")
    TRANSFER = "transfer", _("Transfer")
    HOLD = "hold", _("Hold for a person")

    @classmethod
    def main(cls):
        """The four that have a key of their own."""
        return [cls.KEEP, cls.ASK_TO_EDIT, cls.HIDE, cls.RESTRICT_AUTHOR]

    @classmethod
    def timed(cls):
        """Effects that end by themselves, and so say until when."""
        return [cls.ASK_TO_EDIT, cls.RESTRICT_AUTHOR, cls.HOLD]

    @classmethod
    def unpublishing(cls):
        """Effects after which nobody but author and moderators reads the text."""
        return [cls.ASK_TO_EDIT, cls.HIDE, cls.RESTRICT_AUTHOR, cls.HOLD]

    @property
    def meaning(self):
        """What a moderator should know before choosing it."""
        return EFFECT_MEANINGS[self]


EFFECT_MEANINGS = {
    Effect.KEEP: _("Close the reports"),
    Effect.ASK_TO_EDIT: _("Hidden for 24 hours, author can fix it"),
    Effect.HIDE: _("Not shown, kept for the record"),
    Effect.RESTRICT_AUTHOR: _("Hide and pause posting"),
    Effect.REDACT: _("Replace words by a marked gap"),
    Effect.LOCK_THREAD: _("No new comments, reading goes on"),
    Effect.TRANSFER: _("Move with its replies to the thread it belongs in"),
    Effect.HOLD: _("Not shown until somebody has decided"),
}


class Outcome(models.TextChoices):
    """What became of an appeal."""

    UPHELD = "upheld", _("The decision stays")
    REVERSED = "reversed", _("The decision is taken back")


class Ground(models.TextChoices):
    """What software notices in a text by fixed patterns."""

    LINKS = "links", _("Links to other sites")
    CONTACT = "contact", _("Contact or personal details")
    REPEATED = "repeated", _("The same text again")
    SHOUTING = "shouting", _("Mostly capital letters")
    BURST = "burst", _("Many texts in a short time")
    THREAT = "threat", _("Words of a threat or a call for violence")
    CHILD = "child", _("Words that a child may be at risk")
    DOXING = "doxing", _("Where somebody else lives or can be reached")

    @classmethod
    def urgent(cls):
        """What the moderator on duty hears of at once, and the reason under which the text is folded."""
        return {
            cls.THREAT: Reason.THREAT,
            cls.CHILD: Reason.CHILD,
            cls.DOXING: Reason.PERSONAL_DETAILS,
        }

    @classmethod
    def holdable(cls):
        """What an owner may let software hold for; words of danger sort and alert and never hide."""
        return [ground for ground in cls if ground not in cls.urgent()]
