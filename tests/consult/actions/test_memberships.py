"""Inviting, accepting and ending, by role; the last owner stays."""

import re
import socket
import threading
from datetime import timedelta

import pytest
from django.db import connection

from consult.actions.memberships import accept_invitation, appoint_member, end_membership, invite_member
from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Membership, Notice
from consult.signals import access_changed
from tests.factories.accounts import UnconfirmedUserFactory, UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory

pytestmark = pytest.mark.django_db
ROLES = [*Role.staff(), Role.INVITED]


@pytest.fixture
def consultation():
    return ConsultationFactory()


@pytest.fixture
def owner(consultation):
    return MembershipFactory(consultation=consultation, role=Role.OWNER).user


@pytest.fixture
def invite(owner, consultation, mailoutbox):
    """Invite as the owner and return the code of the link in the letter."""

    def invited(email, role=Role.MODERATOR):
        invite_member(by=owner, consultation=consultation, email=email, role=role)
        send_due_notices()
        return re.search(r"/invitations/([\w-]+)/", mailoutbox[-1].body).group(1)

    return invited


@pytest.mark.parametrize("role", ROLES)
def test_only_owners_invite(consultation, role):
    by = MembershipFactory(consultation=consultation, role=role).user
    if role == Role.OWNER:
        assert invite_member(by=by, consultation=consultation, email="new@example.org", role="analyst").pk
        return
    with pytest.raises(Refused) as refused:
        invite_member(by=by, consultation=consultation, email="new@example.org", role="analyst")
    assert refused.value.code == "not_owner"


def test_administrators_invite_without_a_role(consultation):
    by = UserFactory(is_superuser=True)
    assert invite_member(by=by, consultation=consultation, email="new@example.org", role="owner").pk


def test_an_owner_of_another_consultation_does_not_invite(consultation):
    by = MembershipFactory(role=Role.OWNER).user
    with pytest.raises(Refused):
        invite_member(by=by, consultation=consultation, email="new@example.org", role="analyst")


def test_the_letter_holds_the_only_copy_of_the_code(invite):
    code = invite("new@example.org")
    kept = [*Membership.objects.values(), *Notice.objects.values(), *LogEntry.objects.values()]
    assert code not in str(kept)


def test_the_letter_speaks_the_language_of_the_consultation(owner, mailoutbox):
    consultation = ConsultationFactory(source_language="fr", titles={"fr": "Des rues calmes"})
    MembershipFactory(consultation=consultation, user=owner, role=Role.OWNER)
    invite_member(by=owner, consultation=consultation, email="new@example.org", role=Role.ANALYST)
    send_due_notices()
    assert mailoutbox[-1].to == ["new@example.org"]
    assert "Des rues calmes" in mailoutbox[-1].subject
    assert "http://127.0.0.1:8000/fr/invitations/" in mailoutbox[-1].body


def test_a_letter_waits_for_the_mail_server(owner, consultation, settings, mailoutbox, time_machine):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    invite_member(by=owner, consultation=consultation, email="new@example.org", role=Role.MODERATOR)
    assert send_due_notices() == 0
    settings.EMAIL_BACKEND = backend
    assert (send_due_notices(), len(mailoutbox)) == (0, 0)
    time_machine.move_to(now() + timedelta(minutes=2))
    assert (send_due_notices(), mailoutbox[0].to) == (1, ["new@example.org"])
    code = re.search(r"/invitations/([\w-]+)/", mailoutbox[0].body).group(1)
    user = UserFactory(email="new@example.org")
    assert accept_invitation(by=user, code=code).user == user


def test_a_letter_that_waits_too_long_says_nothing_of_an_ended_invitation(owner, consultation, mailoutbox):
    membership = invite_member(
        by=owner, consultation=consultation, email="new@example.org", role=Role.MODERATOR
    )
    end_membership(by=owner, membership=membership)
    assert send_due_notices() == 0
    assert (Notice.objects.get().dropped_because, mailoutbox) == ("nothing_to_say", [])


def test_of_two_letters_that_wait_only_the_newer_is_sent(owner, consultation, mailoutbox):
    for _each in range(2):
        invite_member(by=owner, consultation=consultation, email="new@example.org", role=Role.MODERATOR)
    assert (send_due_notices(), len(mailoutbox)) == (1, 1)


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("role", ROLES)
def test_accepting_gives_the_role_at_once(consultation, invite, role):
    user = UserFactory(email="new@example.org")
    membership = accept_invitation(by=user, code=invite("New@Example.org", role))
    assert (membership.user, membership.role, membership.code_digest) == (user, role, "")
    assert list(user.memberships.current().values_list("role", flat=True)) == [role]
    assert user.groups.filter(name="Owners").exists() == (role == Role.OWNER)
    assert user.has_perm("wagtailadmin.access_admin") == (role == Role.OWNER)


def test_accepting_twice_is_refused(invite):
    user = UserFactory(email="new@example.org")
    code = invite("new@example.org")
    accept_invitation(by=user, code=code)
    with pytest.raises(Refused) as refused:
        accept_invitation(by=user, code=code)
    assert (refused.value.code, refused.value.status) == ("invitation_over", 404)


def test_the_wrong_account_is_told_so(invite):
    with pytest.raises(Refused) as refused:
        accept_invitation(by=UserFactory(email="other@example.org"), code=invite("new@example.org"))
    assert refused.value.code == "wrong_account"


def test_an_unconfirmed_address_is_the_wrong_account(invite):
    with pytest.raises(Refused) as refused:
        accept_invitation(by=UnconfirmedUserFactory(email="new@example.org"), code=invite("new@example.org"))
    assert refused.value.code == "wrong_account"


def test_a_second_letter_makes_the_first_link_useless(invite):
    user = UserFactory(email="new@example.org")
    first, second = invite("new@example.org"), invite("new@example.org")
    with pytest.raises(Refused):
        accept_invitation(by=user, code=first)
    assert accept_invitation(by=user, code=second).user == user
    assert Membership.objects.filter(email="new@example.org").count() == 1


def test_an_old_invitation_is_over(invite, time_machine):
    code = invite("new@example.org")
    time_machine.move_to(now() + timedelta(days=31))
    with pytest.raises(Refused, match="too old"):
        accept_invitation(by=UserFactory(email="new@example.org"), code=code)


def test_an_invitation_taken_back_is_over(invite, owner):
    code = invite("new@example.org")
    end_membership(by=owner, membership=Membership.objects.get(email="new@example.org"))
    with pytest.raises(Refused):
        accept_invitation(by=UserFactory(email="new@example.org"), code=code)


@pytest.mark.parametrize("held, wanted", [(Role.OWNER, Role.ANALYST), (Role.ANALYST, Role.OWNER)])
def test_owner_and_analyst_exclude_each_other(consultation, owner, held, wanted):
    member = MembershipFactory(consultation=consultation, role=held).user
    with pytest.raises(Refused) as refused:
        invite_member(by=owner, consultation=consultation, email=member.email, role=wanted)
    assert refused.value.code == "roles_exclude"


def test_exclusive_roles_are_refused_on_accepting_too(consultation, invite):
    code = invite("new@example.org", Role.ANALYST)
    user = UserFactory(email="new@example.org")
    MembershipFactory(consultation=consultation, user=user, role=Role.OWNER)
    with pytest.raises(Refused) as refused:
        accept_invitation(by=user, code=code)
    assert refused.value.code == "roles_exclude"


def test_a_held_role_is_not_given_again(consultation, owner):
    member = MembershipFactory(consultation=consultation, role=Role.MODERATOR).user
    with pytest.raises(Refused) as refused:
        invite_member(by=owner, consultation=consultation, email=member.email, role=Role.MODERATOR)
    assert refused.value.code == "already_member"


@pytest.mark.parametrize(
    "email, role, field", [("nobody", "analyst", "email"), ("a@example.org", "king", "role")]
)
def test_bad_input_is_named_by_field(owner, consultation, email, role, field):
    with pytest.raises(Invalid) as invalid:
        invite_member(by=owner, consultation=consultation, email=email, role=role)
    assert list(invalid.value.fields) == [field]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by_self", [True, False])
def test_one_ends_ones_own_role_and_owners_end_any(consultation, owner, role, by_self):
    membership = MembershipFactory(consultation=consultation, role=role)
    ended = end_membership(by=membership.user if by_self else owner, membership=membership)
    assert ended.ended_at is not None
    assert not membership.user.memberships.current().exists()
    assert not membership.user.groups.filter(name="Owners").exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role != Role.OWNER])
def test_others_end_nobodys_role(consultation, owner, role):
    by = MembershipFactory(consultation=consultation, role=role).user
    membership = MembershipFactory(consultation=consultation, role=Role.RESPONDER)
    with pytest.raises(Refused) as refused:
        end_membership(by=by, membership=membership)
    assert refused.value.code == "own_membership_only"


def test_the_last_owner_cannot_leave(consultation, owner):
    with pytest.raises(Refused) as refused:
        end_membership(by=owner, membership=owner.memberships.get())
    assert refused.value.code == "last_owner"
    MembershipFactory(consultation=consultation, role=Role.OWNER)
    assert end_membership(by=owner, membership=owner.memberships.get()).ended_at is not None


def test_an_owner_of_two_keeps_the_editors_pages(owner, consultation):
    MembershipFactory(consultation=consultation, role=Role.OWNER)
    other = MembershipFactory(user=owner, role=Role.OWNER)
    end_membership(by=owner, membership=owner.memberships.get(consultation=consultation))
    assert owner.groups.filter(name="Owners").exists()
    assert other.consultation != consultation


def test_every_change_is_logged_and_told(consultation, owner, invite):
    told = []
    access_changed.connect(
        lambda consultation, user_ids, **_: told.append(user_ids), weak=False, dispatch_uid="t"
    )
    user = UserFactory(email="new@example.org")
    membership = accept_invitation(by=user, code=invite("new@example.org"))
    end_membership(by=owner, membership=membership)
    access_changed.disconnect(dispatch_uid="t")
    acts = LogEntry.objects.filter(chain=consultation.pk).values_list("act", flat=True)
    assert list(acts) == ["membership.invited", "membership.begun", "membership.ended"]
    assert told == [[user.pk], [user.pk]]


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays():
    consultation = ConsultationFactory()
    memberships = [MembershipFactory(consultation=consultation, role=Role.OWNER) for _each in range(2)]
    refused = []

    def leave(membership):
        try:
            end_membership(by=membership.user, membership=membership)
        except Refused as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[membership]) for membership in memberships]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["last_owner"]
    assert consultation.memberships.current().count() == 1


def test_appointed_people_hold_the_role_once_and_at_once(owner, consultation):
    user = UserFactory()
    first = appoint_member(by=owner, consultation=consultation, user=user, role=Role.ANALYST)
    second = appoint_member(by=owner, consultation=consultation, user=user, role=Role.ANALYST)
    assert first == second == user.memberships.current().get()
    entries = LogEntry.objects.filter(act="membership.begun", details__user=user.pk)
    assert entries.count() == 1


def test_appointing_is_for_owners_and_keeps_owners_from_counting(owner, consultation):
    analyst = UserFactory()
    with pytest.raises(Refused) as refused:
        appoint_member(by=analyst, consultation=consultation, user=analyst, role=Role.ANALYST)
    assert refused.value.code == "not_owner"
    with pytest.raises(Refused) as refused:
        appoint_member(by=owner, consultation=consultation, user=owner, role=Role.ANALYST)
    assert refused.value.code == "roles_exclude"
