"""What pages show: faults beside their fields, repeats, guests, tokens."""

import uuid
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from consult.enums import ModerationMode, Role
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.votes import cast_vote
from proposals.models import Answer, Contribution, Submission, Tally, Vote
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, page_question, publish
from tests.factories.consult import ConsultationFactory, MembershipFactory, QuestionFactory
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """Addresses of links, and of forms with their hidden fields."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms = [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.action = given.get("action", "")
            self.forms[self.action] = {}
        elif tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[self.action][given["name"]] = given.get("value", "")


def test_guest_votes_in_three_requests_from_the_consultation_page(settings):
    page = publish(draft_page())
    proposal = ProposalFactory(consultation_of=page.consultation)
    guest = Client(enforce_csrf_checks=True)
    first = Links(guest.get(page.url).content.decode())
    assert proposal.get_absolute_url() in first.links
    second = Links(guest.get(proposal.get_absolute_url()).content.decode())
    action = reverse("vote", args=[proposal.pk])
    third = guest.post(action, {**second.forms[action], "choice": "agree"}, headers={"HX-Request": "true"})
    assert "Your vote is counted: you agree" in third.content.decode()
    tally = Tally.objects.get(pk=proposal.pk)
    assert (tally.agree, tally.unconfirmed_agree) == (1, 1)


def test_guest_sends_answers_in_three_requests_from_the_consultation_page():
    page = draft_page()
    page.questions = [page_question(key="change")]
    page.save_revision()
    page = publish(page)
    guest = Client(enforce_csrf_checks=True)
    first = Links(guest.get(page.url).content.decode())
    url = reverse("questionnaire", args=[page.consultation.slug])
    assert url in first.links
    hidden = Links(guest.get(url).content.decode()).forms[""]
    third = guest.post(url, {**hidden, "question-change": "The crossing."}, follow=True)
    assert [step[0].rpartition("/sent/")[0] for step in third.redirect_chain] == [""]
    assert "Your receipt number is" in third.content.decode()
    assert Contribution.objects.get().public_text == "The crossing."


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_shuffled_list_links_to_why_it_is_shuffled(client, prefix):
    page = publish(draft_page())
    ProposalFactory(consultation_of=page.consultation)
    for url in (page.url, f"{page.url}proposals/", f"{page.url}proposals/?order=newest"):
        links = Links(client.get(f"{prefix}{url}").content.decode()).links
        assert (f"{prefix}/how-the-order-works/" in links) is ("newest" not in url)
    assert client.get(f"{prefix}/how-the-order-works/").status_code == 200


LONG = "It would help. " * 400
FAULTS = [
    # address, what is typed, field at fault, what must still stand in the page
    ("propose", {"title": "Bus", "body": "Kept words"}, "title", "Kept words"),
    ("propose", {"title": "A kept title", "body": ""}, "body", "A kept title"),
    ("comment", {"body": "", "stance": "against"}, "body", 'value="against"'),
    ("comment", {"body": LONG}, "body", LONG.strip()),
    ("reply", {"body": LONG}, "body", LONG.strip()),
    ("questionnaire", {"question-why": "Kept words", "question-how": ""}, "question-how", "Kept words"),
    ("receipts", {"code": "kept-code"}, "code", "kept-code"),
]


@pytest.mark.parametrize(("name", "typed", "field", "kept"), FAULTS)
def test_faults_name_their_field_and_keep_what_was_typed(client, name, typed, field, kept):
    comment = CommentFactory()
    QuestionFactory(consultation=comment.consultation, key="why")
    QuestionFactory(consultation=comment.consultation, key="how", required=True)
    arguments = {
        "propose": [comment.consultation.slug],
        "questionnaire": [comment.consultation.slug],
        "comment": [comment.root_id],
        "reply": [comment.pk],
        "receipts": [],
    }
    before = Submission.objects.count()
    answer = client.post(reverse(name, args=arguments[name]), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}' in text
    assert f'id="{field}_error"' in text
    assert kept in text
    assert text.partition("<title>")[2].startswith("Error:")
    assert Submission.objects.count() == before


def test_edit_with_a_fault_keeps_what_was_typed(client):
    proposal = ProposalFactory()
    client.force_login(proposal.participant.user)
    typed = {"title": "No", "body": "Kept words", "based_on": 1}
    answer = client.post(f"/contributions/{proposal.pk}/edit/", typed)
    text = answer.content.decode()
    assert (answer.status_code, "Kept words" in text, 'href="#title"' in text) == (422, True, True)


def test_edit_of_what_changed_meanwhile_is_stale(client):
    proposal = ProposalFactory()
    client.force_login(proposal.participant.user)
    typed = {"title": "A new title", "body": "New words", "based_on": 0}
    assert client.post(f"/contributions/{proposal.pk}/edit/", typed).status_code == 409


@pytest.mark.parametrize("name", ["propose", "comment", "reply", "questionnaire"])
def test_the_same_form_sent_twice_leaves_one_row_and_the_same_receipt(client, name):
    comment = CommentFactory()
    QuestionFactory(consultation=comment.consultation, key="why")
    slug = comment.consultation.slug
    arguments = {
        "propose": [slug],
        "questionnaire": [slug],
        "comment": [comment.root_id],
        "reply": [comment.pk],
    }
    typed = {"title": "A bus gate", "body": "It would help.", "question-why": "Because."}
    typed["client_id"] = uuid.uuid4()
    before = (Submission.objects.count(), Contribution.objects.count())
    answers = [client.post(reverse(name, args=arguments[name]), typed, follow=True) for _each in range(2)]
    assert [len(receipt_of(answer)) for answer in answers] == [19, 19]
    assert receipt_of(answers[0]) == receipt_of(answers[1])
    assert (Submission.objects.count(), Contribution.objects.count()) == (before[0] + 1, before[1] + 1)


def receipt_of(response):
    text = response.content.decode().partition("Your receipt number is")[2]
    return text.partition("<bdi")[2].partition(">")[2].partition("<")[0]


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/consultations/{slug}/proposals/new/", {"title": "A bus gate", "body": "It would help."}),
        ("/consultations/{slug}/questions/", {"question-why": "Because."}),
        ("/proposals/{root}/comments/", {"body": "It would help."}),
        ("/contributions/{pk}/reply/", {"body": "It would help."}),
        ("/contributions/{pk}/vote/", {"choice": "agree"}),
        ("/contributions/{pk}/edit/", {"body": "It would help.", "based_on": 1}),
        ("/contributions/{pk}/withdraw/", {}),
        ("/receipts/", {"code": "7K2M-94QD-0ABC-XYZ9"}),
        ("/me/forget/", {}),
    ],
)
def test_posts_without_the_token_are_refused(path, typed):
    comment = CommentFactory()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(comment.participant.user)
    url = path.format(slug=comment.consultation.slug, root=comment.root_id, pk=comment.pk)
    before = (Submission.objects.count(), Vote.objects.count())
    assert strict.post(url, typed).status_code == 403
    assert (Submission.objects.count(), Vote.objects.count()) == before


def test_reading_sets_no_session_cookie_for_a_guest(client):
    proposal = ProposalFactory()
    for url in (f"/consultations/{proposal.consultation.slug}/proposals/", f"/proposals/{proposal.pk}/"):
        client.get(url)
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("key", ["nonsense", "1", "\x00"])
def test_vote_with_a_key_that_is_none_is_refused_in_words(client, key):
    proposal = ProposalFactory()
    url = f"/contributions/{proposal.pk}/vote/"
    answers = [
        client.post(url, {"choice": "agree", "client_id": key}),
        client.post(url, {"choice": "agree"}, headers={"Idempotency-Key": key}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert Vote.objects.count() == 0


@pytest.mark.parametrize("parent", ["²", "9" * 40, "-1", "x", "0"])
def test_comment_with_an_odd_parent_is_no_error_of_ours(client, parent):
    proposal = ProposalFactory()
    answer = client.post(f"/proposals/{proposal.pk}/comments/", {"body": "Needed.", "parent": parent})
    assert answer.status_code in (302, 404)


@pytest.mark.parametrize(
    "wanted", ["//e.example", "/\\e.example", "https://e.example/", "javascript:alert(1)", "\t//e.example"]
)
def test_vote_leads_to_our_own_pages_only(client, wanted):
    proposal = ProposalFactory()
    answer = client.post(f"/contributions/{proposal.pk}/vote/", {"choice": "agree", "next": wanted})
    assert answer["Location"] == f"/proposals/{proposal.pk}/#vote"


def test_vote_on_a_comment_is_seen_on_the_page_of_the_comment(client):
    comment = CommentFactory()
    client.post(f"/contributions/{comment.pk}/vote/", {"choice": "disagree"})
    text = client.get(comment.get_absolute_url()).content.decode()
    assert "You disagree" in text
    assert "1 person has voted." in text


@pytest.mark.parametrize("kind", ["proposal", "comment"])
def test_author_reads_own_words_that_wait_for_a_moderator(client, kind):
    consultation = ConsultationFactory(moderation_mode=ModerationMode.BEFORE)
    user = UserFactory()
    if kind == "proposal":
        sent = submit_proposal(
            by=user, consultation=consultation, title="A title that waits", body="My words"
        )
    else:
        proposal = ProposalFactory(consultation_of=consultation)
        sent = submit_comment(by=user, proposal=proposal, body="My words")
    client.force_login(user)
    text = client.get(sent.contribution.get_absolute_url()).content.decode()
    assert "Only you can read this now." in text
    assert "My words" in text
    assert ("A title that waits" in text) == (kind == "proposal")


def test_author_reads_own_comment_that_a_moderator_hid(client):
    comment = CommentFactory(public_text="My words", state="hidden")
    client.force_login(comment.participant.user)
    assert "My words" in client.get(comment.get_absolute_url()).content.decode()


def test_answer_about_the_person_is_on_no_page(client):
    question = QuestionFactory(
        kind="demographic", key="age", choices=[{"value": "old", "label": {"en": "Old"}}]
    )
    consultation = question.consultation
    QuestionFactory(consultation=consultation, key="why")
    url = reverse("questionnaire", args=[consultation.slug])
    client.post(url, {"question-why": "Because.", "question-age": "old", "consent": "named"})
    assert Answer.objects.get().values == ["old"]
    answer = Contribution.objects.get()
    reader = Client()
    reader.force_login(MembershipFactory(consultation=consultation, role=Role.MODERATOR).user)
    for each in (Client(), reader):
        assert "Old" not in each.get(answer.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["propose", "comment"])
def test_fields_nobody_offered_change_nothing(client, name):
    proposal = ProposalFactory()
    other = ParticipantFactory(consultation=proposal.consultation)
    extra = {
        "participant": other.pk,
        "author": other.pk,
        "state": "hidden",
        "official": "on",
        "is_staff": "on",
        "created_at": "2001-01-01",
        "root": 999,
        "pk": proposal.pk,
        "weight": 50,
    }
    arguments = [proposal.consultation.slug] if name == "propose" else [proposal.pk]
    client.post(reverse(name, args=arguments), {"title": "A bus gate", "body": "Helps.", **extra})
    made = Contribution.objects.latest("pk")
    assert (made.state, made.official, made.created_at.year > 2001) == ("visible", False, True)
    assert made.pk != proposal.pk
    assert made.participant_id != other.pk


def test_guest_who_forgets_the_device_is_nobody_here(client):
    proposal = ProposalFactory()
    client.post(f"/proposals/{proposal.pk}/comments/", {"body": "Needed."})
    comment = Contribution.objects.get(kind="comment")
    assert client.get(f"/contributions/{comment.pk}/edit/").status_code == 200
    client.post("/me/forget/")
    assert client.get(f"/contributions/{comment.pk}/edit/").status_code == 404
    assert "Needed." not in client.get("/me/contributions/").content.decode()


@pytest.mark.parametrize(
    ("visibility", "voted", "said"),
    [
        ("after_vote", False, {"Results show after you vote"}),
        ("after_vote", True, set()),
        ("after_close", False, {"Results show when voting closes"}),
        ("after_close", True, {"Results show when voting closes", "Change my vote"}),
        ("always", False, set()),
    ],
)
def test_pages_say_when_results_show(client, visibility, voted, said):
    proposal = ProposalFactory(consultation_of__results_visibility=visibility)
    user = UserFactory()
    client.force_login(user)
    if voted:
        cast_vote(by=user, contribution=proposal, choice="agree")
    words = {"Results show after you vote", "Results show when voting closes", "Change my vote"}
    listed = client.get(f"/consultations/{proposal.consultation.slug}/proposals/").content.decode()
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert {each for each in words if each in listed} == said
    assert {each for each in words if each in page} == said - {"Change my vote"}


def test_page_that_takes_back_a_text_shows_all_of_it(client):
    comment = CommentFactory(public_text="The lamp by the gate has been broken since March. " * 3)
    client.force_login(comment.participant.user)
    page = client.get(f"/contributions/{comment.pk}/withdraw/").content.decode()
    assert page.count("has been broken since March.") == 3
