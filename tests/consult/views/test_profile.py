"""One's own account: name and language, devices, and the way out."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from consult.accounts.models import User
from consult.actions.accounts import erase_account
from consult.enums import Role
from consult.errors import Refused
from consult.models import LogEntry
from proposals.actions.tallies import recount
from proposals.models import Participant, Tally
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.consult import MembershipFactory
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db


def signed_in(user, browser="Firefox"):
    client = Client(headers={"user-agent": browser})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_new_name_stands_beside_everything_one_wrote():
    proposal = ProposalFactory()
    client = Client()
    client.force_login(proposal.participant.user)
    answer = client.post("/me/", {"display_name": "Kestrel", "language": "fr"}, follow=True)
    assert answer.context["form"].initial == {"display_name": "Kestrel", "language": "fr"}
    assert "Kestrel" in Client().get(f"/proposals/{proposal.pk}/").content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"display_name": "a", "language": "en"},
        {"display_name": "a@b.example", "language": "en"},
        {"display_name": "Kes\u202etrel", "language": "en"},
        {"display_name": "Kestrel", "language": "tlh"},
        {"display_name": "", "language": "en"},
    ],
)
def test_name_or_language_that_is_none_is_answered_beside_its_field(typed):
    user = UserFactory()
    client = Client()
    client.force_login(user)
    assert client.post("/me/", typed).status_code == 422
    assert User.objects.get(pk=user.pk).display_name == user.display_name


@pytest.mark.parametrize("path", ["/me/", "/me/leave/", "/accounts/sessions/"])
def test_account_pages_are_for_those_who_signed_in(path):
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_devices_are_listed_without_addresses_and_signed_out_elsewhere():
    user = UserFactory()
    here, there = signed_in(user, "X11; Linux Firefox/133"), signed_in(user, "Android 14 Chrome/131")
    page = here.get("/accounts/sessions/").content.decode()
    assert ("Firefox on Linux" in page, "Chrome on Android" in page) == (True, True)
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}
    here.post("/accounts/sessions/")
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def left(words, **fields):
    """A person who proposed, commented and voted, after leaving: (client, user, proposal, comment)."""
    user = UserFactory(display_name="Kestrel", **fields)
    person = ParticipantFactory(user=user)
    proposal = ProposalFactory(author=person, title="A lantern")
    comment = CommentFactory(root=proposal, author=person, public_text="A heron stands there.")
    VoteFactory(contribution=proposal, participant=person)
    recount(proposal.pk)
    client = signed_in(user)
    answer = client.post("/me/leave/", {"words": words, "password": PASSWORD, "sure": "on"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    return client, user, proposal, comment


def test_account_that_keeps_its_words_leaves_them_without_a_name():
    client, user, proposal, _comment = left("keep")
    page = Client().get(f"/proposals/{proposal.pk}/").content.decode()
    assert ("A lantern" in page, "A heron stands there." in page) == (True, True)
    assert "Kestrel" not in page
    assert client.get("/me/").status_code == 302
    assert Tally.objects.get(pk=proposal.pk).total == 1


def test_account_that_empties_its_words_leaves_places_and_counts():
    _client, user, proposal, comment = left("erase")
    for text in (proposal, comment):
        text.refresh_from_db()
        assert (text.state, text.title, text.public_text, text.body_html) == ("erased", "", "", "")
        assert list(text.revisions.values_list("body", "title")) == [("", "")]
    assert Participant.objects.filter(consultation=proposal.consultation).count() == 1
    assert Tally.objects.get(pk=proposal.pk).total == 1


def test_nothing_in_the_database_leads_from_an_erased_account_to_a_person():
    _client, user, _proposal, _comment = left("keep")
    gone = User.objects.get(pk=user.pk)
    assert (gone.display_name, gone.is_active, gone.has_usable_password()) == ("Erased", False, False)
    assert gone.email == f"erased-{user.pk}@invalid.invalid"
    assert EmailAddress.objects.filter(user=user).count() == 0
    assert UserSession.objects.filter(user=user).count() == 0
    assert Participant.objects.filter(user=user).count() == 0
    assert LogEntry.objects.filter(act="account.erased").get().details == {"words_kept": True}
    again = Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": PASSWORD, "sure": "on"}, "words"),
        ({"words": "keep", "password": "wrong", "sure": "on"}, "password"),
        ({"words": "keep", "sure": "on"}, "password"),
        ({"words": "keep", "password": PASSWORD}, "sure"),
    ],
)
def test_leaving_asks_for_each_answer_and_the_password(typed, field):
    user = UserFactory()
    answer = signed_in(user).post("/me/leave/", typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert User.objects.get(pk=user.pk).erased_at is None


def test_last_owner_cannot_leave_and_others_lose_their_roles():
    owner = MembershipFactory(role=Role.OWNER)
    typed = {"words": "keep", "password": PASSWORD, "sure": "on"}
    answer = signed_in(owner.user).post("/me/leave/", typed)
    assert answer.status_code == 422
    assert User.objects.get(pk=owner.user.pk).email == owner.user.email
    moderator = MembershipFactory(consultation=owner.consultation).user
    erase_account(by=moderator, keep_words=True)
    assert moderator.memberships.current().count() == 0


@pytest.mark.usefixtures("one_moment")
def test_guessing_the_password_is_answered_with_a_wait():
    client = signed_in(UserFactory())
    typed = {"words": "keep", "password": "wrong", "sure": "on"}
    statuses = [client.post("/me/leave/", typed).status_code for _each in range(11)]
    assert statuses == [422] * 10 + [429]


def test_nobody_erases_without_an_account():
    with pytest.raises(Refused):
        erase_account(by=Client().get("/").wsgi_request.user, keep_words=True)
