"""What authors say back, by account or receipt, and the analysts' queue of it; following."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import receipts
from consult.clock import today
from consult.models import Notice
from proposals.actions.states import hide
from proposals.models import ParticipantReceipt
from proposals.themes import actions
from proposals.themes.actions.answering.followers import tell_followers_of_comment
from proposals.themes.models import Correction, Follow, Verdict
from tests.factories.accounts import UserFactory
from tests.factories.outcomes import (
    answer,
    published_themes,
    send_all,
    wrote,
)
from tests.factories.proposals import CommentFactory, ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, analyst_of

pytestmark = pytest.mark.django_db
CODE = "7K2M-94QD-0ABC-XYZ8"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def doors(text):
    """{door: (client, correction page, verdict page of a response)} by which an author comes in."""
    text.submission.receipt_digest = receipts.digest(CODE)
    text.submission.save()
    actions.publish_response(by=text.answered.written_by, response=text.answered)
    theme = text.answered.theme
    return {
        "account": (
            signed_in(text.participant.user),
            reverse("correct", args=[text.submission_id, theme.pk]),
            reverse("verdict", args=[text.answered.pk]),
        ),
        "receipt": (
            Client(),
            reverse("receipt_correct", args=[CODE, text.submission_id, theme.pk]),
            reverse("receipt_verdict", args=[CODE, text.answered.pk]),
        ),
    }


@pytest.mark.parametrize("door", ["account", "receipt"])
def test_author_corrects_and_judges_by_account_or_receipt_and_opening_changes_nothing(door):
    old, new = published_themes("Buses", "Schools")
    text = wrote(old)
    text.answered = answer(theme=old)
    client, correction, verdict = doors(text)[door]
    for page in (client.get(correction), client.get(f"{verdict}?word=no")):
        assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert (Correction.objects.count(), Verdict.objects.count()) == (0, 0)
    assert client.post(correction, {"theme": "none", "words": ""}).status_code == 422
    assert client.post(correction, {"theme": str(new.pk)}).status_code == 302
    assert client.post(verdict, {"word": ""}).status_code == 422
    assert client.post(verdict, {"word": "partly", "why": "No date."}).status_code == 302
    found = Correction.objects.get()
    assert (found.to_theme, found.submission) == (new, text.submission)
    assert (Verdict.objects.get().word, Verdict.objects.get().participant) == ("partly", text.participant)
    home = client.get("/me/contributions/" if door == "account" else f"/receipts/{CODE}/").content.decode()
    assert "You said: partly." in home
    assert "is not what you meant. An analyst reads it." in home


def test_corrections_and_verdicts_of_others_are_not_found():
    old, _new = published_themes("Buses", "Schools")
    text, other = wrote(old), wrote(old)
    text.answered = answer(theme=old)
    mine = doors(text)
    for client in (signed_in(UserFactory()), Client()):
        assert client.get(mine["account"][1]).status_code == 404
        assert client.get(mine["account"][2]).status_code == 404
    foreign = reverse("receipt_correct", args=[CODE, other.submission_id, old.pk])
    assert Client().get(foreign).status_code == 404
    assert Client().get(reverse("receipt_verdict", args=["0" * 16, text.answered.pk])).status_code == 404


def test_whole_receipt_shows_all_that_one_person_sent_and_nothing_of_others():
    (theme,) = published_themes("Buses")
    text = wrote(theme, "The first thing.", user=None)
    ProposalFactory(author=text.participant, title="", public_text="The second thing.")
    wrote(theme, "CANARY-OTHERS", user=None)
    response = answer(theme=theme)
    actions.publish_response(by=response.written_by, response=response)
    actions.tell_authors(response_id=response.pk)
    page = Client().get(f"/receipts/{ParticipantReceipt.code_of(text.participant)}/").content.decode()
    assert [words in page for words in ("first thing", "second thing", "CANARY-OTHERS")] == [
        True,
        True,
        False,
    ]


def test_own_page_takes_as_many_queries_with_three_answered_things_as_with_one():
    themes = published_themes("Buses", "Schools", "Shops")
    text = wrote(themes[0])
    client, counted = signed_in(text.participant.user), []
    for number, theme in enumerate(themes):
        if number:
            more = ProposalFactory(author=text.participant)
            ThemeAssignmentFactory(theme=theme, contribution=more)
        response = answer(theme=theme)
        response.commitments.create(what="Counts", due_on=today())
        actions.publish_response(by=response.written_by, response=response)
        actions.give_verdict(participant=text.participant, response=response, word="yes")
        counted.append(queries_of(client, "/me/contributions/"))
    assert counted[0] == counted[1] == counted[2]


def test_queue_groups_equal_corrections_and_moves_the_ticked_ones():
    old, new = published_themes("Buses", "Schools")
    texts = [wrote(old, f"CANARY-{number}") for number in range(3)]
    for text in texts[:2]:
        _correct(text, old, new)
    _correct(texts[2], old, None, "I spoke of trams.")
    client = signed_in(analyst_of(old.consultation))
    page = client.get(reverse("corrections", args=[old.consultation.slug]))
    assert [(group["to"], group["number"]) for group in page.context["groups"]] == [(new, 2), (None, 1)]
    assert "I spoke of trams." in page.content.decode()
    decide = reverse("decide_corrections", args=[old.consultation.slug])
    first = page.context["groups"][0]["ids"]
    assert client.post(decide, {"correction": first, "decline": "1"}).status_code == 422
    assert client.post(decide, {"correction": first[:1], "accept": "1"}).status_code == 302
    assert Correction.objects.accepted().count() == 1
    mixed = [first[1], page.context["groups"][1]["ids"][0]]
    assert client.post(decide, {"correction": mixed, "accept": "1"}).status_code == 404


def test_queue_takes_as_many_queries_with_three_corrections_as_with_one():
    old, new = published_themes("Buses", "Schools")
    client, counted = signed_in(analyst_of(old.consultation)), []
    for words in ("", "One.", "Two."):
        _correct(wrote(old), old, None if words else new, words)
        counted.append(queries_of(client, reverse("corrections", args=[old.consultation.slug])))
    assert counted[0] == counted[1] == counted[2]


def _correct(text, old, new, words=""):
    return actions.correct_theme(
        participant=text.participant, submission=text.submission, from_theme=old, to_theme=new, words=words
    )


@pytest.mark.parametrize("kind", ["consultation", "proposal", "theme"])
def test_following_is_one_row_that_its_button_takes_away_again(kind):
    (theme,) = published_themes("Buses")
    text = wrote(theme)
    thing = {"consultation": theme.consultation, "proposal": text, "theme": theme}[kind]
    user = UserFactory()
    client, typed = signed_in(user), {"kind": kind, "id": thing.pk, "follow": "yes"}
    for _again in range(2):
        client.post("/me/follows/", typed)
    assert [row.target for row in Follow.objects.all()] == [thing]
    assert user.notice_preference.follows is True
    assert client.get("/me/notices/").content.decode().count("Stop following") == 1
    client.post("/me/follows/", {**typed, "follow": "no"})
    assert Follow.objects.count() == 0
    assert Client().post("/me/follows/", typed).status_code == 403
    assert client.post("/me/follows/", {**typed, "id": "99999"}).status_code == 404


def test_followed_comment_that_was_hidden_meanwhile_is_not_spoken_of(mailoutbox):
    proposal = ProposalFactory()
    follower = UserFactory()
    actions.follow(by=follower, consultation=proposal.consultation, proposal=proposal)
    shown, gone = (
        CommentFactory(root=proposal, public_text="Stays."),
        CommentFactory(root=proposal, public_text="CANARY-HID"),
    )
    for comment in (shown, gone):
        assert tell_followers_of_comment(comment=comment) == 1
    hide(contribution=gone, by=None)
    send_all(1)
    assert ["Stays." in each.body for each in mailoutbox] == [True]
    assert Notice.objects.filter(dropped_because="nothing_to_say").count() == 1
