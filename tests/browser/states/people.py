"""Who lives and works in the town."""

from consult.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.consult import MembershipFactory
from tests.factories.proposals import ParticipantFactory

NAMES = {
    "resident": "Asha Morgan",
    "neighbour": "Tom Linden",
    "owner": "Olu Adeyemi",
    "moderator": "Mo Farrow",
    "second_moderator": "Ines Calder",
    "analyst": "Ada Wren",
    "second_analyst": "Ben Okafor",
    "third_analyst": "Cleo Hart",
    "responder": "Priya Nair",
    "second_responder": "Rafe Dunn",
}
ROLES = {
    "owner": Role.OWNER,
    "moderator": Role.MODERATOR,
    "second_moderator": Role.MODERATOR,
    "analyst": Role.ANALYST,
    "second_analyst": Role.ANALYST,
    "third_analyst": Role.ANALYST,
    "responder": Role.RESPONDER,
    "second_responder": Role.RESPONDER,
}


def person(key, name, **fields):
    """Somebody with an account, under the address of their part."""
    return UserFactory(email=f"{key.replace('_', '-')}@example.org", display_name=name, **fields)


def employ(town, consultation):
    """Give everybody their role in a consultation."""
    for key, role in ROLES.items():
        MembershipFactory(consultation=consultation, user=getattr(town, key), role=role)


def author(town, consultation, name, user=None):
    """Somebody who takes part under this name."""
    return ParticipantFactory(
        consultation=consultation,
        public_name=name,
        user=user or UserFactory(email=f"{name.lower()}@example.org", display_name=name),
    )
