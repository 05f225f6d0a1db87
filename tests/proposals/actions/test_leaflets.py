"""Codes on leaflets: who makes them, what they open, and that each works once."""

import pytest

from consult.accounts.guests import Guest
from consult.enums import Access, Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from consult.rules import refusal
from proposals.actions.leaflets import end_leaflets, make_leaflets, revoke_leaflet, use_leaflet
from proposals.actions.participation import take_part
from proposals.models import LeafletCode, Participant
from tests.factories.accounts import UnconfirmedUserFactory, UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory, RehearsalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory(access_propose=Access.CONFIRMED, access_vote=Access.CONFIRMED)


def owner_of(consultation):
    return MembershipFactory(consultation=consultation, role=Role.OWNER).user


def batch_of(consultation, number=3):
    return make_leaflets(
        by=owner_of(consultation), consultation=consultation, name="Library desk", number=number
    )


def guest(participant):
    return Guest({participant.consultation_id: participant.pk})


def code_of(consultation, permission, user):
    refused = refusal(permission, user, consultation)
    return refused.code if refused else None


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.ANALYST, Role.RESPONDER, Role.INVITED])
def test_nobody_but_owners_makes_ends_or_revokes(consultation, role):
    batch = batch_of(consultation)
    user = MembershipFactory(consultation=consultation, role=role).user if role else UserFactory()
    for act in (
        lambda: make_leaflets(by=user, consultation=consultation, name="Desk", number=1),
        lambda: end_leaflets(by=user, batch=batch),
        lambda: revoke_leaflet(by=user, batch=batch, number=1),
    ):
        with pytest.raises(Refused):
            act()


def test_batch_has_a_digest_for_each_code_and_the_codes_nowhere(consultation):
    batch = batch_of(consultation, number=40)
    codes = [batch.code_of(number) for number in range(1, 41)]
    assert len(set(codes)) == 40
    assert all(len(code) == 14 for code in codes)
    digests = set(batch.codes.values_list("digest", flat=True))
    assert digests == {LeafletCode.digest_of(code.lower().replace("-", " ")) for code in codes}
    entry = LogEntry.objects.filter(act="leaflets.made").get()
    assert entry.details == {"number": 40}


@pytest.mark.parametrize(
    ("name", "number", "field"), [(" ", 1, "name"), ("a", 0, "number"), ("a", 5001, "number")]
)
def test_batch_without_name_or_of_no_size_is_refused(consultation, name, number, field):
    with pytest.raises(Invalid) as refused:
        make_leaflets(by=owner_of(consultation), consultation=consultation, name=name, number=number)
    assert list(refused.value.fields) == [field]


def test_code_lets_a_guest_do_what_a_confirmed_address_may(consultation):
    batch = batch_of(consultation)
    assert code_of(consultation, "proposals.propose", Guest()) == "access_confirmed"
    person = use_leaflet(by=Guest(), code=batch.code_of(2))
    assert (person.confirmed, person.user, person.consultation) == (True, None, consultation)
    assert code_of(consultation, "proposals.propose", guest(person)) is None
    assert code_of(
        ConsultationFactory(access_propose=Access.CONFIRMED), "proposals.propose", guest(person)
    ) == ("access_confirmed")


def test_code_confirms_what_a_guest_was_before(consultation):
    consultation.access_vote = Access.GUEST
    before = take_part(by=Guest(), consultation=consultation)
    after = use_leaflet(by=guest(before), code=batch_of(consultation).code_of(1))
    assert (after.pk, after.confirmed) == (before.pk, True)


def test_code_counts_for_an_account_that_confirmed_no_address(consultation):
    user = UnconfirmedUserFactory()
    use_leaflet(by=user, code=batch_of(consultation).code_of(1))
    assert code_of(consultation, "proposals.propose", user) is None


def test_code_admits_to_a_consultation_for_invited_people():
    private = ConsultationFactory(access_propose=Access.INVITED, invited_only=True)
    batch = batch_of(private)
    person = use_leaflet(by=Guest(), code=batch.code_of(1))
    admitted = Guest({private.pk: person.pk}, admissions=[private.pk])
    assert code_of(private, "proposals.propose", admitted) is None
    assert code_of(private, "proposals.propose", guest(person)) == "not_found"
    user = UserFactory()
    use_leaflet(by=user, code=batch.code_of(2))
    assert code_of(private, "proposals.propose", user) is None
    assert user.memberships.get().role == Role.INVITED


def unusable(consultation):
    """Codes that open nothing, by why."""
    batch = batch_of(consultation)
    use_leaflet(by=Guest(), code=batch.code_of(1))
    revoke_leaflet(by=batch.made_by, batch=batch, number=2)
    ended = batch_of(consultation)
    end_leaflets(by=ended.made_by, batch=ended)
    return {
        "unknown": "7K2M-94QD-0ABC",
        "used": batch.code_of(1),
        "revoked": batch.code_of(2),
        "ended": ended.code_of(1),
        "rehearsed": batch_of(RehearsalFactory()).code_of(1),
    }


def test_every_code_that_opens_nothing_is_refused_in_the_same_words(consultation):
    people = Participant.objects.count
    codes = unusable(consultation)
    before, said = people(), {}
    for why, code in codes.items():
        with pytest.raises(Invalid) as refused:
            use_leaflet(by=Guest(), code=code)
        said[why] = refused.value.fields
    assert set(map(str, said.values())) == {
        str({"code": ["This code cannot be used. Look at it again: each code works once."]})
    }
    assert people() == before


def test_second_code_of_one_person_stays_unused(consultation):
    batch = batch_of(consultation)
    person = use_leaflet(by=Guest(), code=batch.code_of(1))
    with pytest.raises(Refused) as refused:
        use_leaflet(by=guest(person), code=batch.code_of(2))
    assert (refused.value.code, refused.value.status) == ("has_code", 409)
    assert use_leaflet(by=Guest(), code=batch.code_of(2)).pk != person.pk


def test_revoked_code_takes_back_what_it_gave_and_another_gives_it_anew(consultation):
    batch = batch_of(consultation)
    person = use_leaflet(by=Guest(), code=batch.code_of(1))
    revoke_leaflet(by=batch.made_by, batch=batch, number=1)
    person.refresh_from_db()
    assert person.confirmed is False
    assert code_of(consultation, "proposals.propose", guest(person)) == "access_confirmed"
    assert use_leaflet(by=guest(person), code=batch.code_of(2)).confirmed is True


def test_revoking_leaves_those_confirmed_for_whom_an_address_vouches(consultation):
    batch, user = batch_of(consultation), UserFactory()
    person = use_leaflet(by=user, code=batch.code_of(1))
    revoke_leaflet(by=batch.made_by, batch=batch, number=1)
    person.refresh_from_db()
    assert person.confirmed is True


def test_ended_batch_leaves_in_who_is_in(consultation):
    batch = batch_of(consultation)
    person = use_leaflet(by=Guest(), code=batch.code_of(1))
    end_leaflets(by=batch.made_by, batch=batch)
    assert code_of(consultation, "proposals.propose", guest(person)) is None
    entry = LogEntry.objects.filter(act="leaflets.ended").get()
    assert entry.details == {"unused": 2}
    end_leaflets(by=batch.made_by, batch=batch)
    assert LogEntry.objects.filter(act="leaflets.ended").count() == 1
