"""Imported consultations whose page was deleted: read without one, and given one by an editor later."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms.actions.consultations import apply_consultation_page
from cms.models import ConsultationPage
from consult.enums import Role
from consult.errors import Refused
from consult.models import Consultation
from proposals.models import Vote
from tests.cms.test_editing import add_address, form
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish, published_page
from tests.factories.consult import MembershipFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/consultations/mill-road/"
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,x,0,0,1,1,1,Plant trees along Mill Road.
1500000001000,x,1,1,1,0,1,Close it to through traffic.
1500000002000,x,2,1,0,0,-1,Buy my watches.
"""
VOTES = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2
0,0,1,2,1,1,1,-1,
1,0,2,1,1,0,,1,
2,1,0,1,0,1,-1,,
"""


@pytest.fixture
def imported(tmp_path):
    (tmp_path / "talk.comments.csv").write_text(COMMENTS)
    (tmp_path / "talk.participants-votes.csv").write_text(VOTES)
    call_command("import_polis", str(tmp_path / "talk"), slug="mill-road", title="Mill Road")
    ConsultationPage.objects.get().delete()  # an editor may delete the page that an import makes
    return Consultation.objects.get(slug="mill-road")


def test_an_imported_conversation_is_read_at_its_address(client, imported):
    text = client.get(ADDRESS).content.decode()
    assert "<h1" in text
    assert "Mill Road" in text
    assert "Plant trees along Mill Road." in client.get(f"{ADDRESS}proposals/").content.decode()
    assert ADDRESS in client.get("/consultations/").content.decode()
    assert "Buy my watches." not in client.get(f"{ADDRESS}proposals/").content.decode()


def test_an_administrator_gives_it_a_page_and_owns_it(client, imported):
    administrator = UserFactory(is_superuser=True)
    client.force_login(administrator)
    answer = client.post(add_address(), form(title="Mill Road, again", slug="mill-road"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert ConsultationPage.objects.get().consultation == imported
    assert imported.memberships.get(role=Role.OWNER).user == administrator
    client.logout()
    text = client.get(ADDRESS).content.decode()
    assert ("Mill Road, again" in text, "Every answer is sorted into themes." in text) == (True, True)
    assert "Plant trees along Mill Road." in client.get(f"{ADDRESS}proposals/").content.decode()
    assert Vote.objects.filter(contribution__consultation=imported).count() == 4
    assert Consultation.objects.count() == 1


def test_its_owner_gives_it_a_page(imported):
    owner = MembershipFactory(consultation=imported, role=Role.OWNER).user
    assert publish(draft_page(slug="mill-road"), by=owner).consultation == imported


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_else_gives_it_a_page(imported, role):
    page = draft_page(slug="mill-road")
    page.live = True
    for by in (None, UserFactory(), MembershipFactory(consultation=imported, role=role).user):
        with pytest.raises(Refused) as refused:
            apply_consultation_page(page=page, by=by)
        assert refused.value.code == "slug_taken"


def test_a_consultation_with_a_page_gets_no_second_one(client):
    owner = UserFactory(is_superuser=True)
    page = published_page(by=owner)
    client.force_login(owner)
    ConsultationPage.objects.filter(pk=page.pk).update(slug="moved-aside")
    answer = client.post(add_address(), form(slug="quieter-streets"))
    assert list(answer.context["form"].errors) == ["slug"]


def test_what_has_opened_is_not_rehearsed(client, imported):
    client.force_login(UserFactory(is_superuser=True))
    page = draft_page(slug="mill-road")
    answer = client.post(reverse("cms_rehearse", args=[page.pk]), {"act": "start"})
    assert (answer.status_code, "has opened" in answer.content.decode()) == (409, True)


def test_an_analyst_who_gives_it_a_page_does_not_become_its_owner(imported):
    analyst = UserFactory(is_superuser=True)
    MembershipFactory(consultation=imported, user=analyst, role=Role.ANALYST)
    assert publish(draft_page(slug="mill-road"), by=analyst).consultation == imported
    assert list(analyst.memberships.values_list("role", flat=True)) == [Role.ANALYST]
