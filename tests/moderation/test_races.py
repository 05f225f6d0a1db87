"""Two people at one case, at the same moment, on real connections: one outcome, and a clear answer."""

import threading

import pytest
from django.db import connections

from consult.errors import Refusal
from moderation.actions.cases import claim_case
from moderation.actions.decisions import decide_case
from moderation.actions.flags import flag_contribution
from moderation.actions.second_readings import advise, ask_second_reader
from moderation.actions.together import decide_cases, prepare_cases
from moderation.enums import CaseState, Effect
from moderation.models import Case, Decision, Flag, SecondReading
from proposals.actions.contributions import submit_comment
from proposals.actions.edits import edit_contribution
from proposals.actions.states import hide
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all acts together; returns what each came to: None, or the code of its refusal."""
    outcomes: list = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number, act):
        start.wait()
        try:
            act()
        except Refusal as refusal:
            outcomes[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_comments_that_come_while_others_are_hidden_leave_the_count_of_what_is_shown():
    top = CommentFactory()
    replies = [CommentFactory(root=top.root, parent=top) for _n in range(4)]
    people = [UserFactory() for _n in range(4)]

    def write(number, by):
        root = Contribution.objects.get(pk=top.root_id)
        parent = Contribution.objects.get(pk=top.pk) if number % 2 else None
        submit_comment(by=by, proposal=root, parent=parent, body=f"Words of number {number}.")

    writing = [lambda n=n, by=by: write(n, by) for n, by in enumerate(people)]
    hiding = [lambda c=c: hide(contribution=Contribution.objects.get(pk=c.pk), by=None) for c in replies[:2]]
    assert at_once(*writing, *hiding) == [None] * 6
    shown = Contribution.objects.shown().filter(root=top.root_id)
    counts = Contribution.objects.filter(pk__in=[top.root_id, top.pk]).order_by("pk")
    assert list(counts.values_list("reply_count", flat=True)) == [
        shown.count(),
        shown.filter(depth=2).count(),
    ]
    assert (shown.count(), shown.filter(depth=2).count()) == (7, 4)


def test_two_moderators_deciding_leave_one_decision():
    case = CaseFactory()
    rule = HouseRuleFactory(consultation=case.consultation)
    people = [moderator_of(case.consultation) for _n in range(4)]

    def decide(by, effect):
        mine = Case.objects.get(pk=case.pk)
        decide_case(by=by, case=mine, version=1, effect=effect, rule=rule, facts="A person.", days=1)

    effects = [Effect.KEEP, Effect.HIDE, Effect.RESTRICT_AUTHOR, Effect.LOCK_THREAD]
    outcomes = at_once(*[lambda b=b, e=e: decide(b, e) for b, e in zip(people, effects, strict=True)])
    assert sorted(outcomes, key=str) == [None, "stale", "stale", "stale"]
    assert Decision.objects.count() == 1
    assert Case.objects.get(pk=case.pk).version == 2


def test_two_moderators_claiming_leave_one_holder():
    case = CaseFactory()
    people = [moderator_of(case.consultation) for _n in range(4)]
    claims = [lambda by=by: claim_case(case=Case.objects.get(pk=case.pk), by=by) for by in people]
    outcomes = at_once(*claims)
    assert sorted(outcomes, key=str) == [None, "stale", "stale", "stale"]
    assert Case.objects.get(pk=case.pk).held_by == people[outcomes.index(None)]


def test_each_case_has_one_holder_when_two_check_the_same_ones_together():
    first = CaseFactory()
    root = first.contribution.root
    cases = [first, *(CaseFactory(contribution=CommentFactory(root=root)) for _n in range(3))]
    people = [moderator_of(first.consultation) for _n in range(3)]
    shown: dict = {by.pk: [] for by in people}

    def check(by):
        seen = [(Case.objects.with_texts().get(pk=case.pk), 1) for case in cases]
        ready = prepare_cases(by=by, seen=seen, effect=Effect.KEEP)
        shown[by.pk] = [each.case_id for each in ready.decisions]
        assert {refusal.code for _case, refusal in ready.left} <= {"stale"}

    assert at_once(*[lambda by=by: check(by) for by in people]) == [None] * 3
    assert sorted(pk for ids in shown.values() for pk in ids) == [case.pk for case in cases]
    held = Case.objects.values_list("held_by", "pk")
    assert {(by, pk) for by, ids in shown.items() for pk in ids} == set(held)


def test_many_reports_at_once_make_one_case_that_counts_them():
    comment = CommentFactory()
    people = [UserFactory() for _n in range(6)]
    people.append(people[0])
    reports = [
        lambda by=by: flag_contribution(by=by, contribution=comment, reason="off_topic") for by in people
    ]
    assert at_once(*reports) == [None] * 7
    case = Case.objects.get()
    assert (case.reports, Flag.objects.count()) == (6, 6)


def test_report_during_a_decision_is_counted_and_the_decision_stands():
    case = CaseFactory()
    rule = HouseRuleFactory(consultation=case.consultation)
    moderator, reporter = moderator_of(case.consultation), UserFactory()
    words = {"effect": Effect.KEEP, "rule": rule, "facts": "It is about a plan."}
    outcomes = at_once(
        lambda: decide_case(by=moderator, case=Case.objects.get(pk=case.pk), version=1, **words),
        lambda: flag_contribution(by=reporter, contribution=case.contribution, reason="off_topic"),
    )
    case.refresh_from_db()
    assert outcomes == [None, None]
    assert (Decision.objects.count(), case.reports) == (1, 1)
    assert case.state in (CaseState.DECIDED, CaseState.OPEN)


def test_one_decision_a_case_when_some_are_decided_together_and_one_alone():
    first = CaseFactory()
    cases = [first, CaseFactory(contribution=CommentFactory(root=first.contribution.root))]
    rule = HouseRuleFactory(consultation=first.consultation)
    people = [moderator_of(first.consultation) for _n in range(3)]
    words = {"effect": Effect.HIDE, "rule": rule, "facts": "It names a person."}
    left = []

    def together(by):
        seen = [(Case.objects.select_related("consultation").get(pk=case.pk), 1) for case in cases]
        left.extend(decide_cases(by=by, seen=seen, **words).left)

    at_once(
        lambda: together(people[0]),
        lambda: together(people[1]),
        lambda: decide_case(by=people[2], case=Case.objects.get(pk=first.pk), version=1, **words),
    )
    assert sorted(Decision.objects.values_list("case", flat=True)) == [case.pk for case in cases]
    assert {refusal.code for _case, refusal in left} == {"stale"}


def test_author_editing_during_review_leaves_the_case_on_the_version_that_was_read():
    case = CaseFactory()
    rule = HouseRuleFactory(consultation=case.consultation)
    moderator, author = moderator_of(case.consultation), case.contribution.participant.user
    words = {"effect": Effect.HIDE, "rule": rule, "facts": "It names a person."}
    outcomes = at_once(
        lambda: decide_case(by=moderator, case=Case.objects.get(pk=case.pk), version=1, **words),
        lambda: edit_contribution(by=author, contribution=case.contribution, body="Kinder words."),
    )
    case.refresh_from_db()
    text = Contribution.objects.get(pk=case.contribution_id)
    assert case.revision.number == 1
    if outcomes == ["stale", None]:  # the edit came first: nothing was decided about words nobody read
        assert (Decision.objects.count(), text.public_text) == (0, "Kinder words.")
    elif outcomes == [None, "hidden"]:  # the decision came first: what is hidden cannot be changed
        assert (Decision.objects.get().case, text.state) == (case, "hidden")
    else:
        raise AssertionError(outcomes)


def test_one_second_reader_is_asked_when_two_ask_at_once():
    case = CaseFactory()
    people = [moderator_of(case.consultation) for _n in range(3)]
    asks = [lambda by=by: ask_second_reader(by=by, case=Case.objects.get(pk=case.pk)) for by in people]
    assert sorted(at_once(*asks), key=str) == [None, "asked_already", "asked_already"]


def test_one_second_reading_is_kept_when_two_answer_at_once():
    case = CaseFactory()
    asker, *readers = (moderator_of(case.consultation) for _n in range(3))
    reading = ask_second_reader(by=asker, case=case)

    def answer(by):
        advise(by=by, reading=SecondReading.objects.get(pk=reading.pk), advice=f"So says {by.pk}.")

    outcomes = at_once(*[lambda by=by: answer(by) for by in readers])
    assert sorted(outcomes, key=str)[0] is None
    assert set(outcomes) - {None} <= {"stale", "reading_over"}
    kept = SecondReading.objects.get()
    assert kept.advice == f"So says {kept.read_by_id}."
