"""The fixed vocabularies of a consultation; groups of values are named here, never spelt out in views."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    """Who may do an act."""

    NOBODY = "nobody", _("nobody")
    GUEST = "guest", _("anyone, without an account")
    CONFIRMED = "confirmed", _("people with a confirmed e-mail address")
    INVITED = "invited", _("invited people")


class ModerationMode(models.TextChoices):
    """When a moderator reads a contribution."""

    BEFORE = "before", _("before it is shown")
    AFTER = "after", _("after it is shown")
    ON_REPORT = "on_report", _("when somebody reports it")
    TIMETABLE = "timetable", _("after it is shown in staffed hours, before it is shown at other times")


class ResultsVisibility(models.TextChoices):
    """When the count of votes is shown."""

    AFTER_VOTE = "after_vote", _("to those who have voted")
    AFTER_CLOSE = "after_close", _("when voting has closed")
    ALWAYS = "always", _("always")


class ConsultationState(models.TextChoices):
    """Where a consultation is on its way to the public."""

    REHEARSAL = "rehearsal", _("rehearsal")
    PUBLISHED = "published", _("published")


class Act(models.TextChoices):
    """What a resident can do; phases allow some, access says who may."""

    PROPOSE = "propose", _("make a proposal")
    COMMENT = "comment", _("comment")
    ANSWER = "answer", _("answer the questions")
    VOTE = "vote", _("vote")


class PhaseKind(models.TextChoices):
    """The step of the line that a phase stands for."""

    DISCUSSION = "discussion", _("Discussion")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    VOTING = "voting", _("Voting")
    SORTING = "sorting", _("Sorting into themes")
    DECIDING = "deciding", _("Decision")
    ANSWERING = "answering", _("Answers published")
    DELIVERY = "delivery", _("Delivery")

    @property
    def usual_acts(self):
        """The acts an editor gets ticked for a new phase of this kind."""
        return {
            PhaseKind.DISCUSSION: [Act.PROPOSE, Act.COMMENT, Act.ANSWER, Act.VOTE],
            PhaseKind.QUESTIONNAIRE: [Act.ANSWER],
            PhaseKind.VOTING: [Act.COMMENT, Act.VOTE],
        }.get(self, [])


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    OPEN = "open", _("in the person's own words")
    CLOSED = "closed", _("by choosing")
    DEMOGRAPHIC = "demographic", _("about the person, for analysts only")


class Role(models.TextChoices):
    """What somebody may do in one consultation."""

    OWNER = "owner", _("owner")
    MODERATOR = "moderator", _("moderator")
    ANALYST = "analyst", _("analyst")
    RESPONDER = "responder", _("policymaker")
    INVITED = "invited", _("invited participant")

    @classmethod
    def staff(cls):
        return [cls.OWNER, cls.MODERATOR, cls.ANALYST, cls.RESPONDER]


class NoticeList(models.TextChoices):
    """Lists of letters that people choose; each is a field of NoticePreference."""

    ANSWERS = "answers", _("answers to your themes")
    PROMISES = "promises", _("promises made, kept or missed")
    REPLIES = "replies", _("replies to you")
    FOLLOWS = "follows", _("what you follow or voted on")


class Rhythm(models.TextChoices):
    """How often letters that can be chosen are sent."""

    AT_ONCE = "", _("At once")
    DAILY = "daily", _("Once a day, together")
    WEEKLY = "weekly", _("Once a week, together")
