"""The fixed vocabularies of what people say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ParticipantKind(models.TextChoices):
    """For whom somebody speaks."""

    INDIVIDUAL = "individual", _("for myself")
    ORGANISATION = "organisation", _("for an organisation")


class Channel(models.TextChoices):
    """The way in which a submission came."""

    ONLINE = "online", _("online")
    PAPER = "paper", _("on paper")
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by phone")
    MEETING = "meeting", _("at a meeting")
    IMPORT = "import", _("from another system")


class Consent(models.TextChoices):
    """May a text be shown? Missing consent counts as not at all."""

    NAMED = "named", _("yes, with my public name")
    UNNAMED = "unnamed", _("yes, without my name")
    WITHHELD = "withheld", _("no, staff of this consultation only")


class SubmissionKind(models.TextChoices):
    """What was sent."""

    PROPOSAL = "proposal", _("proposal")
    COMMENT = "comment", _("comment")
    QUESTIONNAIRE = "questionnaire", _("answers to the questions")
    LETTER = "letter", _("letter")
    IMPORTED = "imported", _("imported row")


class Kind(models.TextChoices):
    """What a contribution is."""

    PROPOSAL = "proposal", _("proposal")
    COMMENT = "comment", _("comment")
    ANSWER = "answer", _("answer")


class Stance(models.TextChoices):
    """Where a text stands to what it speaks of."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    NEUTRAL = "neutral", _("Neither")


class ContributionState(models.TextChoices):
    """One field that says who may read a contribution; never three flags."""

    PENDING = "pending", _("waiting for a moderator")
    VISIBLE = "visible", _("shown")
    HELD = "held", _("held for a person to read")
    HIDDEN = "hidden", _("hidden by a moderator")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    ERASED = "erased", _("erased")

    @classmethod
    def readable_by_author(cls):
        return [cls.PENDING, cls.VISIBLE, cls.HELD, cls.HIDDEN, cls.WITHDRAWN]

    @classmethod
    def tombstones(cls):
        """States whose place in a thread is kept and marked."""
        return [cls.HIDDEN, cls.WITHDRAWN, cls.ERASED]


class RevisionState(models.TextChoices):
    """What became of one version of a text."""

    PENDING = "pending", _("waiting")
    SHOWN = "shown", _("shown")
    REFUSED = "refused", _("not accepted")
    SUPERSEDED = "superseded", _("replaced")


class Choice(models.IntegerChoices):
    """A vote; its number is the value analyses use."""

    AGREE = 1, _("Agree")
    PASS = 0, _("Pass")
    DISAGREE = -1, _("Disagree")

    @property
    def word(self):
        return self.name.lower()

    @classmethod
    def of(cls, word):
        """The choice a form names: agree, disagree or pass; KeyError for anything else."""
        return {choice.word: choice for choice in cls}[word]
