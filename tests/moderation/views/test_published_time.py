"""The time in which a moderator decides is said where people report and where decisions are counted."""

import pytest
from django.urls import reverse

from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db

OFFICE = {"0": ["09:00", "17:00"]}


@pytest.mark.parametrize(
    ("hours", "staffed", "words"),
    [
        (1, {}, "A moderator decides within 1 hour."),
        (24, OFFICE, "A moderator decides within 24 hours. Hours in which nobody is there do not count."),
    ],
)
def test_published_time_is_said_beside_the_report_and_the_record(client, hours, staffed, words):
    consultation = ConsultationFactory(reading_hours=hours, staffed_hours=staffed)
    HouseRuleFactory(consultation=consultation)
    proposal = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    for address in (
        reverse("flag", args=[proposal.pk]),
        reverse("moderation_record", args=[consultation.slug]),
    ):
        page = client.get(address).content.decode()
        assert words in page, address
        assert ("do not count" in page) == bool(staffed)
