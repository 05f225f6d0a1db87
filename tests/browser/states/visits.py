"""What comes by letter or on a leaflet, and what is no longer there: pages that somebody opens by a link."""

import re

from django.contrib.auth.models import Group
from django.core import mail

from cms.actions.consultations import rehearse_consultation_page
from consult.accounts.guests import Guest
from consult.actions.memberships import invite_member
from consult.actions.ownership import follow_ownership
from consult.actions.preferences import stop_key
from consult.clock import now
from consult.enums import Role
from consult.invitations import invitation_code
from consult.models import Notice
from proposals.actions.edits import withdraw_contribution
from proposals.actions.joining import ask_address
from proposals.actions.leaflets import make_leaflets
from tests.factories.cms import draft_page
from tests.factories.proposals import ParticipantFactory, ProposalFactory

from .people import person


def add(town):
    """A batch of leaflets, letters with links, a proposal that its author took back."""
    town.editor = person("editor", "Ed Morris")
    town.editor.groups.add(Group.objects.get(name="Editors"))
    town.admin = person("admin", "Kim Vale", is_superuser=True)
    follow_ownership(user=town.owner)
    town.leaflets = make_leaflets(by=town.owner, consultation=town.empty, name="Library desk", number=3)
    town.leaflet = town.leaflets.code_of(1)
    town.address_link = _address_link(town)
    town.stop_link = f"/me/notices/stop/{stop_key('answers', user_id=town.resident.pk)}/"
    town.invitation_link = _invitation_link(town)
    town.draft = draft_page("A park by the river", "river-park", place="River bank")
    _consultation, key = rehearse_consultation_page(page=town.draft, by=town.editor)
    town.rehearsal_link = f"/rehearse/{key}/"
    town.withdrawn = _withdrawn(town)
    town.latecomer = person("latecomer", "Lena Voss")
    town.notice = Notice.objects.get(kind="moderation.decided", user=town.resident)
    Notice.objects.filter(pk=town.notice.pk).update(sent_at=now())


def _address_link(town):
    """Asked for by somebody who took part without an account."""
    guest = ParticipantFactory(consultation=town.lanes, user=None, source="guest", public_name="Bunting")
    ask_address(by=Guest({town.lanes.pk: guest.pk}), email="bunting@example.org")
    return re.search(r"/me/address/\S+", mail.outbox[-1].body)[0]


def _invitation_link(town):
    invited = invite_member(
        by=town.owner, consultation=town.empty, email=town.neighbour.email, role=Role.MODERATOR
    )
    nonce = Notice.objects.get(kind="membership.invited", target_id=invited.pk).context["nonce"]
    return f"/invitations/{invitation_code(invited, nonce)}/"


def _withdrawn(town):
    author = town.streets.participants.get(user=town.neighbour)
    proposal = ProposalFactory(consultation_of=town.streets, author=author, title="Ban leaf blowers")
    withdraw_contribution(by=town.neighbour, contribution=proposal)
    return proposal
