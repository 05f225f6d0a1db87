"""The fixed vocabularies of the analysis; groups of values are named here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    """Where a submission stands in the ledger: each one in exactly one place."""

    IN_THEMES = "in_themes", _("in themes")
    UNSURE = "unsure", _("in no theme")
    CAMPAIGN = "campaign", _("campaign copies")
    WITHHELD = "withheld", _("withheld, with reasons")
    PENDING = "pending", _("waiting for a moderator")
    BLANK = "blank", _("without words to sort")
    DUPLICATE = "duplicate", _("sent twice by one person")
    LATE = "late", _("late")
    UNVERIFIED = "unverified", _("from people not confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("erased")

    @classmethod
    def analysed(cls):
        """Places of submissions whose words were sorted."""
        return [cls.IN_THEMES, cls.UNSURE]

    @classmethod
    def sorted_out(cls):
        """Places a run decides on; the others are known when the snapshot is taken."""
        return [cls.IN_THEMES, cls.UNSURE, cls.CAMPAIGN]

    @classmethod
    def left_out(cls):
        return [place for place in cls if place not in cls.sorted_out()]


class ItemState(models.TextChoices):
    """What a snapshot says of one text: analysed, or the place its submission stands in without it."""

    ANALYSED = "analysed", _("analysed")
    WITHHELD = Place.WITHHELD.value, Place.WITHHELD.label
    PENDING = Place.PENDING.value, Place.PENDING.label
    BLANK = Place.BLANK.value, Place.BLANK.label
    DUPLICATE = Place.DUPLICATE.value, Place.DUPLICATE.label
    LATE = Place.LATE.value, Place.LATE.label
    UNVERIFIED = Place.UNVERIFIED.value, Place.UNVERIFIED.label
    WITHDRAWN = Place.WITHDRAWN.value, Place.WITHDRAWN.label
    ERASED = Place.ERASED.value, Place.ERASED.label


class WithheldReason(models.TextChoices):
    """Why a text was received and not analysed."""

    HIDDEN = "hidden", _("hidden by a moderator")
    HELD = "held", _("held for a person to read")


class RunState(models.TextChoices):
    """Where a computation stands."""

    QUEUED = "queued", _("waiting to start")
    RUNNING = "running", _("sorting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("stopped")

    @classmethod
    def unfinished(cls):
        return [cls.QUEUED, cls.RUNNING]


class RunStep(models.TextChoices):
    """What a run does, in this order; each is kept once it is done."""

    FROZEN = "frozen", _("what was received is frozen")
    SORTED = "sorted", _("themes are found")
    CAMPAIGNS = "campaigns", _("campaigns are found")
    OPINIONS = "opinions", _("opinion groups are found")
    COUNTED = "counted", _("everything is counted")


class EditKind(models.TextChoices):
    """What a person did to themes and passages."""

    CONFIRMED = "confirmed", _("confirmed")
    WORDED = "worded", _("changed the words of")
    ADDED = "added", _("added")
    DISMISSED = "dismissed", _("dismissed")
    RESTORED = "restored", _("brought back")
    MERGED = "merged", _("merged")
    SPLIT = "split", _("split")
    NESTED = "nested", _("moved")
    CUT = "cut", _("grouped the themes")
    MOVED = "moved", _("moved passages")
    SECOND = "second", _("put passages into a second theme")
    TAKEN_OUT = "taken_out", _("took passages out of a theme")
    QUOTE_HIDDEN = "hidden", _("hid a quote")
    QUOTE_SHOWN = "shown", _("brought back a quote")
    IMPORTED = "imported", _("took over files")
    CARRIED = "carried", _("carried the codebook over what fits no theme")
    INHERITED = "inherited", _("took over the themes of an earlier run")


class ThemeState(models.TextChoices):
    """What people made of a suggestion."""

    CANDIDATE = "candidate", _("suggested by software")
    CONFIRMED = "confirmed", _("confirmed by a person")
    DISMISSED = "dismissed", _("dismissed")

    @classmethod
    def standing(cls):
        return [cls.CANDIDATE, cls.CONFIRMED]


class AssignedBy(models.TextChoices):
    """Who put a passage into a theme."""

    MACHINE = "machine", _("software")
    LEARNT = "learnt", _("software that learnt from coded texts")
    PERSON = "person", _("a person")

    @classmethod
    def software(cls):
        return [cls.MACHINE, cls.LEARNT]


class SamplePurpose(models.TextChoices):
    """What a coded set may be used for; only the random one enters a share."""

    ESTIMATE = "estimate", _("random sample, for the shares")
    LEARNING = "learning", _("chosen texts, never in the shares")


class CodingRole(models.TextChoices):
    """As what somebody judged a text."""

    FIRST = "first", _("coder")
    SECOND = "second", _("second coder")
    SETTLED = "settled", _("settled")

    @classmethod
    def independent(cls):
        """Judgements made without knowing of the other."""
        return [cls.FIRST, cls.SECOND]


class StatementRole(models.TextChoices):
    """On which side of the vote a statement stands for a group."""

    AGREE = "agree", _("agrees with")
    DISAGREE = "disagree", _("disagrees with")


class ReportState(models.TextChoices):
    """How far an edition has come; only what is published is seen outside the team."""

    FROZEN = "frozen", _("frozen, waits for a second person")
    RETURNED = "returned", _("returned to the analysts")
    SIGNED = "signed", _("signed, waits to be published")
    PUBLISHED = "published", _("published")

    @classmethod
    def under_way(cls):
        """Editions that are still to be published: one at a time for each consultation."""
        return [cls.FROZEN, cls.RETURNED, cls.SIGNED]

    @classmethod
    def holding(cls):
        """Editions whose findings cannot be changed."""
        return [cls.FROZEN, cls.SIGNED, cls.PUBLISHED]


class SignOffRole(models.TextChoices):
    """In which role somebody signed a report."""

    ANALYST = "analyst", _("analyst")
    SECOND = "second", _("second check")


class OfficialDecision(models.TextChoices):
    """What the public body decides on a theme."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ALREADY_DONE = "already_done", _("Already done")


class ImportState(models.TextChoices):
    """How far files from another tool have come."""

    SHOWN = "shown", _("shown, not taken over")
    APPLIED = "applied", _("taken over")


class ResponseState(models.TextChoices):
    """How far the answer to a theme has come."""

    NOT_STARTED = "not_started", _("not started")
    WRITING = "writing", _("being written")
    WAITING = "waiting", _("waiting for a second check")
    CHECKED = "checked", _("checked")
    PUBLISHED = "published", _("published")

    @classmethod
    def ready(cls):
        return [cls.CHECKED, cls.PUBLISHED]


class OutcomeKind(models.TextChoices):
    """What became of something a person sent; the first four need somebody's answer."""

    THEME = "theme", _("an answer to their theme")
    CAMPAIGN = "campaign", _("an answer to their campaign")
    UNSURE = "unsure", _("an answer to what fits no theme")
    REASONS = "reasons", _("the reasons why it was withheld")
    PENDING = "pending", _("a moderator's decision")
    COUNTED = "counted", _("counted in the figures: it had no words to sort")
    DUPLICATE = "duplicate", _("sent twice, counted once")
    LATE = "late", _("came after the close")
    UNVERIFIED = "unverified", _("not counted: the address was never confirmed")
    WITHDRAWN = "withdrawn", _("taken back by its author")
    ERASED = "erased", _("erased")


class Way(models.TextChoices):
    """How a person hears what became of their words."""

    EMAIL = "email", _("By e-mail")
    LETTER = "letter", _("By letter")
    RECEIPT = "receipt", _("By their receipt")
    SITE = "site", _("On their own page, since they want no e-mail")
    NONE = "none", _("Not reachable")


class CorrectionState(models.TextChoices):
    """What an analyst said to an author who meant something else."""

    WAITING = "waiting", _("waiting for an analyst")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("not accepted")


class VerdictWord(models.TextChoices):
    """Did this answer you?"""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class UndertakingKind(models.TextChoices):
    """Acts that take long."""

    RECEIVED = "received", _("Freezing what was received")
    FINDINGS = "findings", _("Freezing the findings")
    CARRYING = "carrying", _("Placing what fits no theme")
    INHERITING = "inheriting", _("Taking over the themes of an earlier run")
