"""People without an account: what their session proves about them."""

from django.contrib.auth.models import AnonymousUser

PARTICIPATIONS = "participations"
REHEARSALS = "rehearsals"
ADMISSIONS = "admissions"


class Guest(AnonymousUser):
    """An anonymous visitor whose session holds participations, rehearsal invitations and admissions.

    `participations` maps consultation id to participant id; `rehearsals` and `admissions` (to consultations
    for invited people, by a code) are sets of consultation ids.
    """

    def __init__(self, participations=None, rehearsals=(), admissions=()):
        super().__init__()
        self.participations = dict(participations or {})
        self.rehearsals = frozenset(rehearsals)
        self.admissions = frozenset(admissions)

    @classmethod
    def who_took_part(cls, consultation_id, participant_id):
        """The reader of a letter: whoever was let in to take part is let in to read what came of it."""
        return cls({consultation_id: participant_id}, admissions={consultation_id})

    @classmethod
    def of(cls, session):
        """Read a guest from a session without creating one."""
        participations = {int(key): value for key, value in session.get(PARTICIPATIONS, {}).items()}
        return cls(participations, session.get(REHEARSALS, ()), session.get(ADMISSIONS, ()))


def participations_of(user):
    """{consultation id: participant id} that this visitor's session vouches for."""
    return getattr(user, "participations", {})


def rehearsals_of(user):
    """Consultation ids which this visitor may rehearse by a secret link."""
    return getattr(user, "rehearsals", frozenset())


def admissions_of(user):
    """Consultation ids to which a code admitted this guest; accounts are members instead."""
    return getattr(user, "admissions", frozenset())


def remember_participation(request, consultation_id, participant_id):
    """Keep a guest's participation in the session; the cookie is set by this first act only."""
    kept = request.session.get(PARTICIPATIONS, {})
    request.session[PARTICIPATIONS] = {**kept, str(consultation_id): participant_id}
    request.user = _refreshed(request)


def remember_rehearsal(request, consultation_id):
    """Admit this visitor to the rehearsal of a consultation."""
    _remember(request, REHEARSALS, consultation_id)


def remember_admission(request, consultation_id):
    """Admit this guest to a consultation for invited people."""
    _remember(request, ADMISSIONS, consultation_id)


def _remember(request, name, consultation_id):
    kept = set(request.session.get(name, ()))
    request.session[name] = sorted(kept | {consultation_id})
    request.user = _refreshed(request)


def unclaimed_participations(request):
    """What was sent from this session before signing in: {consultation id: participant id}."""
    return request.session.get(PARTICIPATIONS, {})


def forget_guest(request):
    """Drop what the session knows, for shared devices."""
    for key in (PARTICIPATIONS, REHEARSALS, ADMISSIONS):
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
