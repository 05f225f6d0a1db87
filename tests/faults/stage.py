"""`python -m tests.faults.stage ROOMS RESIDENTS`: fills the site's database; prints its rooms as JSON.

A room is a proposal of its own with residents who are signed in, one for each fault, so that neither what
was written nor how often somebody may write carries over from one fault to the next.
"""

import json
import sys

import django


def main(rooms, residents):
    django.setup()
    from tests.factories.consult import ConsultationFactory
    from tests.factories.proposals import ParticipantFactory, ProposalFactory

    consultation = ConsultationFactory()
    author = ParticipantFactory(consultation=consultation)
    print(
        json.dumps(
            [
                {
                    "proposal": ProposalFactory(author=author).pk,
                    "residents": [resident() for _ in range(residents)],
                }
                for _ in range(rooms)
            ]
        )
    )


def resident():
    """An account with a session, as signing in leaves it."""
    from django.conf import settings
    from django.test import Client

    from tests.factories.accounts import UserFactory

    user, client = UserFactory(password=None), Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {"user": user.pk, "session": client.cookies[settings.SESSION_COOKIE_NAME].value}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
