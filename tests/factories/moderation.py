"""What moderation leaves: one dull factory a model, and the people who decide."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from consult.clock import now
from consult.enums import Role
from moderation import models
from moderation.copies import text_key
from moderation.deadlines import ANSWERING_APPEAL, APPEALING, reading_due
from moderation.enums import CaseState, Effect, Reason, Source
from proposals.enums import ContributionState, Kind, RevisionState
from proposals.models import Contribution, Revision

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


def many_cases(root, number, *, text="Number {n} of many.", copies=1):
    """That many open cases on comments below a proposal, in few statements; every text `copies` times.

    Case n waits n seconds less than case 0, which is an hour late.
    """
    author = CommentFactory(root=root)
    comments = Contribution.objects.bulk_create(
        Contribution(
            submission=author.submission,
            participant=author.participant,
            consultation=root.consultation,
            kind=Kind.COMMENT,
            root=root,
            parent=root,
            depth=1,
            path=f"many{n:06}",
            public_text=text.format(n=n // copies),
            state=ContributionState.VISIBLE,
        )
        for n in range(number)
    )
    revisions = Revision.objects.bulk_create(
        Revision(contribution=each, body=each.public_text, state=RevisionState.SHOWN) for each in comments
    )
    for comment, revision in zip(comments, revisions, strict=True):
        comment.shown_revision = revision
    Contribution.objects.bulk_update(comments, ["shown_revision"], batch_size=2000)
    first = now() - timedelta(hours=5)
    return models.Case.objects.bulk_create(
        models.Case(
            consultation=root.consultation,
            contribution=comment,
            revision=revision,
            source=Source.AFTER_SHOWING,
            sources=[Source.AFTER_SHOWING.value],
            text_key=text_key(root.consultation_id, revision),
            opened_at=first + timedelta(seconds=n),
            waiting_since=first + timedelta(seconds=n),
            due_at=first + timedelta(hours=4, seconds=n),
        )
        for n, (comment, revision) in enumerate(zip(comments, revisions, strict=True))
    )
