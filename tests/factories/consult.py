"""Consultations as the floors above find them: published, with a phase that allows everything."""

import uuid
from datetime import timedelta

import factory

from consult.clock import now
from consult.enums import Access, Act, ConsultationState, PhaseKind, QuestionKind, Role
from consult.models import Body, Consultation, HouseRule, Membership, Phase, Question

from .accounts import UserFactory

PROMISE = {
    "still_open": "Which streets close and when.",
    "already_fixed": "The budget.",
    "who_decides": "The transport committee.",
    "how_used": "Every answer is sorted into themes.",
    "when_back": "By the end of February.",
}


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body
        django_get_or_create = ["name"]

    name = "Ashby Vale"


class PhaseFactory(factory.django.DjangoModelFactory):
    """A discussion that opened a week ago, closes in three weeks and allows every act."""

    class Meta:
        model = Phase

    consultation = factory.SubFactory("tests.factories.consult.ConsultationFactory", phase=False)
    key = factory.LazyFunction(uuid.uuid4)
    kind = PhaseKind.DISCUSSION
    titles = factory.LazyFunction(lambda: {"en": "Discussion"})
    allows = factory.LazyFunction(lambda: [act.value for act in Act])
    opens_at = factory.LazyFunction(lambda: now() - timedelta(days=7))
    closes_at = factory.LazyFunction(lambda: now() + timedelta(days=21))
    announced_open_at = factory.SelfAttribute("opens_at")


class ConsultationFactory(factory.django.DjangoModelFactory):
    """Published, open to guests for every act. `phase=False` leaves out the phase, `phase__…` changes it."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    body = factory.SubFactory(BodyFactory)
    slug = factory.Sequence(lambda n: f"consultation-{n}")
    state = ConsultationState.PUBLISHED
    access_propose = Access.GUEST
    languages = factory.LazyFunction(lambda: ["en"])
    titles = factory.LazyAttribute(lambda c: {"en": c.slug.replace("-", " ").capitalize()})
    summaries = factory.LazyFunction(lambda: {"en": "Help decide which, when and how."})
    places = factory.LazyFunction(lambda: {"en": "Mill Road"})
    decided_by = factory.LazyFunction(lambda: {"en": "Transport committee"})
    promises = factory.LazyFunction(lambda: {"en": dict(PROMISE)})
    answer_due_on = factory.LazyFunction(lambda: now().date() + timedelta(days=90))
    published_at = factory.LazyFunction(lambda: now() - timedelta(days=7))

    @factory.post_generation
    def phase(self, create, extracted, **kwargs):
        if create and extracted is not False:
            PhaseFactory(consultation=self, **kwargs)


class RehearsalFactory(ConsultationFactory):
    state = ConsultationState.REHEARSAL
    published_at = None


class QuestionFactory(factory.django.DjangoModelFactory):
    """An open question; `closed=True` gives it two choices."""

    class Meta:
        model = Question

    class Params:
        closed = factory.Trait(
            kind=QuestionKind.CLOSED,
            choices=[
                {"value": "yes", "label": {"en": "Yes", "fr": "Oui"}},
                {"value": "no", "label": {"en": "No", "fr": "Non"}},
            ],
        )

    consultation = factory.SubFactory(ConsultationFactory)
    key = factory.Sequence(lambda n: f"question-{n}")
    kind = QuestionKind.OPEN
    texts = factory.LazyFunction(lambda: {"en": "What should change?"})
    position = factory.Sequence(lambda n: n)


class HouseRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HouseRule

    consultation = factory.SubFactory(ConsultationFactory)
    key = factory.LazyFunction(uuid.uuid4)
    number = factory.Sequence(lambda n: n + 1)
    texts = factory.LazyFunction(lambda: {"en": "Talk about the proposal, not the person."})


class MembershipFactory(factory.django.DjangoModelFactory):
    """An accepted membership; `user=None` with an `email` is an invitation still waiting."""

    class Meta:
        model = Membership

    consultation = factory.SubFactory(ConsultationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.MODERATOR
    accepted_at = factory.LazyFunction(now)
