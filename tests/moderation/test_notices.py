"""Notices: once each, not before undoing is over, with the author's own words and nobody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.models import Notice
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.decisions import decide_case, undo_decision
from moderation.actions.flags import flag_contribution
from moderation.enums import Effect, Outcome
from moderation.models import Case
from proposals.actions.edits import withdraw_contribution
from proposals.actions.erasure import erase_participant
from proposals.actions.states import hide
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, GuestParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db

CANARY = "CANARY-HID words about a person"


@pytest.fixture
def comment():
    return CommentFactory(public_text=CANARY)


@pytest.fixture
def reporters(comment):
    people = [UserFactory(), UserFactory()]
    for person in people:
        flag_contribution(by=person, contribution=comment, reason="personal_attack")
    flag_contribution(by=AnonymousUser(), contribution=comment, reason="personal_attack")
    return people


def decided(comment, effect=Effect.HIDE, case=None):
    case = case or Case.objects.filter(contribution=comment).first() or CaseFactory(contribution=comment)
    rule = HouseRuleFactory(consultation=comment.consultation, number=1)
    moderator = moderator_of(comment.consultation)
    words = {"rule": rule, "facts": "It names a person.", "days": 3, "passages": ["CANARY-HID"]}
    words["destination"] = ProposalFactory(consultation_of=comment.consultation)
    return decide_case(by=moderator, case=case, version=case.version, effect=effect, **words)


def sent_after(seconds):
    with time_machine.travel(now() + timedelta(seconds=seconds), tick=False):
        send_due_notices()
        return list(mail.outbox)


def test_nothing_is_sent_before_undoing_is_over(comment, reporters):
    decided(comment)
    assert sent_after(29) == []
    assert len(sent_after(31)) == 3


def test_each_is_told_once(comment, reporters):
    decided(comment)
    sent_after(31)
    letters = sent_after(600)
    to = sorted(letter.to[0] for letter in letters)
    assert to == sorted([comment.participant.user.email, *(person.email for person in reporters)])


def test_undone_decision_tells_nobody(comment, reporters):
    decision = decided(comment)
    undo_decision(by=decision.decided_by, decision=decision)
    assert sent_after(600) == []
    assert set(Notice.objects.values_list("dropped_because", flat=True)) == {"undone"}


def test_deciding_anew_after_undo_tells_once(comment, reporters):
    decision = decided(comment)
    undo_decision(by=decision.decided_by, decision=decision)
    decided(comment, Effect.KEEP)
    assert len(sent_after(600)) == 2


def letter_to(user, letters):
    return next(letter for letter in letters if letter.to == [user.email])


def test_author_gets_own_text_rule_facts_effect_source_and_appeal(comment, reporters):
    decision = decided(comment)
    letter = letter_to(comment.participant.user, sent_after(31))
    assert letter.subject == "Your comment was hidden"
    body = letter.body
    for words in [
        CANARY,
        "1. Talk about the proposal, not the person.",
        "It names a person.",
        "Nobody but you and the moderators can read it.",
        "A reader's report. A person decided, not software.",
        "Free, until",
        f"/decisions/{decision.pk}/",
    ]:
        assert words in body, words


def test_reporters_get_outcome_and_rule_but_never_the_text(comment, reporters):
    decided(comment)
    letter = letter_to(reporters[0], sent_after(31))
    html = letter.alternatives[0][0]
    assert "CANARY" not in letter.body + html + letter.subject
    assert "It names a person." not in letter.body
    assert "The text is hidden." in letter.body
    assert f"/consultations/{comment.consultation.slug}/moderation/" in letter.body


@pytest.mark.parametrize("effect", Effect)
def test_no_letter_to_a_reporter_quotes_the_text(comment, reporters, effect):
    decided(comment, effect)
    letters = [letter for letter in sent_after(31) if letter.to != [comment.participant.user.email]]
    assert len(letters) == (0 if effect == Effect.HOLD else 2)
    assert [letter for letter in letters if "CANARY" in letter.body] == []


def test_kept_text_says_nothing_to_its_author(comment, reporters):
    decided(comment, Effect.KEEP)
    assert {letter.to[0] for letter in sent_after(31)} == {person.email for person in reporters}


def test_letter_does_not_name_a_hidden_proposal_of_somebody_else(comment):
    decided(comment)
    title = comment.root.title
    hide(contribution=comment.root, by=None)
    [letter] = sent_after(31)
    assert title not in letter.body


@pytest.mark.parametrize("gone", ["withdrawn", "erased"])
def test_nothing_is_quoted_of_a_text_gone_before_sending(comment, reporters, gone):
    decided(comment, Effect.REDACT)
    author = comment.participant
    if gone == "withdrawn":
        withdraw_contribution(by=author.user, contribution=Contribution.objects.get(pk=comment.pk))
    else:
        erase_participant(participant=author, by=None)
    assert sent_after(31) == []


def test_guest_with_an_address_gets_a_link_that_opens_without_signing_in(comment, client):
    guest = GuestParticipantFactory(consultation=comment.consultation, contact_email="guest@example.org")
    Contribution.objects.filter(pk=comment.pk).update(participant=guest)
    comment.refresh_from_db()
    decision = decided(comment)
    [letter] = sent_after(31)
    assert letter.to == ["guest@example.org"]
    address = next(word for word in letter.body.split() if f"/decisions/{decision.pk}/?key=" in word)
    path = address[address.index("/decisions") :]
    assert client.get(path).status_code == 200
    assert client.get(f"/decisions/{decision.pk}/").status_code == 404


def test_waiting_text_that_is_shown_tells_its_author():
    comment = CommentFactory(state="pending", public_text="First words")
    case = CaseFactory(contribution=comment, source="before_showing", reason="")
    decided(comment, Effect.KEEP, case=case)
    [letter] = sent_after(31)
    assert (letter.to, letter.subject) == ([comment.participant.user.email], "Your text is shown")


def test_outcome_of_an_appeal_is_told_with_its_reasons(comment):
    decision = decided(comment)
    second = moderator_of(comment.consultation)
    appeal = appeal_decision(by=comment.participant.user, decision=decision, text="Read it again.")
    version = Case.objects.get(pk=decision.case_id).version
    decide_appeal(by=second, appeal=appeal, outcome=Outcome.REVERSED, reasons="It is fair.", version=version)
    letters = sent_after(31)
    subjects = {letter.subject for letter in letters if letter.to == [comment.participant.user.email]}
    assert subjects == {"Your appeal: the decision is taken back"}
    assert "It is fair." in letter_to(comment.participant.user, letters).body
