"""What the queue opens next is what is left to the one who asks."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consult.clock import now
from moderation.actions.appeals import appeal_decision
from moderation.actions.decisions import decide_case
from moderation.actions.second_readings import advise, ask_second_reader
from moderation.models import Case
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db

URL = reverse("moderation")
OPENS = "Open the first case"


@pytest.fixture
def root():
    return ProposalFactory(consultation_of=ConsultationFactory())


def case_of(root, minutes, **comment):
    opened = now() - timedelta(minutes=minutes)
    return CaseFactory(contribution=CommentFactory(root=root, **comment), opened_at=opened)


def appealed(case, by):
    """The case again, after a decision by one moderator against which the author appealed."""
    rule = HouseRuleFactory(consultation=case.consultation)
    words = {"effect": "hide", "rule": rule, "facts": "It is.", "version": case.version}
    decision = decide_case(by=by, case=case, **words)
    appeal_decision(by=case.contribution.participant.user, decision=decision, text="It is not.")
    Case.objects.filter(pk=case.pk).update(waiting_since=case.waiting_since)
    return case


def opened_first(client, user):
    """The id of the case that the queue offers to begin with, or None."""
    client.force_login(user)
    page = client.get(URL)
    assert (OPENS in page.content.decode()) == bool(page.context["first_url"])
    return int(page.context["first_url"].split("/")[2]) if page.context["first_url"] else None


def test_own_texts_and_appeals_one_had_a_part_in_are_passed_over(client, root):
    first, adviser, third = (moderator_of(root.consultation) for _n in range(3))
    decided = case_of(root, 9)
    reading = ask_second_reader(by=first, case=decided)
    advise(by=adviser, reading=reading, advice="Hide it.")
    appealed(decided, first)
    own = case_of(root, 8, participant=ParticipantFactory(consultation=root.consultation, user=first))
    young = case_of(root, 7)
    assert opened_first(client, first) == young.pk
    assert client.get(reverse("next_case", args=[young.pk])).url == URL
    assert opened_first(client, adviser) == own.pk
    assert opened_first(client, third) == decided.pk


def test_queue_of_what_others_decide_says_so(client, root):
    moderator = moderator_of(root.consultation)
    appealed(case_of(root, 9), moderator)
    assert opened_first(client, moderator) is None
    page = client.get(URL).content.decode()
    assert "Somebody else has to decide what stands in this list." in page


def test_empty_queue_and_decided_cases_offer_nothing_to_begin_with(client, root):
    moderator = moderator_of(root.consultation)
    assert opened_first(client, moderator) is None
    assert "You are done here." in client.get(URL).content.decode()
    case = case_of(root, 9)
    decide_case(by=moderator, case=case, effect="keep", version=case.version)
    page = client.get(f"{URL}?view=ended").content.decode()
    assert ("Open a case of the list to read what was decided." in page, OPENS in page) == (True, False)
