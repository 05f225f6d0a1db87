"""People without an account: what their session proves about them."""

from django.contrib.auth.models import AnonymousUser

PARTICIPATIONS = "participations"
REHEARSALS = "rehearsals"


class Guest(AnonymousUser):
    """An anonymous visitor whose session holds participations and rehearsal invitations.

    `participations` maps consultation id to participant id; `rehearsals` is a set of consultation ids.
    """

    def __init__(self, participations=None, rehearsals=()):
        super().__init__()
        self.participations = dict(participations or {})
        self.rehearsals = frozenset(rehearsals)

    @classmethod
    def of(cls, session):
        """Read a guest from a session without creating one."""
        participations = {int(key): value for key, value in session.get(PARTICIPATIONS, {}).items()}
        return cls(participations, session.get(REHEARSALS, ()))


def participations_of(user):
    """{consultation id: participant id} that this visitor's session vouches for."""
    return getattr(user, "participations", {})


def rehearsals_of(user):
    """Consultation ids which this visitor may rehearse by a secret link."""
    return getattr(user, "rehearsals", frozenset())


def remember_participation(request, consultation_id, participant_id):
    """Keep a guest's participation in the session; the cookie is set by this first act only."""
    kept = request.session.get(PARTICIPATIONS, {})
    request.session[PARTICIPATIONS] = {**kept, str(consultation_id): participant_id}
    request.user = _refreshed(request)


def remember_rehearsal(request, consultation_id):
    """Admit this visitor to the rehearsal of a consultation."""
    kept = set(request.session.get(REHEARSALS, ()))
    request.session[REHEARSALS] = sorted(kept | {consultation_id})
    request.user = _refreshed(request)


def forget_guest(request):
    """Drop what the session knows, for shared devices."""
    for key in (PARTICIPATIONS, REHEARSALS):
        request.session.pop(key, None)
    request.user = _refreshed(request)


def _refreshed(request):
    return attach_session(request.user, request.session)


def attach_session(user, session):
    """Give a user what their session proves: anonymous visitors become a Guest."""
    if not user.is_authenticated:
        return Guest.of(session)
    user.rehearsals = frozenset(session.get(REHEARSALS, ()))
    return user
