"""Taking part for an organisation."""

import pytest

from consult.errors import Invalid
from consult.models import LogEntry
from proposals.actions.participation import represent_organisation, take_part
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant():
    return take_part(by=UserFactory(display_name="Kestrel"), consultation=ConsultationFactory())


def test_organisation_is_read_by_its_own_name(participant):
    represent_organisation(by=participant.user, participant=participant, name="Vale  Wheels", members=145)
    participant.refresh_from_db()
    assert (participant.shown_name, participant.members_represented) == ("Vale Wheels", 145)
    assert participant.is_organisation
    assert LogEntry.objects.get(act="participant.organisation").details == {"members": 145}


@pytest.mark.parametrize("name, members", [(" ", 3), ("Vale Wheels", 0)])
def test_organisation_without_name_or_members_is_refused(participant, name, members):
    with pytest.raises(Invalid) as invalid:
        represent_organisation(by=participant.user, participant=participant, name=name, members=members)
    assert set(invalid.value.fields) == {"organisation"}
    participant.refresh_from_db()
    assert participant.shown_name == "Kestrel"
