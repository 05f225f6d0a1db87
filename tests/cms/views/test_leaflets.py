"""Leaflets in the editors' pages: made, printed, counted, taken back."""

import pytest
from django.urls import reverse

from consult.accounts.guests import Guest
from consult.actions.ownership import follow_ownership
from consult.enums import Role
from proposals.actions.leaflets import use_leaflet
from tests.factories.consult import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owned(client):
    """A consultation whose owner is signed in."""
    membership = MembershipFactory(role=Role.OWNER)
    follow_ownership(user=membership.user)
    client.force_login(membership.user)
    return membership.consultation


def made(client, consultation, number=3):
    address = reverse("cms_leaflets", args=[consultation.pk])
    client.post(address, {"name": "Library desk", "number": number})
    return consultation.leaflet_batches.get()


def test_owner_makes_prints_and_counts(client, owned):
    batch = made(client, owned)
    use_leaflet(by=Guest(), code=batch.code_of(1))
    sheet = client.get(reverse("cms_leaflets_sheet", args=[batch.pk]))
    page = sheet.content.decode()
    assert [batch.code_of(n) in page for n in (1, 2, 3)] == [False, True, True]
    assert {"no-store", "private"} <= set(sheet["Cache-Control"].split(", "))
    shown = client.get(reverse("cms_leaflets", args=[owned.pk])).context["batches"]
    assert [(each.name, each.number, each.used, each.revoked) for each in shown] == [
        ("Library desk", 3, 1, 0)
    ]


def test_long_batch_is_printed_in_parts(client, owned):
    batch = made(client, owned, number=250)
    sheet = reverse("cms_leaflets_sheet", args=[batch.pk])
    first = client.get(sheet).context
    rest = client.get(sheet, {"from": first["next_from"]}).context
    numbers = [each["number"] for page in (first, rest) for each in page["leaflets"]]
    assert numbers == list(range(1, 251))
    assert rest["next_from"] is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"act": "revoke", "number": "2"}, "Leaflet 2 no longer counts for anybody."),
        ({"act": "revoke", "number": "9"}, "There is no leaflet with this number."),
        ({"act": "revoke", "number": "²"}, "There is no leaflet with this number."),
        ({"act": "end"}, "The codes nobody used no longer work. Who is in stays in."),
    ],
)
def test_owner_takes_back(client, owned, typed, words):
    batch = made(client, owned)
    answer = client.post(reverse("cms_end_leaflets", args=[batch.pk]), typed, follow=True)
    assert str(list(answer.context["messages"])[-1]) == words


@pytest.mark.parametrize("number", ["0", "5001", "many", ""])
def test_number_that_is_none_is_answered_beside_the_field(client, owned, number):
    page = client.post(reverse("cms_leaflets", args=[owned.pk]), {"name": "Desk", "number": number})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["number"]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.OWNER])
def test_leaflets_are_for_the_owners_of_this_consultation(client, owned, role):
    batch = made(client, owned)
    other = MembershipFactory(role=role, **({"consultation": owned} if role == Role.MODERATOR else {}))
    if role == Role.OWNER:
        follow_ownership(user=other.user)
    client.force_login(other.user)
    for name, number in (("cms_leaflets", owned.pk), ("cms_leaflets_sheet", batch.pk)):
        page = client.get(reverse(name, args=[number]))
        assert page.status_code in (302, 403)
        assert batch.code_of(1) not in page.content.decode()
