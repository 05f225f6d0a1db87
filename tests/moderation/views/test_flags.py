"""The page for reporting: for everybody, without script, and not too often."""

import pytest
from django.urls import reverse

from moderation.models import Case, Flag
from moderation.views.flags import REPORTS
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def url(contribution):
    return reverse("flag", args=[contribution.pk])


@pytest.mark.parametrize("factory", [ProposalFactory, CommentFactory, OpenAnswerFactory])
def test_anybody_reports_any_kind_of_text_without_account(client, factory):
    text = factory()
    assert client.get(url(text)).status_code == 200
    answer = client.post(url(text), {"reason": "off_topic"}, follow=True)
    assert answer.status_code == 200
    assert "A moderator will read it." in answer.content.decode()
    flag = Flag.objects.get()
    assert (flag.contribution_id, flag.participant, flag.user) == (text.pk, None, None)


def test_signed_in_reporter_is_told_that_they_will_hear(client):
    text = CommentFactory()
    client.force_login(UserFactory())
    rule = HouseRuleFactory(consultation=text.consultation)
    sent = {"reason": "off_topic", "rule": rule.pk, "text": "About bins."}
    answer = client.post(url(text), sent, follow=True)
    assert "We tell you what comes of it." in answer.content.decode()
    assert Flag.objects.get().rule == rule
    again = client.post(url(text), sent, follow=True)
    assert "You have reported this already." in again.content.decode()
    assert Flag.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose what is wrong with the text."),
        ({"reason": "other"}, "Say in a few words what is wrong."),
        ({"reason": "'; drop table"}, "Choose what is wrong with the text."),
    ],
)
def test_report_with_something_missing_says_so_beside_the_field(client, sent, message):
    text = CommentFactory()
    answer = client.post(url(text), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Case.objects.count() == 0


def test_own_text_is_refused_and_hidden_text_is_not_there(client):
    text = CommentFactory()
    client.force_login(text.participant.user)
    assert client.get(url(text)).status_code == 403
    assert client.get(url(CommentFactory(state="hidden"))).status_code == 404


def test_extra_fields_change_nothing(client):
    text, other = CommentFactory(), CommentFactory()
    extra = {"contribution": other.pk, "participant": 1, "user": 1, "case": 1, "created_at": "2020-01-01"}
    client.post(url(text), {"reason": "off_topic"} | extra)
    flag = Flag.objects.get()
    assert (flag.contribution_id, flag.user, flag.participant) == (text.pk, None, None)


def test_reports_are_limited(client):
    text = CommentFactory()
    times, _seconds = REPORTS
    for _each in range(times):
        assert client.post(url(text), {"reason": "off_topic"}).status_code == 302
    assert client.post(url(text), {"reason": "off_topic"}).status_code == 429


def test_api_takes_the_same_report(client):
    text = CommentFactory()
    client.force_login(UserFactory())
    path = f"/api/v1/contributions/{text.pk}/flag"
    first = client.post(path, {"reason": "off_topic"}, content_type="application/json")
    again = client.post(path, {"reason": "off_topic"}, content_type="application/json")
    wrong = client.post(path, {"reason": "dull"}, content_type="application/json")
    assert (first.status_code, first.json()) == (201, {"reported": True, "already": False})
    assert again.json() == {"reported": True, "already": True}
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["reason"])
