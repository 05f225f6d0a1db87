"""What moderation leaves: one dull factory a model, and the people who decide."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from consult.clock import now
from consult.enums import Role
from moderation import models
from moderation.deadlines import ANSWERING_APPEAL, APPEALING, reading_due
from moderation.enums import CaseState, Effect, Reason, Source

from .accounts import UserFactory
from .consult import HouseRuleFactory, MembershipFactory
from .proposals import CommentFactory, ParticipantFactory


def moderator_of(consultation, **user):
    """A person who moderates this consultation."""
    return MembershipFactory(consultation=consultation, role=Role.MODERATOR, user=UserFactory(**user)).user


def staff_of(consultation, role):
    return MembershipFactory(consultation=consultation, role=role).user


class CaseFactory(DjangoModelFactory):
    """A case on the shown, or else first, version of a comment, reported a minute ago."""

    class Meta:
        model = models.Case

    contribution = factory.SubFactory(CommentFactory)
    consultation = factory.SelfAttribute("contribution.consultation")
    revision = factory.LazyAttribute(
        lambda c: c.contribution.shown_revision or c.contribution.revisions.first()
    )
    source = Source.REPORT
    sources = factory.LazyAttribute(lambda c: [str(c.source)])
    reason = Reason.PERSONAL_ATTACK
    opened_at = factory.LazyFunction(lambda: now() - timedelta(minutes=1))
    waiting_since = factory.SelfAttribute("opened_at")
    due_at = factory.LazyAttribute(lambda c: reading_due(c.consultation, c.waiting_since))


class FlagFactory(DjangoModelFactory):
    class Meta:
        model = models.Flag

    case = factory.SubFactory(CaseFactory)
    contribution = factory.SelfAttribute("case.contribution")
    revision = factory.SelfAttribute("case.revision")
    participant = factory.SubFactory(
        ParticipantFactory, consultation=factory.SelfAttribute("..case.consultation")
    )
    user = factory.SelfAttribute("participant.user")
    reason = Reason.PERSONAL_ATTACK
    text = "It calls me names."


class DecisionFactory(DjangoModelFactory):
    """A complete statement of reasons; it does nothing to the text."""

    class Meta:
        model = models.Decision

    case = factory.SubFactory(
        CaseFactory, state=CaseState.DECIDED, closed_at=factory.LazyFunction(now), reports=1
    )
    consultation = factory.SelfAttribute("case.consultation")
    effect = Effect.HIDE
    rule = factory.SubFactory(HouseRuleFactory, consultation=factory.SelfAttribute("..consultation"))
    facts = "“Thick” is aimed at a person."
    found_by = Source.REPORT
    decided_by = factory.LazyAttribute(lambda d: moderator_of(d.consultation))
    decided_at = factory.LazyFunction(now)
    appeal_until = factory.LazyAttribute(
        lambda d: d.decided_at + APPEALING if d.effect != Effect.KEEP else None
    )
    text_digest = "0" * 64


class AppealFactory(DjangoModelFactory):
    class Meta:
        model = models.Appeal

    decision = factory.SubFactory(DecisionFactory, case__state=CaseState.APPEALED, case__closed_at=None)
    consultation = factory.SelfAttribute("decision.consultation")
    appellant = factory.SelfAttribute("decision.case.contribution.participant")
    first_decider = factory.SelfAttribute("decision.decided_by")
    text = "I spoke of the plan, not of a person."
    made_at = factory.LazyFunction(now)
    due_at = factory.LazyAttribute(lambda a: a.made_at + ANSWERING_APPEAL)
