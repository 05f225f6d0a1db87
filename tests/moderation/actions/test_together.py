"""Deciding several cases with one reason: each a complete statement of its own, or left and named."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from consult.clock import now
from consult.errors import Invalid, Refused
from consult.models import LogEntry, Notice
from moderation.actions.cases import claim_case
from moderation.actions.decisions import decide_case
from moderation.actions.together import MOST, decide_cases, undo_together
from moderation.enums import CaseState, Effect
from moderation.models import Case, Decision
from proposals.models import Contribution
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, MembershipFactory
from tests.factories.moderation import CaseFactory, FlagFactory, many_cases, moderator_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return ConsultationFactory()


@pytest.fixture
def rule(consultation):
    return HouseRuleFactory(consultation=consultation, number=1)


@pytest.fixture
def cases(consultation):
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    return [CaseFactory(contribution=CommentFactory(root=root)) for _n in range(3)]


@pytest.fixture
def moderator(consultation):
    return moderator_of(consultation)


def seen(cases):
    return [(Case.objects.select_related("consultation").get(pk=each.pk), each.version) for each in cases]


def hidden(moderator, rule, cases, **more):
    words = {"effect": Effect.HIDE, "facts": "It names a person."} | more
    return decide_cases(by=moderator, seen=seen(cases), rule=rule, **words)


COMPLETE = ["case_id", "effect", "rule_id", "facts", "found_by", "automated", "decided_by_id", "appeal_until"]


def test_each_case_gets_the_same_complete_statement_as_if_decided_alone(consultation, moderator, rule, cases):
    alone = cases.pop()
    with time_machine.travel(now(), tick=False):
        decide_case(
            by=moderator,
            case=alone,
            version=1,
            effect=Effect.HIDE,
            rule=rule,
            facts="It names a person.",
        )
        done = hidden(moderator, rule, cases)
    assert (len(done.decisions), done.left) == (2, [])
    rows = list(Decision.objects.order_by("pk").values(*COMPLETE[1:]))
    assert rows[1:] == [rows[0], rows[0]]
    assert len(set(Decision.objects.values_list("text_digest", flat=True))) == 3
    assert set(Contribution.objects.filter(cases__isnull=False).values_list("state", flat=True)) == {"hidden"}
    acts = LogEntry.objects.filter(act="case.decided").values_list("target_id", flat=True)
    assert sorted(acts) == sorted(Decision.objects.values_list("pk", flat=True))
    assert Notice.objects.filter(kind="moderation.decided").count() == 3


@pytest.mark.parametrize(
    ("cites", "facts", "field"),
    [(True, "", "facts"), (False, "It names a person.", "rule"), (True, "“___” is aimed at ___.", "facts")],
)
def test_incomplete_reason_decides_none(consultation, moderator, rule, cases, cites, facts, field):
    with pytest.raises(Invalid) as invalid:
        hidden(moderator, rule if cites else None, cases, facts=facts)
    assert list(invalid.value.fields) == [field]
    assert Decision.objects.count() == 0


def test_held_decided_changed_and_own_cases_are_left_and_named(consultation, moderator, rule, cases):
    held, decided, fine = cases
    root = fine.contribution.root
    as_seen = seen(cases)
    claim_case(case=held, by=moderator_of(consultation))
    decide_case(by=moderator_of(consultation), case=decided, version=1, effect=Effect.KEEP)
    own = CaseFactory(
        contribution=CommentFactory(
            root=root, author=ParticipantFactory(consultation=consultation, user=moderator)
        )
    )
    changed = CaseFactory(contribution=CommentFactory(root=root))
    as_seen += seen([own, changed])
    Case.objects.filter(pk=changed.pk).update(version=2)
    done = decide_cases(by=moderator, seen=as_seen, effect=Effect.HIDE, rule=rule, facts="It names a person.")
    assert [each.case_id for each in done.decisions] == [fine.pk]
    assert {case.pk: refusal.code for case, refusal in done.left} == {
        held.pk: "stale",
        decided.pk: "stale",
        changed.pk: "stale",
        own.pk: "own_text",
    }
    assert Decision.objects.filter(decided_by=moderator).count() == 1


def test_cases_of_two_consultations_too_many_or_none_are_refused(consultation, moderator, rule, cases):
    elsewhere = MembershipFactory(user=moderator).consultation
    other = CaseFactory(
        contribution=CommentFactory(root=ProposalFactory(author=ParticipantFactory(consultation=elsewhere)))
    )
    for wrong in ([*cases, other], [], cases * (MOST // 3 + 1)):
        with pytest.raises(Invalid) as invalid:
            hidden(moderator, rule, wrong)
        assert list(invalid.value.fields) == ["cases"]


@pytest.mark.parametrize("role", ["owner", "analyst", "responder", "invited"])
def test_nobody_but_moderators_decides_together(consultation, rule, cases, role):
    person = MembershipFactory(consultation=consultation, role=role).user
    with pytest.raises(Refused) as refused:
        hidden(person, rule, cases)
    assert refused.value.code == "not_moderator"


def test_one_undo_takes_all_back_and_nobody_is_told(consultation, moderator, rule, cases):
    earlier = CaseFactory(contribution=CommentFactory(root=cases[0].contribution.root))
    stays = decide_case(by=moderator, case=earlier, version=1, effect=Effect.KEEP)
    done = hidden(moderator, rule, cases)
    assert undo_together(by=moderator, decision=done.decisions[1]) == 3
    assert set(Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("state", flat=True)) == {"open"}
    assert list(Decision.objects.standing()) == [stays]
    assert Notice.objects.filter(kind="moderation.decided", dropped_at=None).count() == 0


def test_undo_of_all_is_over_after_thirty_seconds(consultation, moderator, rule, cases):
    done = hidden(moderator, rule, cases)
    with time_machine.travel(now() + timedelta(seconds=31)), pytest.raises(Refused) as refused:
        undo_together(by=moderator, decision=done.decisions[0])
    assert refused.value.code == "undo_over"


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


PAGE = reverse("decide_together")


def sent(cases, rule, **more):
    words = {"effect": "hide", "rule": rule.pk, "facts": "CANARY-FACTS", "days": 3}
    return words | {"case": [f"{each.pk}-{each.version}" for each in cases]} | more


def test_page_offers_what_waits_free_and_ticks_nothing(desk, consultation, moderator, cases):
    claim_case(case=cases[0], by=moderator_of(consultation))
    page = desk.get(PAGE)
    assert [(case.pk, ticked) for case, ticked in page.context["rows"]] == [
        (cases[1].pk, False),
        (cases[2].pk, False),
    ]
    assert "checked" not in page.content.decode()


def test_page_of_one_text_ticks_all_its_cases(desk, consultation):
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    same = many_cases(root, 3, text="Stop the war on cars!")
    many_cases(root, 1, text="Another one.")
    rows = desk.get(PAGE, {"same": same[1].pk}).context["rows"]
    assert [(case.pk, ticked) for case, ticked in rows] == [(each.pk, True) for each in same]


def checked(desk, words):
    """The page after *Check notices*, and what its form would send next."""
    page = desk.post(PAGE, words)
    found = re.search(r'name="checked" value="([0-9a-f]{64})"', page.content.decode())
    return page, words | {"checked": found[1] if found else ""}


def test_first_press_holds_the_cases_and_shows_every_notice_and_decides_nothing(desk, moderator, rule, cases):
    FlagFactory(case=cases[0])
    Case.objects.filter(pk=cases[0].pk).update(reports=1)
    page, _again = checked(desk, sent(cases[:2], rule))
    assert page.status_code == 200
    assert Decision.objects.count() == 0
    held = Case.objects.held_now_by(moderator).order_by("pk")
    assert list(held) == cases[:2]
    assert {case.held_until - now() < timedelta(minutes=10) for case in held} == {True}
    assert [each["case"].pk for each in page.context["notices"]] == [case.pk for case in cases[:2]]
    words = page.content.decode()
    assert words.count("<p>We have hidden your comment on") == 2
    assert words.count("1 person who reported it hears the outcome, never the text.") == 1
    assert [(case.pk, ticked) for case, ticked in page.context["rows"]] == [
        (case.pk, case in cases[:2]) for case in cases
    ]


def test_second_press_decides_what_was_checked_and_offers_one_undo(desk, rule, cases):
    _page, again = checked(desk, sent(cases[:2], rule))
    answer = desk.post(PAGE, again, follow=True)
    page = answer.content.decode()
    assert "2 cases are decided." in page
    assert "2 cases: Hide." in page
    last = Decision.objects.order_by("-pk").first()
    desk.post(reverse("undo_decision", args=[last.pk]))
    assert Decision.objects.standing().count() == 0


@pytest.mark.parametrize("change", ["facts", "effect", "case"])
def test_words_or_ticks_changed_after_the_check_are_checked_again(desk, rule, cases, change):
    _page, again = checked(desk, sent(cases[:2], rule))
    changed = {"facts": "Other words.", "effect": "ask_to_edit", "case": sent(cases, rule)["case"]}
    answer = desk.post(PAGE, again | {change: changed[change]})
    assert (answer.status_code, Decision.objects.count()) == (200, 0)
    assert len(answer.context["notices"]) == (3 if change == "case" else 2)


def test_check_names_what_a_colleague_holds_and_holds_the_rest(desk, consultation, moderator, rule, cases):
    claim_case(case=cases[0], by=moderator_of(consultation, display_name="Maya"))
    page, again = checked(desk, sent(cases, rule))
    words = page.content.decode()
    assert page.status_code == 409
    assert "Maya is reading this case now." in words
    assert "CANARY-FACTS" in words
    assert list(Case.objects.held_now_by(moderator).order_by("pk")) == cases[1:]
    again["case"] = sent(cases[1:], rule)["case"]
    desk.post(PAGE, again)
    assert list(Decision.objects.order_by("pk").values_list("case", flat=True)) == [c.pk for c in cases[1:]]


def test_held_cases_are_given_back_by_one_press(desk, moderator, rule, cases):
    _page, again = checked(desk, sent(cases, rule))
    desk.post(PAGE, again | {"release": "1"})
    assert (Case.objects.held_now_by(moderator).count(), Decision.objects.count()) == (0, 0)


def test_page_names_what_somebody_else_decided_and_keeps_the_words(desk, consultation, rule, cases):
    _page, again = checked(desk, sent(cases, rule))
    Case.objects.filter(pk=cases[0].pk).update(held_by=moderator_of(consultation, display_name="Maya"))
    answer = desk.post(PAGE, again)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Maya is reading this case now." in page
    assert "CANARY-FACTS" in page
    assert [case.pk for case, _ticked in answer.context["rows"]] == [cases[0].pk]
    assert Decision.objects.count() == 2


def test_nothing_ticked_or_something_missing_keeps_the_words_and_the_list(desk, rule, cases):
    nothing = desk.post(PAGE, sent([], rule, case=[]))
    assert (nothing.status_code, len(nothing.context["rows"])) == (422, 3)
    assert "CANARY-FACTS" in nothing.content.decode()
    no_rule = desk.post(PAGE, sent(cases[:1], rule) | {"rule": ""})
    assert (no_rule.status_code, len(no_rule.context["rows"])) == (422, 3)
    assert "CANARY-FACTS" in no_rule.content.decode()
    assert Case.objects.exclude(held_by=None).count() == 0


@pytest.mark.parametrize("value", ["x", "-", "1", "9" * 30 + "-1", "0-0", ""])
def test_page_ignores_what_is_no_case(desk, rule, cases, value):
    assert desk.post(PAGE, sent([], rule, case=[value])).status_code == 422
    assert Decision.objects.count() == 0


def test_page_decides_nothing_of_another_consultation(desk, rule, cases):
    elsewhere = CaseFactory()
    page, again = checked(desk, sent([elsewhere], rule))
    desk.post(PAGE, again)
    assert (page.status_code, Decision.objects.count()) == (422, 0)
    assert Case.objects.get(pk=elsewhere.pk).held_by is None
    assert desk.get(PAGE, {"same": elsewhere.pk}).status_code == 404
    assert Case.objects.get(pk=elsewhere.pk).state == CaseState.OPEN
