"""Whoever of the team opens a text that the public cannot read is in the log, once an hour."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from consult.clock import now
from consult.models import LogEntry
from moderation.actions.decisions import decide_case
from proposals.models import Contribution
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def hidden():
    case = CaseFactory(contribution=CommentFactory(public_text="CANARY-HID about the plan"))
    return decide_case(
        by=moderator_of(case.consultation),
        case=case,
        version=case.version,
        effect="hide",
        rule=HouseRuleFactory(consultation=case.consultation),
        facts="CANARY-FACTS",
    )


def test_reading_of_a_hidden_text_by_the_team_is_in_the_log_once_an_hour(client):
    decision = hidden()
    reader = moderator_of(decision.consultation)
    client.force_login(reader)
    for path in (f"/moderation/{decision.case_id}/", f"/decisions/{decision.pk}/") * 2:
        client.get(path)
    entry = LogEntry.objects.get(act="case.read")
    assert (entry.actor_id, entry.target_id) == (reader.pk, decision.case_id)
    assert "CANARY" not in str(entry.details)
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        client.force_login(reader)
        client.get(f"/moderation/{decision.case_id}/")
    assert LogEntry.objects.filter(act="case.read").count() == 2


def test_reading_of_waiting_texts_on_the_page_that_decides_several_is_in_the_log(client):
    root = ProposalFactory()
    cases = [CaseFactory(contribution=CommentFactory(root=root, state="pending")) for _n in range(3)]
    CaseFactory(contribution=CommentFactory(root=root))
    reader = moderator_of(root.consultation)
    client.force_login(reader)
    for _again in range(2):
        assert client.get("/moderation/together/").status_code == 200
    noted = LogEntry.objects.filter(act="case.read", actor_id=reader.pk).order_by("target_id")
    assert list(noted.values_list("target_id", flat=True)) == [case.pk for case in cases]
    call_command("verify_log", verbosity=0)


def test_reading_of_what_everybody_reads_and_of_ones_own_is_not_in_the_log(client):
    case = CaseFactory()
    client.force_login(moderator_of(case.consultation))
    client.get(f"/moderation/{case.pk}/")
    decision = hidden()
    client.force_login(decision.case.contribution.participant.user)
    client.get(f"/decisions/{decision.pk}/")
    assert not LogEntry.objects.filter(act="case.read").exists()


@pytest.mark.parametrize("what", ["private consultation", "waiting", "older version"])
def test_every_kind_of_private_text_is_logged(client, what):
    consultation = ConsultationFactory(invited_only=what == "private consultation")
    state = "pending" if what == "waiting" else "visible"
    comment = CommentFactory(root=ProposalFactory(consultation_of=consultation), state=state)
    case = CaseFactory(contribution=comment)
    if what == "older version":
        newer = comment.revisions.create(number=2, body="Newer", state="shown")
        Contribution.objects.filter(pk=comment.pk).update(shown_revision=newer)
    client.force_login(moderator_of(consultation))
    client.get(f"/moderation/{case.pk}/")
    assert LogEntry.objects.filter(act="case.read").count() == 1
