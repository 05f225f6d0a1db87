"""Who takes part in a soak: accounts with sessions and a first vote, proposals to talk about."""

from dataclasses import dataclass

PROPOSALS, PEOPLE = 10, 600  # nobody writes or votes as often as the limits forbid


@dataclass
class Person:
    """An account as its browser knows it."""

    user: int
    cookie: str
    proposal: int  # the one whose page is open


def seeded():
    """(consultation id, proposal ids, people) in the present database."""
    from django.conf import settings
    from django.test import Client

    from proposals.actions.votes import cast_vote
    from tests.factories.accounts import UserFactory
    from tests.factories.proposals import ProposalFactory

    first = ProposalFactory(author__user__password=None)
    more = [
        ProposalFactory(consultation_of=first.consultation, author__user__password=None)
        for _ in range(PROPOSALS - 1)
    ]
    proposals, people = [first, *more], []
    for number in range(PEOPLE):
        user, client = UserFactory(password=None), Client()
        client.force_login(user)
        proposal = proposals[number % PROPOSALS]
        cast_vote(by=user, contribution=proposal, choice="agree")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        people.append(Person(user.pk, f"{settings.SESSION_COOKIE_NAME}={cookie}", proposal.pk))
    return first.consultation_id, [each.pk for each in proposals], people
