"""A second reader: asked by one moderator, answered by another, deciding nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.models import Notice
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.cases import claim_case
from moderation.actions.decisions import decide_case
from moderation.actions.reviewers import invite_reviewer
from moderation.actions.scrubbing import scrub_participant
from moderation.actions.second_readings import advise, ask_second_reader
from moderation.enums import CaseState, Effect, Outcome
from moderation.models import Appeal, Case, Reviewer, SecondReading
from moderation.rules import deciders_of
from proposals.enums import ContributionState
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, DecisionFactory, moderator_of, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def people(case):
    return [moderator_of(case.consultation) for _n in range(2)]


def test_case_goes_back_with_the_question_and_the_answer_stands_with_it(case, people):
    first, second = people
    claim_case(case=case, by=first)
    reading = ask_second_reader(by=first, case=case, question="Is this irony?")
    assert Case.objects.get(pk=case.pk).held_by is None
    advise(by=second, reading=reading, advice="It is. Keep it.")
    reading.refresh_from_db()
    assert (reading.read_by, reading.advice, case.decisions.count()) == (second, "It is. Keep it.", 0)


def test_nobody_is_asked_where_there_is_no_other_moderator(case):
    only = moderator_of(case.consultation)
    staff_of(case.consultation, "owner")
    with pytest.raises(Refused) as refused:
        ask_second_reader(by=only, case=case)
    assert refused.value.code == "nobody_else"


def test_one_second_reader_is_asked_at_a_time(case, people):
    reading = ask_second_reader(by=people[0], case=case)
    with pytest.raises(Refused) as refused:
        ask_second_reader(by=people[1], case=case)
    assert refused.value.code == "asked_already"
    advise(by=people[1], reading=reading, advice="Hide it.")
    assert ask_second_reader(by=people[0], case=case).pk != reading.pk


def test_database_refuses_the_same_person_twice(case, people):
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReading.objects.create(
            case=case, asked_by=people[0], read_by=people[0], read_at=now(), advice="Yes."
        )


def test_second_answer_to_one_question_is_stale(case, people):
    reading = ask_second_reader(by=people[0], case=case)
    late = SecondReading.objects.select_related("case__consultation").get(pk=reading.pk)
    advise(by=people[1], reading=reading, advice="Hide it.")
    with pytest.raises(Stale):
        advise(by=moderator_of(case.consultation), reading=late, advice="Keep it.")
    assert SecondReading.objects.get().advice == "Hide it."


def test_empty_advice_is_refused(case, people):
    reading = ask_second_reader(by=people[0], case=case)
    with pytest.raises(Invalid):
        advise(by=people[1], reading=reading, advice="  ")


def test_words_are_emptied_when_the_author_is_erased(case, people):
    reading = ask_second_reader(by=people[0], case=case, question="“CANARY”?")
    advise(by=people[1], reading=reading, advice="“CANARY” is a name.")
    Case.objects.filter(pk=case.pk).update(text_key="CANARY")
    case.contribution.state = ContributionState.ERASED
    case.contribution.save()
    scrub_participant(participant=case.contribution.participant)
    reading.refresh_from_db()
    assert (reading.question, reading.advice, reading.scrubbed_at is None) == ("", "", False)
    assert Case.objects.get(pk=case.pk).text_key == ""


def test_journey_over_the_pages(client, case, people):
    first, second = people
    client.force_login(first)
    client.post(reverse("ask_second_reader", args=[case.pk]), {"question": "CANARY-QUESTION"})
    assert client.get(reverse("moderation"), {"view": "second"}).context["counts"]["second"] == 0
    client.force_login(second)
    queue = client.get(reverse("moderation"), {"view": "second"})
    assert ([each.pk for each in queue.context["cases"]], queue.context["counts"]["second"]) == ([case.pk], 1)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("CANARY-QUESTION" in page, 'name="advice"' in page) == (True, True)
    assert client.post(reverse("give_second_reading", args=[case.pk]), {"advice": ""}).status_code == 422
    client.post(reverse("give_second_reading", args=[case.pk]), {"advice": "CANARY-ADVICE"})
    client.force_login(first)
    queue = client.get(reverse("moderation"), {"view": "second"})
    assert [each.pk for each in queue.context["cases"]] == [case.pk]
    assert "CANARY-ADVICE" in client.get(case.get_absolute_url()).content.decode()


def test_question_about_a_decided_case_waits_for_nobody(case, people):
    reading = ask_second_reader(by=people[0], case=case)
    DecisionFactory(case=case)
    Case.objects.filter(pk=case.pk).update(state=CaseState.DECIDED, closed_at=now())
    reading.refresh_from_db()
    with pytest.raises(Refused) as refused:
        advise(by=people[1], reading=reading, advice="Late.")
    assert refused.value.code == "reading_over"


def told(kind):
    return [notice.user for notice in Notice.objects.filter(kind=f"moderation.{kind}").order_by("pk")]


def test_other_moderators_are_told_when_asked_and_the_asker_when_answered(case, people, mailoutbox):
    first, second = people
    third = moderator_of(case.consultation)
    staff_of(case.consultation, "owner")
    moderator_of(CaseFactory().consultation)
    reading = ask_second_reader(by=first, case=case, question="CANARY-QUESTION")
    assert told("second_wanted") == [second, third]
    send_due_notices()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([second.email, third.email])
    assert told("second_given") == []
    advise(by=third, reading=reading, advice="CANARY-ADVICE")
    assert told("second_given") == [first]
    send_due_notices()
    assert (len(mailoutbox), mailoutbox[2].to) == (3, [first.email])
    letters = [mail.subject + mail.body + str(mail.alternatives) for mail in mailoutbox]
    canaries = ["CANARY", case.revision.body]
    assert [c for c in canaries for letter in letters if c in letter] == []
    assert all(f"{case.get_absolute_url()}?view=second" in letter for letter in letters)


def test_nobody_is_written_to_about_a_reading_that_is_over(case, people, mailoutbox):
    reading = ask_second_reader(by=people[0], case=case)
    case.refresh_from_db()
    decide_case(by=people[1], case=case, version=case.version, effect=Effect.KEEP)
    send_due_notices()
    assert [mail for mail in mailoutbox if mail.to == [people[1].email]] == []
    assert Notice.objects.get(target_id=reading.pk, kind="moderation.second_wanted").dropped_because != ""


def appealed(case, people):
    """One moderator asked, the other advised, the first hid the text and its author appeals."""
    first, second = people
    reading = ask_second_reader(by=first, case=case)
    advise(by=second, reading=reading, advice="Hide it.")
    case.refresh_from_db()
    decision = decide_case(
        by=first,
        case=case,
        version=case.version,
        effect=Effect.HIDE,
        rule=HouseRuleFactory(consultation=case.consultation),
        facts="It is about a person.",
    )
    author = case.contribution.participant.user
    return appeal_decision(by=author, decision=decision, text="I spoke of the plan.")


def judged(appeal, by):
    version = Case.objects.get(pk=appeal.decision.case_id).version
    return decide_appeal(by=by, appeal=appeal, outcome=Outcome.UPHELD, reasons="Read again.", version=version)


def test_adviser_on_the_first_decision_does_not_decide_its_appeal(case, people):
    third = moderator_of(case.consultation)
    appeal = appealed(case, people)
    assert appeal.advisers == [people[1].pk]
    assert (deciders_of(appeal), told("appeal_waits")) == ([third], [third])
    with pytest.raises(Refused) as refused:
        judged(appeal, people[1])
    assert refused.value.code == "adviser"
    assert judged(appeal, third).decided_by == third


def test_appeal_goes_to_the_owner_where_the_only_other_moderator_advised(case, people):
    owner = staff_of(case.consultation, "owner")
    appeal = appealed(case, people)
    assert list(Appeal.objects.left_to_owners()) == [appeal]
    assert list(Case.objects.visible_to(owner)) == [case]
    assert judged(appeal, owner).decided_by == owner


def test_adviser_who_has_left_is_not_invited_from_outside(case, people):
    owner = staff_of(case.consultation, "owner")
    appeal = appealed(case, people)
    people[1].memberships.update(ended_at=now())
    with pytest.raises(Invalid):
        invite_reviewer(by=owner, appeal=appeal, name="A. Judge", email=people[1].email)
    assert Reviewer.objects.count() == 0
