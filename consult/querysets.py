"""What can be listed: consultations by who asks, the rest by where the clock stands."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from consult.accounts.guests import admissions_of, rehearsals_of

from .clock import now
from .enums import ConsultationState, Role

# Entries of the log that say that the promise changed after opening.
PROMISE_CHANGED = {"act": "consultation.changed", "details__promise": True}


class ConsultationQuerySet(models.QuerySet):
    """Consultations; everything with words starts its own visibility from `visible_to`."""

    def visible_to(self, user):
        """Published public ones for everybody, private ones for members and guests whom a code admitted,
        rehearsals for invited.
        """
        public = Q(state=ConsultationState.PUBLISHED, invited_only=False)
        rehearsed = Q(state=ConsultationState.REHEARSAL, pk__in=rehearsals_of(user))
        if not user.is_authenticated:
            admitted = Q(state=ConsultationState.PUBLISHED, pk__in=admissions_of(user))
            return self.filter(public | rehearsed | admitted)
        published = Q(state=ConsultationState.PUBLISHED) & Q(pk__in=_memberships(user))
        staffed = Q(pk__in=_memberships(user).filter(role__in=Role.staff()))
        return self.filter(public | published | staffed | rehearsed)

    def with_page_facts(self):
        """With `has_questions` and `promise_changes`, which a page would ask for one by one."""
        asked = apps.get_model("consult", "Question").objects.in_use()
        entries = apps.get_model("consult", "LogEntry").objects.filter(
            chain=OuterRef("pk"), **PROMISE_CHANGED
        )
        changes = entries.order_by().values("chain").annotate(n=Count("pk")).values("n")
        return self.annotate(
            has_questions=Exists(asked.filter(consultation=OuterRef("pk"))),
            promise_changes=Coalesce(Subquery(changes), 0),
        )

    def published(self):
        return self.filter(state=ConsultationState.PUBLISHED)

    def staffed_by(self, user, *roles):
        """Consultations in which this person holds one of the roles (any staff role if none named)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=_memberships(user).filter(role__in=roles or Role.staff()))


def _memberships(user):
    """Ids of the consultations in which a user holds a current membership, as a subquery."""
    return user.memberships.current().order_by().values("consultation_id")


class MembershipQuerySet(models.QuerySet):
    """Staff and invited people of consultations."""

    def current(self):
        """Accepted and not ended."""
        return self.filter(ended_at=None, user__isnull=False, user__is_active=True)

    def waiting(self):
        """Invited by e-mail, not yet accepted."""
        return self.filter(ended_at=None, user=None)

    def staff(self):
        return self.filter(role__in=Role.staff())


class PhaseQuerySet(models.QuerySet):
    """Phases by where the clock stands."""

    def in_use(self):
        return self.filter(retired_at=None)

    def current(self, at=None):
        at = at or now()
        return self.in_use().filter(opens_at__lte=at).filter(Q(closes_at__gt=at) | Q(closes_at=None))

    def due_to_open(self, at=None):
        return self.in_use().filter(opens_at__lte=at or now(), announced_open_at=None)

    def due_to_close(self, at=None):
        return self.in_use().filter(closes_at__lte=at or now(), announced_close_at=None)


class InUseQuerySet(models.QuerySet):
    """Rows that a later edition of the page may retire but never delete."""

    def in_use(self):
        return self.filter(retired_at=None)


class NoticeQuerySet(models.QuerySet):
    """Notices, due and shown."""

    def due(self, at=None):
        return self.filter(send_after__lte=at or now(), sent_at=None, dropped_at=None)

    def visible_to(self, user):
        """Notices on the site of one signed-in person, newest first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, sent_at__isnull=False).order_by("-sent_at", "-id")
