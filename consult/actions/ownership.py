"""Who owns a consultation from the start, and what owning opens."""

from django.contrib.auth.models import Group
from django.db.models import Q

from consult.clock import now
from consult.enums import Role
from consult.models import Membership

from .log import record

OWNERS_GROUP = "Owners"


def claim_ownership(*, by, consultation):
    """The first person to publish or rehearse a consultation owns it; later ones are invited. Idempotent.

    Its analysts never become its owners.
    """
    current = consultation.memberships.current()
    if by is None or current.filter(Q(role=Role.OWNER) | Q(role=Role.ANALYST, user=by)).exists():
        return None
    membership = Membership.objects.create(
        consultation=consultation, user=by, role=Role.OWNER, accepted_at=now()
    )
    follow_ownership(user=by)
    details = {"role": Role.OWNER.value, "user": by.pk}
    record(act="membership.begun", by=by, consultation=consultation, target=membership, details=details)
    return membership


def follow_ownership(*, user):
    """Owners of anything stand in the group that opens the editors' pages; others do not."""
    group, _created = Group.objects.get_or_create(name=OWNERS_GROUP)
    owns = user.memberships.current().filter(role=Role.OWNER).exists()
    (user.groups.add if owns else user.groups.remove)(group)
