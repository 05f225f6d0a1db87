"""Software notices, sorts and asks; it hides nothing but what an owner has said, and then tells at once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.enums import ModerationMode, Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Notice
from moderation.actions.decisions import decide_case
from moderation.actions.flags import flag_contribution
from moderation.actions.holds import release_overdue_holds
from moderation.actions.screening import set_policy
from moderation.enums import CaseState, Effect, Ground, Source
from moderation.models import Case, Decision, HoldGround, Screening
from proposals.actions.contributions import submit_comment
from proposals.actions.edits import edit_contribution
from proposals.models import Contribution, Event
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import moderator_of, staff_of
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db

PHONE = "Ring me on 01632 960553 about it."


@pytest.fixture
def root():
    return ProposalFactory(consultation_of=ConsultationFactory(moderation_mode=ModerationMode.ON_REPORT))


@pytest.fixture
def author():
    return UserFactory()


def sent(root, author, body=PHONE):
    return submit_comment(by=author, proposal=root, body=body).contribution


def holding(root, *grounds):
    """An owner lets software hold texts for these grounds."""
    rule = HouseRuleFactory(consultation=root.consultation, number=2, texts={"en": "No private details."})
    owner = staff_of(root.consultation, Role.OWNER)
    return set_policy(by=owner, consultation=root.consultation, holds=dict.fromkeys(grounds, rule))


def state(text):
    return Contribution.objects.get(pk=text.pk).state


NOTICED = {
    "Just a thought.": ({}, False),
    "See https://a.example/plan": ({"links": 1}, False),
    "https://a.example https://b.example https://c.example": ({"links": 3}, True),
    PHONE: ({"contact": 1}, True),
    "THIS IS AN OUTRAGE AND EVERYBODY KNOWS IT": ({"shouting": 1}, True),
}


@pytest.mark.parametrize("body", NOTICED)
def test_text_is_shown_whatever_is_noticed_and_a_person_looks(root, author, body):
    text = sent(root, author, body)
    grounds, queued = NOTICED[body]
    assert state(text) == "visible"
    assert Screening.objects.get().grounds == grounds
    assert [case.source for case in Case.objects.all()] == [Source.SCREENING] * queued
    assert not Decision.objects.exists()
    assert not Notice.objects.exists()


def test_what_is_kept_of_a_text_holds_none_of_its_words(root, author):
    sent(root, author)
    kept = str(Screening.objects.values().get())
    assert "960553" not in kept
    assert "Ring" not in kept


def test_same_text_by_the_same_person_is_noticed_and_by_others_is_not(root, author):
    sent(root, author, "More trees, please.")
    sent(root, UserFactory(), "More trees, please.")
    again = sent(root, author, "more TREES please")
    assert list(Screening.objects.exclude(grounds={}).values_list("revision", "grounds")) == [
        (again.shown_revision_id, {"repeated": 1})
    ]


def test_many_texts_in_five_minutes_are_noticed(root, author):
    for number in range(9):
        sent(root, author, f"Thought {number}")
    assert Screening.objects.last().grounds == {"burst": 8}
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        sent(root, author, "Later")
    assert Screening.objects.last().grounds == {}


def test_official_replies_are_not_looked_at(root):
    owner = staff_of(root.consultation, Role.OWNER)
    submit_comment(by=owner, proposal=root, body=PHONE, official=True)
    assert not Screening.objects.exists()


@pytest.fixture
def held(root, author):
    holding(root, Ground.CONTACT)
    return sent(root, author)


def test_held_text_was_never_public_and_its_author_is_told_at_once(held, root, author):
    assert state(held) == "held"
    assert not Event.objects.filter(kind="comment.added").exists()
    send_due_notices()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([author.email], "Your comment waits for a moderator")
    assert "2. No private details." in letter.body
    assert "Software that looks for patterns. Software decided." in letter.body
    assert "If nobody has decided by then, it is shown." in letter.body


def test_hold_is_a_complete_decision_of_software_in_the_log(held):
    decision = Decision.objects.get()
    assert (decision.effect, decision.automated, decision.decided_by) == (Effect.HOLD, True, None)
    assert (decision.found_by, decision.detected_automatically) == (Source.SCREENING, True)
    assert (decision.rule.number, decision.until) == (2, decision.case.due_at)
    entry = LogEntry.objects.get(act="case.held_by_software")
    assert (entry.actor_kind, entry.details["automated"], entry.details["ground"]) == (
        "system",
        True,
        "contact",
    )


@pytest.mark.parametrize(("body", "expected"), [("See https://a.example", "visible"), (PHONE, "held")])
def test_only_the_grounds_an_owner_chose_are_held(root, author, body, expected):
    holding(root, Ground.CONTACT)
    assert state(sent(root, author, body)) == expected


def test_changed_text_is_held_too(root, author):
    text = sent(root, author, "More trees.")
    holding(root, Ground.CONTACT)
    edit_contribution(by=author, contribution=text, body=PHONE)
    assert state(text) == "held"


def test_moderator_decides_what_was_held(held):
    case = Case.objects.get()
    by = moderator_of(case.consultation)
    decide_case(by=by, case=case, version=case.version, effect=Effect.KEEP)
    assert state(held) == "visible"
    assert release_overdue_holds() == 0


def test_held_text_that_nobody_decides_in_time_is_shown_and_stays_in_the_queue(held, author):
    decision = Decision.objects.get()
    send_due_notices()
    mail.outbox.clear()
    with time_machine.travel(decision.until - timedelta(seconds=1), tick=False):
        assert release_overdue_holds() == 0
    with time_machine.travel(decision.until + timedelta(seconds=1), tick=False):
        assert (release_overdue_holds(), release_overdue_holds()) == (1, 0)
        send_due_notices()
        case = Case.objects.get()
        assert (case.state, case.is_late) == (CaseState.OPEN, True)
    assert state(held) == "visible"
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [([author.email], "Your text is shown")]
    assert LogEntry.objects.filter(act="hold.released").count() == 1


def test_case_can_be_decided_after_a_hold_has_run_out(held):
    with time_machine.travel(Decision.objects.get().until + timedelta(minutes=1), tick=False):
        release_overdue_holds()
        case = Case.objects.get()
        rule = case.consultation.house_rules.get()
        words = {"effect": Effect.HIDE, "rule": rule, "facts": "A number."}
        decide_case(by=moderator_of(case.consultation), case=case, version=case.version, **words)
    assert state(held) == "hidden"


WHO = {"owner": None, "moderator": "not_owner", "analyst": "not_owner", "resident": "not_owner"}


@pytest.mark.parametrize("who", WHO)
def test_only_an_owner_says_what_software_may_do(root, who):
    person = UserFactory() if who == "resident" else staff_of(root.consultation, who)
    rule = HouseRuleFactory(consultation=root.consultation)
    if WHO[who] is None:
        set_policy(by=person, consultation=root.consultation, holds={Ground.LINKS: rule})
        entry = LogEntry.objects.get(act="screening.set")
        assert entry.details["holds"] == {"links": rule.pk}
        return
    with pytest.raises(Refused) as refusal:
        set_policy(by=person, consultation=root.consultation, holds={Ground.LINKS: rule})
    assert refusal.value.code == WHO[who]


def test_rules_and_duty_come_from_the_same_consultation(root):
    owner = staff_of(root.consultation, Role.OWNER)
    elsewhere = HouseRuleFactory()
    with pytest.raises(Invalid) as invalid:
        set_policy(
            by=owner,
            consultation=root.consultation,
            holds={Ground.LINKS: elsewhere},
            duty_moderator=moderator_of(elsewhere.consultation),
        )
    assert sorted(invalid.value.fields) == ["duty_moderator", "hold_links"]


DANGERS = {
    "I will kill you for this.": (Ground.THREAT, "threat"),
    "Il faut pendre le maire.": (Ground.THREAT, "threat"),
    "Der Trainer fasst die Mädchen an.": (Ground.CHILD, "child"),
    "La concejala vive en la calle del Canal 14.": (Ground.DOXING, "personal_details"),
}


@pytest.mark.parametrize("body", DANGERS)
def test_words_of_danger_alert_at_once_and_hide_nothing(root, author, body):
    people = [moderator_of(root.consultation) for _n in range(2)]
    text = sent(root, author, body)
    case = Case.objects.get(contribution=text)
    ground, reason = DANGERS[body]
    assert (state(text), str(ground) in case.revision.screening.grounds) == ("visible", True)
    assert (case.source, case.reason, case.urgent, case.is_sensitive) == ("screening", reason, True, True)
    assert case.due_at - case.opened_at <= timedelta(hours=1, seconds=5)
    assert case.score >= 100
    told = Notice.objects.filter(kind="moderation.urgent")
    assert {notice.user for notice in told} == set(people)
    send_due_notices()
    letters = [letter.subject + letter.body for letter in mail.outbox]
    assert len(letters) == 2
    assert all("It has hidden nothing." in letter and body not in letter for letter in letters)


def test_everyday_idiom_alerts_nobody(root, author):
    moderator_of(root.consultation)
    text = sent(root, author, "This kills the high street, and I would kill for a bus.")
    assert Case.objects.filter(contribution=text).exists() is False
    assert Notice.objects.filter(kind="moderation.urgent").exists() is False


def test_text_that_waits_for_its_first_reading_alerts_too(author):
    root = ProposalFactory(consultation_of=ConsultationFactory(moderation_mode=ModerationMode.BEFORE))
    moderator_of(root.consultation)
    text = sent(root, author, "I will kill you for this.")
    case = Case.objects.get(contribution=text)
    assert (case.source, case.urgent, case.reason) == ("before_showing", True, "threat")
    assert Notice.objects.filter(kind="moderation.urgent").count() == 1


def test_report_of_the_same_danger_alerts_nobody_again(root, author):
    moderator_of(root.consultation)
    text = sent(root, author, "I will kill you for this.")
    flag_contribution(by=UserFactory(), contribution=text, reason="threat")
    assert Notice.objects.filter(kind="moderation.urgent").count() == 1
    assert Case.objects.get(contribution=text).sources == ["screening", "report"]


@pytest.mark.parametrize("ground", Ground.urgent())
def test_software_can_never_be_told_to_hold_for_words_of_danger(root, author, ground):
    with pytest.raises(Invalid):
        holding(root, ground)
    rule = HouseRuleFactory(consultation=root.consultation, number=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldGround.objects.create(consultation=root.consultation, ground=ground, rule=rule)
