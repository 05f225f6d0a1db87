"""Drafts of people who are signed in: theirs alone, there on every device, gone when sent or old."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from consult.actions.accounts import erase_account
from consult.clock import now
from consult.errors import Invalid, Refused
from proposals.actions.drafts import KEPT_DAYS, MOST, keep_draft, prune_drafts
from proposals.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, QuestionFactory
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def boxes():
    """[(page, key of its box)] of every box that is kept on the server."""
    question = QuestionFactory()
    consultation = ConsultationFactory()
    comment = CommentFactory(root__consultation_of=consultation)
    slug = consultation.slug
    return [
        (f"/consultations/{slug}/proposals/new/", f"proposal-title:{slug}"),
        (f"/consultations/{slug}/proposals/new/", f"proposal:{slug}"),
        (f"/contributions/{comment.pk}/reply/", f"reply:{comment.pk}"),
        (
            f"/consultations/{question.consultation.slug}/questions/",
            f"answer:{question.consultation.slug}:question-{question.key}",
        ),
    ]


def test_draft_of_every_box_stands_in_it_on_another_device_and_for_nobody_else(user):
    for page, key in boxes():
        assert f'data-draft="{key}"' in signed_in(user).get(page).content.decode()
        answer = signed_in(user).post("/me/drafts/", {"key": key, "text": "A heron at the weir"})
        assert answer.status_code == 204
        assert "A heron at the weir" in signed_in(user).get(page).content.decode()
        assert "A heron at the weir" not in signed_in(UserFactory()).get(page).content.decode()
        signed_in(user).post("/me/drafts/", {"key": key, "text": " "})
        assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "text"),
    [("", "a"), ("other:1", "a"), ("reply:", "a"), ("comment:1", "a"), ("reply:1", "a" * 16001)],
)
def test_what_is_no_draft_is_refused(user, key, text):
    with pytest.raises(Invalid):
        keep_draft(by=user, key=key, text=text)


def test_guest_keeps_drafts_on_the_device_alone():
    assert Client().post("/me/drafts/", {"key": "reply:1", "text": "a"}).status_code == 403
    with pytest.raises(Refused):
        keep_draft(by=Client().get("/").wsgi_request.user, key="reply:1", text="a")


def test_newest_drafts_are_kept(user):
    for number in range(MOST + 2):
        keep_draft(by=user, key=f"reply:{number}", text="a")
    kept = set(user.drafts.values_list("key", flat=True))
    assert kept == {f"reply:{number}" for number in range(2, MOST + 2)}


def test_old_drafts_and_those_of_who_left_are_forgotten(user):
    keep_draft(by=user, key="reply:1", text="a")
    with time_machine.travel(now() + timedelta(days=KEPT_DAYS + 1)):
        keep_draft(by=user, key="reply:2", text="a")
        prune_drafts()
    assert list(user.drafts.values_list("key", flat=True)) == ["reply:2"]
    erase_account(by=user, keep_words=True)
    assert Draft.objects.count() == 0
