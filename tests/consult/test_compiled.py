"""A compiled query finds what the same queryset finds, and refuses what it could not bind."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db.models import Value

from consult.accounts.guests import Guest
from consult.accounts.models import User
from consult.clock import now
from consult.compiled import compiled
from consult.enums import ConsultationState, Role
from consult.models import Consultation, Phase
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory, PhaseFactory

pytestmark = pytest.mark.django_db


@compiled
def visible(user, pks):
    return Consultation.objects.visible_to(user).filter(pk__in=pks).order_by("pk")


def test_compiled_visible_to_finds_for_each_visitor_what_the_queryset_finds():
    public, private = ConsultationFactory(), ConsultationFactory(invited_only=True)
    rehearsed = ConsultationFactory(state=ConsultationState.REHEARSAL)
    owner, guest_list = UserFactory(), UserFactory()
    MembershipFactory(consultation=rehearsed, user=owner, role=Role.OWNER)
    MembershipFactory(consultation=private, user=guest_list, role=Role.INVITED)
    visitors = [
        AnonymousUser(),
        Guest(),
        Guest(rehearsals=[rehearsed.pk]),
        Guest({1: 2}, [private.pk, rehearsed.pk]),
    ]
    visitors += [UserFactory(), owner, guest_list, User.objects.get(pk=owner.pk)]
    pks = [public.pk, private.pk, rehearsed.pk]
    for visitor in visitors:
        plain = Consultation.objects.visible_to(visitor).filter(pk__in=pks).order_by("pk")
        assert visible(user=visitor, pks=pks) == list(plain)
    assert [len(visible(user=each, pks=pks)) for each in visitors] == [1, 1, 2, 2, 1, 2, 2, 2]
    assert visible(user=owner, pks=[]) == []


def test_compiled_query_asked_again_costs_one_query_and_is_bound_anew(django_assert_num_queries):
    here, there = ConsultationFactory(), ConsultationFactory()
    visible(user=AnonymousUser(), pks=[here.pk])
    with django_assert_num_queries(1):
        assert visible(user=AnonymousUser(), pks=[there.pk]) == [there]


def test_compiled_query_about_the_present_moves_with_the_clock():
    @compiled
    def open_phases(consultation):
        return Phase.objects.current().filter(consultation=consultation)

    phase = PhaseFactory(opens_at=now() - timedelta(hours=1), closes_at=now() + timedelta(hours=1))
    assert open_phases(consultation=phase.consultation_id) == [phase]
    with time_machine.travel(now() + timedelta(hours=2)):
        assert open_phases(consultation=phase.consultation_id) == []


def test_compiled_query_for_a_number_no_column_holds_finds_nothing():
    @compiled
    def one(pk):
        return Consultation.objects.filter(pk=pk)

    consultation = ConsultationFactory()
    assert one(pk=consultation.pk) == [consultation]
    assert one(pk=10**30) == []


def test_compiled_query_keeps_values_lists_and_annotations():
    @compiled
    def titles(slug):
        return Consultation.objects.filter(slug=slug).annotate(one=Value(1)).values_list("slug", "one")

    consultation = ConsultationFactory()
    assert titles(slug=consultation.slug) == [(consultation.slug, 1)]


def test_compiled_query_same_values_under_other_names_are_not_mixed_up():
    @compiled
    def between(low, high):
        return Consultation.objects.filter(pk__gte=low, pk__lte=high).values_list("pk", flat=True)

    pk = ConsultationFactory().pk
    assert between(low=pk, high=pk + 1) == [pk]
    assert between(high=pk - 1, low=pk - 2) == []
    assert between(high=pk + 1, low=pk) == [pk]


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: Consultation.objects.filter(pk=pk + 1),
        lambda pk: Consultation.objects.filter(slug=f"of-{pk}"),
        lambda pk: Consultation.objects.filter(slug="other"),
        lambda pk: Consultation.objects.filter(created_at__lt=now() - timedelta(days=1), pk=pk),
        lambda pk: Consultation.objects.filter(pk=pk).prefetch_related("phases"),
    ],
    ids=["changed", "in a text", "left out", "another moment", "with rows beside it"],
)
def test_compiled_query_that_would_not_be_the_same_is_refused(build):
    with pytest.raises(TypeError, match="cannot be compiled"):
        compiled(build)(pk=3)


def test_compiled_query_that_looks_at_more_of_a_user_than_the_key_is_refused():
    @compiled
    def own_named(user):
        return User.objects.filter(pk=user.pk, display_name=user.display_name)

    with pytest.raises(User.DoesNotExist):
        own_named(user=UserFactory())
