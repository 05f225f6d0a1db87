"""Pages of nothing yet, of one, of many, before the opening and after the end: each says what comes here."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from consult.clock import now
from consult.enums import Act, PhaseKind
from tests.factories.consult import ConsultationFactory, PhaseFactory, QuestionFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db
OPEN, COMING, OVER = (-7, 21), (5, 21), (-30, -3)


def consultation(opens, closes, *, proposals=0, questions=0):
    found = ConsultationFactory(phase=False)
    days = {"opens_at": now() + timedelta(days=opens), "closes_at": now() + timedelta(days=closes)}
    PhaseFactory(consultation=found, **days)
    for kind, start in ((PhaseKind.SORTING, closes), (PhaseKind.ANSWERING, closes + 30)):
        days = {"opens_at": now() + timedelta(days=start), "closes_at": now() + timedelta(days=start + 30)}
        PhaseFactory(consultation=found, kind=kind, allows=[], **days)
    for _each in range(proposals):
        ProposalFactory(consultation_of=found)
    for _each in range(questions):
        QuestionFactory(consultation=found)
    return found


# what there is, the page, what it says, what it does not say
STATES = {
    "none yet": ((*OPEN, 0, 0), "proposals/", "Be the first to say what should change.", "More proposals"),
    "none any more": ((*OVER, 0, 0), "proposals/", "Nobody has made a proposal here.", "Make a proposal"),
    "one": ((*OPEN, 1, 0), "proposals/", "Light the crossing", "More proposals"),
    "many": ((*OPEN, 21, 0), "proposals/", "More proposals", "No proposals"),
    "closed list": ((*OVER, 2, 0), "proposals/", "Light the crossing", "Make a proposal"),
    "one button": ((*OPEN, 1, 0), "", "Read and vote on 1 proposal", "Read and vote on 1 proposals"),
    "many buttons": ((*OPEN, 3, 0), "", "Read and vote on 3 proposals", "Closed"),
    "coming": ((*COMING, 0, 0), "", "Opens ", "Make a proposal"),
    "over": ((*OVER, 2, 0), "", "Closed", "Make a proposal"),
    "questions": ((*OPEN, 0, 2), "questions/", "Send my answers", "This part of the consultation is closed"),
    "no questions": ((*OPEN, 0, 0), "questions/", "No questions here.", "Send my answers"),
    "closed questions": ((*OVER, 0, 2), "questions/", "is closed now.", "Send my answers"),
    "questions to come": ((*COMING, 0, 2), "questions/", "What should change?", "Send my answers"),
    "themes to come": ((*OPEN, 1, 0), "report/", "The themes are not published yet.", "Corrections"),
    "answers to come": ((*OPEN, 1, 0), "responses/", "No answers yet.", "Accepted in part"),
}


@pytest.mark.parametrize("state", STATES)
def test_state_of_a_page_says_what_is_here_or_will_be(state):
    (opens, closes, proposals, questions), path, says, lacks = STATES[state]
    found = consultation(opens, closes, proposals=proposals, questions=questions)
    answer = Client().get(f"/consultations/{found.slug}/{path}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (says in page, lacks in page) == (True, False)


def test_tab_of_what_is_to_come_says_when_and_opens_a_page_that_explains():
    found = consultation(*OPEN)
    tabs = (
        Client().get(f"/consultations/{found.slug}/proposals/").content.decode().partition('class="tabs"')[2]
    )
    assert tabs.partition("</nav>")[0].count("<span>from ") == 2


@pytest.mark.parametrize(
    ("ranges", "open_ones", "says"),
    [
        ([], 0, "Consultations stand here from the day they open."),
        ([OPEN], 1, "Open now"),
        ([OPEN, OPEN, OPEN], 3, "Open now"),
        ([COMING], 0, "Opening soon"),
        ([OVER], 0, "Nothing is open now."),
        ([(-7, 2)], 1, "Closing soon"),
    ],
)
def test_front_page_says_what_is_open(ranges, open_ones, says):
    for opens, closes in ranges:
        consultation(opens, closes)
    cache.clear()
    answer = Client().get("/")
    assert len(answer.context["open_rows"]) == open_ones
    assert says in answer.content.decode()


def test_every_act_stands_in_the_phase_of_these_tests():
    assert set(consultation(*OPEN).acts_ever_allowed()) == set(Act)
