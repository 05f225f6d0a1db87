"""What can be listed: findings once they are published, and the workbench for staff of the consultation."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from consult.enums import Role

from .enums import ReportState, RunState, ThemeState


def _consultations():
    return apps.get_model("consult", "Consultation").objects


def _visible(user):
    return _consultations().visible_to(user).values("pk")


def texts_for_staff(user, consultation):
    """Shown texts, consent apart, for the analysts and policymakers of this consultation; none for others."""
    staffed = _consultations().staffed_by(user, Role.ANALYST, Role.RESPONDER, Role.OWNER)
    contributions = apps.get_model("proposals", "Contribution").objects
    return contributions.shown().filter(consultation__in=staffed.filter(pk=consultation.pk).values("pk"))


class ThemeRunQuerySet(models.QuerySet):
    """Computations, newest first."""

    def unfinished(self):
        return self.filter(state__in=RunState.unfinished())

    def done(self):
        return self.filter(state=RunState.DONE)

    def visible_to(self, user):
        """Runs of the consultations this person analyses."""
        staffed = _consultations().staffed_by(user, Role.ANALYST)
        return self.filter(consultation__in=staffed.values("pk"))


class ThemeQuerySet(models.QuerySet):
    """Labels."""

    def of_run(self, run):
        return self.filter(codebook__run=run)

    def of_runs(self, runs):
        return self.filter(codebook__run__in=list(runs))

    def standing(self):
        return self.filter(state__in=ThemeState.standing())

    def confirmed(self):
        return self.filter(state=ThemeState.CONFIRMED)

    def visible_to(self, user):
        """Confirmed themes of published reports in consultations this person can see."""
        reports = apps.get_model("themes", "ThemeReport").objects.visible_to(user)
        return self.confirmed().filter(codebook__run__in=reports.values("run_id"))


class ThemeAssignmentQuerySet(models.QuerySet):
    """Passages in themes."""

    def counted(self):
        """What counts in a theme: sure, and no campaign copy."""
        return self.filter(sure=True, copy=False)

    def of_people(self):
        """Everything that places somebody's words in a theme, campaign copies included."""
        return self.filter(sure=True)


class ThemeReportQuerySet(models.QuerySet):
    """Editions of a report, newest first."""

    def published(self):
        """What "has a report" means for the public and for answers."""
        return self.filter(state=ReportState.PUBLISHED)

    def holding(self):
        """Editions whose findings cannot be changed, published or on the way there."""
        return self.filter(state__in=ReportState.holding())

    def under_way(self):
        return self.filter(state__in=ReportState.under_way())

    def visible_to(self, user):
        """Published editions of consultations this person can see."""
        return self.published().filter(consultation__in=_visible(user))

    def latest_of(self, consultation):
        """The newest published edition, or None."""
        return self.published().filter(consultation=consultation).order_by("-edition").first()


class OfficialResponseQuerySet(models.QuerySet):
    """The body's answers."""

    def published(self):
        return self.filter(published_at__isnull=False)

    def visible_to(self, user):
        """Published answers in consultations this person can see, and drafts for those who write them."""
        staffed = _consultations().staffed_by(user, Role.RESPONDER).values("pk")
        drafts = Q(published_at=None, consultation__in=staffed)
        return self.filter(Q(published_at__isnull=False) | drafts, consultation__in=_visible(user))


class ReferenceTableQuerySet(models.QuerySet):
    """Tables of the population."""

    def in_use(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Tables of the consultations this person analyses; readers meet their figures in the report."""
        staffed = _consultations().staffed_by(user, Role.ANALYST)
        return self.filter(consultation__in=staffed.values("pk"))


class ThemeImportQuerySet(models.QuerySet):
    """Files from other tools."""

    def visible_to(self, user):
        """Imports into the runs of consultations this person analyses."""
        return self.filter(run__in=apps.get_model("themes", "ThemeRun").objects.visible_to(user).values("pk"))
