"""People and rehearsals inside the editors' pages."""

import re

import pytest
from django.urls import reverse

from consult.actions.notices import send_due_notices
from consult.actions.ownership import follow_ownership
from consult.clock import now
from consult.enums import Role
from consult.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish
from tests.factories.consult import ConsultationFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owned(client):
    """A consultation whose owner is signed in."""
    membership = MembershipFactory(role=Role.OWNER)
    follow_ownership(user=membership.user)
    client.force_login(membership.user)
    return membership.consultation


def people(consultation):
    return reverse("cms_people", args=[consultation.pk])


def test_an_owner_invites_and_ends(client, owned, mailoutbox):
    response = client.post(people(owned), {"email": "new@example.org", "role": "analyst"}, follow=True)
    assert "The invitation is on its way to new@example.org." in response.content.decode()
    send_due_notices()
    assert mailoutbox[-1].to == ["new@example.org"]
    member = MembershipFactory(consultation=owned, role=Role.MODERATOR)
    text = client.get(people(owned)).content.decode()
    assert member.user.display_name in text
    assert "a policymaker, who answers each theme" in text
    client.post(reverse("cms_end_membership", args=[member.pk]))
    member.refresh_from_db()
    assert member.ended_at is not None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "is sent within a minute"),
        ({"attempts": 2}, "waits for the mail server"),
        ({"attempts": 8, "sent_at": now()}, "could not be sent"),
        ({"sent_at": now(), "emailed_at": now()}, "<td>sent</td>"),
    ],
)
def test_an_owner_sees_what_became_of_the_letter(client, owned, state, words):
    client.post(people(owned), {"email": "new@example.org", "role": "analyst"})
    Notice.objects.update(**state)
    assert words in client.get(people(owned)).content.decode()


def test_a_bad_address_comes_back_with_the_form(client, owned):
    response = client.post(people(owned), {"email": "nobody", "role": "analyst"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])


def test_the_last_owner_is_told_why_they_stay(client, owned):
    own = owned.memberships.get()
    response = client.post(reverse("cms_end_membership", args=[own.pk]), follow=True)
    assert "The last owner cannot leave." in response.content.decode()


def test_the_people_of_others_are_refused(client, owned):
    other = ConsultationFactory()
    assert client.get(people(other)).status_code == 403
    assert client.post(people(other), {"email": "a@example.org", "role": "analyst"}).status_code == 403
    assert other.title not in client.get(reverse("cms_people_index")).content.decode()


def test_an_administrator_sees_them_all(client):
    consultation = ConsultationFactory()
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(people(consultation)).status_code == 200
    assert consultation.title in client.get(reverse("cms_people_index")).content.decode()


def test_moderators_do_not_reach_the_editors_pages(client):
    membership = MembershipFactory(role=Role.MODERATOR)
    client.force_login(membership.user)
    assert client.get(people(membership.consultation)).status_code == 403


def test_a_rehearsal_from_the_button_to_the_opening(client, owned):
    page = draft_page("Tried first", "tried-first")
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("cms_rehearse", args=[page.pk]) in edit
    started = client.post(reverse("cms_rehearse", args=[page.pk]), {"act": "start"}).content.decode()
    link = re.search(r"/rehearse/[\w-]+/", started).group(0)
    client.logout()
    address = "/consultations/tried-first/"
    assert client.get(address).status_code == 404
    assert client.get(link).status_code == 200
    assert client.get(address).status_code == 404
    shown = client.post(link, follow=True)
    assert "Rehearsal: nothing here is kept." in shown.content.decode()
    assert (shown["Cache-Control"], shown["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "Tried first" not in client.get("/").content.decode()
    publish(page)
    assert "Rehearsal" not in client.get(address).content.decode()
    assert client.get(link).status_code == 404


def test_ending_the_rehearsal_stops_the_link(client, owned):
    page = draft_page()
    address = reverse("cms_rehearse", args=[page.pk])
    link = re.search(r"/rehearse/[\w-]+/", client.post(address, {"act": "start"}).content.decode()).group(0)
    client.post(address, {"act": "end"})
    assert client.get(link).status_code == 404
