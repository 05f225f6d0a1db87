"""What can be listed: cases and reports by moderators, decisions and appeals also by those they concern."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from consult.accounts.guests import participations_of
from consult.clock import now
from consult.enums import Role
from proposals.querysets import own

from .deadlines import UNDO
from .enums import CaseState, Effect


def _staffed(user, *roles):
    """Ids of consultations in which this person holds one of the roles, as a subquery."""
    return apps.get_model("consult", "Consultation").objects.staffed_by(user, *roles).values("pk")


def _is_somebody(user):
    """Without an account and without a participation nothing is one's own."""
    return user.is_authenticated or bool(participations_of(user))


class CaseQuerySet(models.QuerySet):
    """Cases."""

    def visible_to(self, user):
        """Those of the consultations one moderates; owners see those with an appeal left to them."""
        appeals = apps.get_model("moderation", "Appeal").objects
        appealed = appeals.left_to_owners().filter(decision__case=OuterRef("pk"))
        return self.filter(
            Q(consultation__in=_staffed(user, Role.MODERATOR))
            | Q(consultation__in=_staffed(user, Role.OWNER)) & Exists(appealed)
        )

    def waiting(self):
        return self.filter(state__in=CaseState.waiting())

    def ended(self):
        return self.exclude(state__in=CaseState.waiting())

    def late(self):
        return self.waiting().filter(due_at__lt=now())

    def open_copies_of(self, case):
        """Cases not decided yet whose text is the same, this one among them."""
        return self.filter(consultation=case.consultation_id, state=CaseState.OPEN, text_key=case.text_key)

    def held_now_by(self, user):
        return self.filter(held_by=user, held_until__gt=now())

    def claimable_by(self, user):
        """Free ones, ones whose lease has run out, and one's own."""
        return self.waiting().filter(Q(held_by=None) | Q(held_until__lte=now()) | Q(held_by=user))

    def left_to(self, user):
        """Without what somebody else decides: own texts, and appeals in whose decision one had a part."""
        part = Q(first_decider=user) | Q(first_advisers__contains=f",{user.pk},")
        appeals = apps.get_model("moderation", "Appeal").objects.filter(part, outcome="")
        own_text = Q(contribution__participant__user=user)
        return self.exclude(own_text).exclude(Exists(appeals.filter(decision__case=OuterRef("pk"))))

    def with_texts(self):
        """With everything a row or a page says of the text, in one query."""
        return self.select_related(
            "consultation",
            "contribution",
            "contribution__root",
            "contribution__question",
            "revision",
            "held_by",
        )


class SecondReadingQuerySet(models.QuerySet):
    """Second readings."""

    def visible_to(self, user):
        """Moderators of the consultation, as with the case itself."""
        return self.filter(case__consultation__in=_staffed(user, Role.MODERATOR))

    def waiting(self):
        """Asked for and not given, of cases that are still to be decided."""
        return self.filter(read_at=None, case__state__in=CaseState.waiting())


class ReasonTemplateQuerySet(models.QuerySet):
    """Templates for reasons."""

    def visible_to(self, user):
        return self.filter(consultation__in=_staffed(user, Role.MODERATOR))

    def in_use(self):
        return self.filter(retired_at=None)


class FlagQuerySet(models.QuerySet):
    """Reports."""

    def visible_to(self, user):
        """Moderators of the consultation, and whoever made the report."""
        moderated = Q(case__consultation__in=_staffed(user, Role.MODERATOR))
        return self.filter(moderated | self._own(user))

    def _own(self, user):
        if not _is_somebody(user):
            return Q(pk=None)
        mine = own(user) & Q(participant__isnull=False)
        return mine | Q(user=user) if user.is_authenticated else mine


class DecisionQuerySet(models.QuerySet):
    """Statements of reasons."""

    def visible_to(self, user):
        """The author of the text and moderators; owners read those with an appeal that is left to them."""
        appeals = apps.get_model("moderation", "Appeal").objects.left_to_owners()
        appealed = Q(appeal__in=appeals.values("pk"), consultation__in=_staffed(user, Role.OWNER))
        staff = Q(consultation__in=_staffed(user, Role.MODERATOR)) | appealed
        if not _is_somebody(user):
            return self.filter(staff)
        return self.filter(staff | own(user, "case__contribution__participant") & Q(undone_at=None))

    def standing(self):
        """Not undone."""
        return self.filter(undone_at=None)

    def restricting(self):
        return self.exclude(effect=Effect.KEEP)

    def in_force(self):
        """Neither undone nor taken back on appeal."""
        return self.standing().exclude(appeal__outcome="reversed")

    def settled(self):
        """Those whose undo has run out: the public record counts these."""
        return self.standing().filter(decided_at__lte=now() - UNDO)

    def undoable_by(self, user):
        """What this moderator decided in the last 30 seconds."""
        return self.standing().filter(decided_by=user, decided_at__gt=now() - UNDO)

    def with_texts(self):
        return self.select_related(
            "case__contribution__root",
            "case__contribution__question__consultation",
            "case__contribution__participant",
            "case__revision",
            "consultation",
            "rule__consultation",
            "rule_wording",
            "destination",
            "appeal",
        )


class AppealQuerySet(models.QuerySet):
    """Appeals."""

    def visible_to(self, user):
        """Who made it, and moderators and owners of the consultation."""
        staff = Q(consultation__in=_staffed(user, Role.MODERATOR, Role.OWNER))
        if not _is_somebody(user):
            return self.filter(staff)
        return self.filter(staff | own(user, "appellant"))

    def left_to_owners(self):
        """Those that no moderator of the team may decide: `rules.other_moderators` for many at once."""
        moderators = apps.get_model("consult", "Membership").objects.current()
        others = moderators.filter(role=Role.MODERATOR, consultation=OuterRef("consultation"))
        for barred in ("first_decider", "appellant__user"):
            others = others.exclude(user=Coalesce(OuterRef(barred), 0))
        readings = apps.get_model("moderation", "SecondReading").objects.filter(read_by=OuterRef("user"))
        others = others.exclude(Exists(readings.filter(case=OuterRef(OuterRef("decision__case")))))
        return self.filter(~Exists(others))

    def waiting(self):
        """Undecided ones, unless the author took the text back meanwhile."""
        return self.filter(outcome="", decision__case__state=CaseState.APPEALED)

    def decided(self):
        return self.exclude(outcome="")
