"""Two ways to write a vote, which are measured side by side."""

from django.db import transaction
from django.db.models import F

from proposals.actions.ballots import Ballot, BallotLine, write_ballot
from proposals.models import Tally, Vote


def by_ballot(contribution, participant, choice):
    """The writing alone: upsert and, when it is due, recount."""
    line = BallotLine(contribution.pk, participant.pk, choice, contribution.shown_revision_id)
    assert write_ballot(Ballot(line, participant.rights_topic))


def by_counting_up(contribution, participant, choice):
    """The naive way, its writing alone: look, create or change, and move two numbers by one."""
    with transaction.atomic():
        vote, is_new = Vote.objects.get_or_create(
            contribution=contribution, participant=participant, defaults={"choice": choice}
        )
        moved = {"agree" if choice == 1 else "disagree": 1}
        if not is_new and vote.choice != choice:
            moved["disagree" if choice == 1 else "agree"] = -1
        elif not is_new:
            moved = {}
        vote.choice = choice
        vote.save()
        changes = {name: F(name) + by for name, by in moved.items()}
        if changes:
            Tally.objects.filter(pk=contribution.pk).update(**changes)
