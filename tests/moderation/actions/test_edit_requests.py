"""Asked to edit and not edited: after 24 hours the text stays hidden."""

from datetime import timedelta

import pytest
import time_machine

from consult.clock import now
from consult.errors import Refused
from consult.schedule import SCHEDULE
from moderation.actions.decisions import decide_case
from moderation.actions.edit_requests import close_edit_requests
from moderation.enums import Effect
from proposals.actions.edits import edit_contribution
from proposals.models import Contribution
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    case = CaseFactory()
    decide_case(
        by=moderator_of(case.consultation),
        case=case,
        version=1,
        effect=Effect.ASK_TO_EDIT,
        rule=HouseRuleFactory(consultation=case.consultation),
        facts="It is about a person.",
    )
    return Contribution.objects.get(pk=case.contribution_id)


def state_after(comment, **after):
    with time_machine.travel(now() + timedelta(**after), tick=False):
        closed = close_edit_requests()
    comment.refresh_from_db()
    return closed, comment.state


@pytest.mark.parametrize(
    ("after", "expected"),
    [({"hours": 23}, (0, "held")), ({"hours": 25}, (1, "hidden")), ({"days": 30}, (1, "hidden"))],
)
def test_text_stays_hidden_after_a_day(comment, after, expected):
    assert state_after(comment, **after) == expected
    assert close_edit_requests() == 0


def test_closed_request_cannot_be_edited_any_more(comment):
    state_after(comment, hours=25)
    with pytest.raises(Refused) as refusal:
        edit_contribution(by=comment.participant.user, contribution=comment, body="Too late.")
    assert refusal.value.code == "hidden"


def test_new_version_keeps_the_text_waiting_for_its_reader(comment):
    edit_contribution(by=comment.participant.user, contribution=comment, body="Kinder words.")
    assert state_after(comment, hours=25) == (0, "held")


def test_schedule_runs_it():
    assert "moderation.actions.edit_requests.close_edit_requests" in {job.action for job in SCHEDULE}
