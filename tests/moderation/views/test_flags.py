"""The page for reporting: for everybody, without script, and not too often."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consult.accounts.guests import Guest
from consult.clock import now
from consult.models import LogEntry
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.decisions import decide_case
from moderation.actions.flags import flag_contribution
from moderation.models import Case, Flag
from moderation.views.flags import REPORTS
from proposals.actions.edits import withdraw_contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import moderator_of
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


@pytest.mark.usefixtures("one_moment")
def test_reports_are_limited(client):
    text = CommentFactory()
    times, _seconds = REPORTS
    for _each in range(times):
        assert client.post(url(text), {"reason": "off_topic"}).status_code == 302
    assert client.post(url(text), {"reason": "off_topic"}).status_code == 429


@pytest.mark.usefixtures("one_moment")
def test_reports_over_the_api_are_limited_with_those_of_the_form(client):
    text = CommentFactory()
    client.force_login(UserFactory())
    path = f"/api/v1/contributions/{text.pk}/flag"
    times, _seconds = REPORTS
    client.post(url(text), {"reason": "off_topic"})
    sent = [
        client.post(path, {"reason": "off_topic"}, content_type="application/json").status_code
        for _each in range(times)
    ]
    assert sent == [201] * (times - 1) + [429]


def test_api_takes_the_same_report(client):
    text = CommentFactory()
    client.force_login(UserFactory())
    path = f"/api/v1/contributions/{text.pk}/flag"
    first = client.post(path, {"reason": "off_topic"}, content_type="application/json")
    again = client.post(path, {"reason": "off_topic"}, content_type="application/json")
    wrong = client.post(path, {"reason": "dull"}, content_type="application/json")
    assert (first.status_code, first.json()) == (201, {"reported": True, "already": False, "receipt": ""})
    assert again.json() == {"reported": True, "already": True, "receipt": ""}
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["reason"])


def reported(client, text, reason="off_topic"):
    """The code that a guest is shown, in fours."""
    page = client.post(url(text), {"reason": reason, "text": "CANARY-NOTE"}, follow=True)
    return re.search(r'id="receipt">([0-9A-Z-]{19})<', page.content.decode())[1]


def decided(flag, effect="hide", **more):
    case = Case.objects.with_texts().get(pk=flag.case_id)
    words = {"rule": HouseRuleFactory(consultation=case.consultation), "facts": "CANARY-FACTS"} | more
    by = moderator_of(case.consultation)
    return decide_case(by=by, case=case, version=case.version, effect=effect, **words)


def test_guest_is_shown_a_receipt_once_and_it_says_that_nobody_has_decided(client):
    text = CommentFactory(public_text="CANARY-TEXT")
    code = reported(client, text)
    assert client.get("/reports/sent/").url == reverse("receipts")
    page = Client().get(f"/reports/{code}/")
    assert "A moderator has not decided yet." in page.content.decode()
    assert "CANARY" not in page.content.decode()
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert code.replace("-", "") not in str(Flag.objects.values())


def test_receipt_says_outcome_rule_and_link_after_the_undo_and_never_the_text(client):
    text = CommentFactory(public_text="CANARY-TEXT")
    code = reported(client, text)
    decision = decided(Flag.objects.get())
    assert "has not decided yet" in Client().get(f"/reports/{code}/").content.decode()
    with time_machine.travel(now() + timedelta(seconds=31)):
        page = Client().get(f"/reports/{code}/").content.decode()
    for words in ("The text is hidden.", str(decision.rule), "Public record of decisions"):
        assert words in page, words
    assert "CANARY" not in page


def test_receipt_of_a_text_that_stays_links_to_it(client):
    text = CommentFactory()
    code = reported(client, text)
    decided(Flag.objects.get(), effect="keep", facts="", rule=None)
    with time_machine.travel(now() + timedelta(seconds=31)):
        page = Client().get(f"/reports/{code}/").content.decode()
    assert "The text stays." in page
    assert text.get_absolute_url() in page


def test_receipt_says_that_the_decision_was_taken_back_on_appeal(client):
    text = CommentFactory()
    code = reported(client, text)
    decision = decided(Flag.objects.get())
    appeal = appeal_decision(by=text.participant.user, decision=decision, text="I spoke of the plan.")
    with time_machine.travel(now() + timedelta(seconds=31)):
        assert "The author has appealed." in Client().get(f"/reports/{code}/").content.decode()
        version = Case.objects.get().version
        decide_appeal(
            by=moderator_of(text.consultation),
            appeal=appeal,
            outcome="reversed",
            reasons="Yes.",
            version=version,
        )
        assert "The decision is taken back" in Client().get(f"/reports/{code}/").content.decode()


def test_receipt_of_a_text_taken_back_says_so(client):
    text = CommentFactory()
    code = reported(client, text)
    withdraw_contribution(by=text.participant.user, contribution=text)
    assert "Its author has taken the text back" in Client().get(f"/reports/{code}/").content.decode()


def test_page_for_receipts_leads_to_the_report(client):
    code = reported(client, CommentFactory())
    found = Client().post("/receipts/", {"code": code.lower()}, follow=True)
    assert found.redirect_chain[-1][0] == f"/reports/{code}/"
    assert found.status_code == 200


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "sent-", "%00"])
def test_wrong_codes_open_nothing(client, code):
    reported(client, CommentFactory())
    assert Client().get(f"/reports/{code}/").status_code == 404


def test_looking_twice_or_by_a_robot_changes_nothing(client):
    code = reported(client, CommentFactory())
    before = list(Flag.objects.values()), list(Case.objects.values()), LogEntry.objects.count()
    for method in ("get", "get", "head"):
        getattr(Client(), method)(f"/reports/{code}/")
    assert (list(Flag.objects.values()), list(Case.objects.values()), LogEntry.objects.count()) == before


def test_guest_gets_a_receipt_from_the_api_and_an_account_none(client):
    text = CommentFactory()
    sent = flag_contribution(by=Guest(), contribution=text, reason="off_topic")[0]
    assert len(sent.receipt) == 16
    assert flag_contribution(by=UserFactory(), contribution=text, reason="off_topic")[0].receipt == ""
