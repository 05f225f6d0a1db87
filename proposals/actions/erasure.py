"""Erasing in place: words and names go, places, votes and counts stay, no published figure changes."""

from django.db import transaction

from consult.actions.log import record as log
from consult.clock import now
from proposals.enums import ContributionState
from proposals.events import record
from proposals.models import Contribution
from proposals.signals import contribution_erased, participant_erased

from .contributions import topics_of
from .texts import recount_replies


def erase_contribution(*, contribution, by):
    """Empty all versions of a text and the keys of their digests."""
    with transaction.atomic():
        contribution.revisions.update(body="", title="", redactions=[], digest_key="")
        Contribution.objects.filter(pk=contribution.pk).update(
            title="", public_text="", body_html="", state=ContributionState.ERASED
        )
        contribution.refresh_from_db()
        recount_replies(contribution)
        log(
            act="contribution.erased",
            by=by,
            consultation=contribution.consultation,
            target=contribution,
        )
        contribution_erased.send(Contribution, contribution=contribution)
        _announce_removed(contribution)


def erase_participant(*, participant, by, keep_words=False):
    """Forget who took part; with `keep_words` the texts stay without a name."""
    with transaction.atomic():
        if not keep_words:
            for contribution in participant.contributions.exclude(state=ContributionState.ERASED):
                erase_contribution(contribution=contribution, by=by)
        participant.user = None
        participant.public_name = participant.organisation = participant.contact_email = ""
        participant.source_key = ""
        participant.email_confirmed_at = None
        participant.erased_at = now()
        participant.save()
        participant_erased.send(type(participant), participant=participant)
        log(
            act="participant.erased",
            by=by,
            consultation=participant.consultation,
            target=participant,
        )


def _announce_removed(contribution):
    kind = f"{contribution.kind}.removed"
    record(*((topic, kind, contribution.pk) for topic in topics_of(contribution)))
