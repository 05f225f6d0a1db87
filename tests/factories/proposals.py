"""One dull factory a model for what people say; a contribution comes with its shown revision."""

import factory
from factory.django import DjangoModelFactory

from consult.text import render
from proposals import models
from proposals.actions.texts import recount_replies
from proposals.enums import Consent, ContributionState, Kind, RevisionState, SubmissionKind
from proposals.models.contribution import path_below

from .accounts import UserFactory
from .consult import ConsultationFactory, QuestionFactory


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = models.Participant

    consultation = factory.SubFactory(ConsultationFactory)
    user = factory.SubFactory(UserFactory)
    public_name = factory.LazyAttribute(lambda p: p.user.display_name if p.user else "Heron")
    confirmed = True


class GuestParticipantFactory(ParticipantFactory):
    user = None
    source = "guest"
    public_name = ""
    confirmed = False


class SubmissionFactory(DjangoModelFactory):
    class Meta:
        model = models.Submission

    participant = factory.SubFactory(ParticipantFactory)
    consultation = factory.SelfAttribute("participant.consultation")
    kind = SubmissionKind.PROPOSAL
    consent = Consent.NAMED


class ContributionFactory(DjangoModelFactory):
    """Abstract over the kinds; `state` other than visible leaves the texts where that state leaves them."""

    class Meta:
        model = models.Contribution
        abstract = True
        skip_postgeneration_save = True

    class Params:
        consultation_of = factory.SubFactory(ConsultationFactory)
        author = factory.SubFactory(
            ParticipantFactory, consultation=factory.SelfAttribute("..consultation_of")
        )

    participant = factory.SelfAttribute("author")
    consultation = factory.SelfAttribute("participant.consultation")
    public_text = factory.Sequence(lambda n: f"The crossing by the school needs light number {n}.")
    body_html = factory.LazyAttribute(lambda c: render(c.public_text))
    state = ContributionState.VISIBLE

    @factory.post_generation
    def revision(self, create, extracted, **kwargs):
        waits = self.state == ContributionState.PENDING
        revision = models.Revision.objects.create(
            contribution=self,
            number=1,
            title=self.title,
            body=self.public_text,
            state=RevisionState.PENDING if waits else RevisionState.SHOWN,
        )
        if waits:
            self.title = self.public_text = self.body_html = ""
        else:
            self.shown_revision = revision
        if self.kind == Kind.COMMENT:
            parent = self.parent if self.parent_id != self.root_id else None
            self.path = path_below(parent, self.pk)
        self.save()
        if self.kind != Kind.ANSWER:
            models.Tally.objects.create(contribution=self)
        recount_replies(self)


def _submission(kind):
    return factory.SubFactory(
        SubmissionFactory, participant=factory.SelfAttribute("..participant"), kind=kind
    )


class ProposalFactory(ContributionFactory):
    class Meta:
        model = models.Contribution

    kind = Kind.PROPOSAL
    submission = _submission(SubmissionKind.PROPOSAL)
    title = factory.Sequence(lambda n: f"Light the crossing {n}")


class CommentFactory(ContributionFactory):
    class Meta:
        model = models.Contribution

    class Params:
        consultation_of = factory.SelfAttribute("root.consultation")

    kind = Kind.COMMENT
    root = factory.SubFactory(ProposalFactory)
    parent = factory.SelfAttribute("root")
    depth = factory.LazyAttribute(lambda c: c.parent.depth + 1)
    submission = _submission(SubmissionKind.COMMENT)


class OpenAnswerFactory(ContributionFactory):
    class Meta:
        model = models.Contribution

    class Params:
        consultation_of = factory.SelfAttribute("question.consultation")

    kind = Kind.ANSWER
    question = factory.SubFactory(QuestionFactory)
    submission = _submission(SubmissionKind.QUESTIONNAIRE)


class VoteFactory(DjangoModelFactory):
    class Meta:
        model = models.Vote

    contribution = factory.SubFactory(ProposalFactory)
    participant = factory.SubFactory(
        ParticipantFactory, consultation=factory.SelfAttribute("..contribution.consultation")
    )
    choice = 1
    revision = factory.SelfAttribute("contribution.shown_revision")
