"""What can be listed: findings once they are published, and the workbench for staff of the consultation."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from consult.enums import Role
from proposals.enums import ContributionState

from .enums import CodingRole, CorrectionState, ReportState, RunState, SamplePurpose, ThemeState


def _consultations():
    return apps.get_model("consult", "Consultation").objects


def _visible(user):
    return _consultations().visible_to(user).values("pk")


def texts_for_staff(user, consultation):
    """Shown texts, consent apart, for the analysts and policymakers of this consultation; none for others.

    A coder at work does not find the texts of their random sample here: wherever these texts are listed they
    stand beside what the software made of them.
    """
    shown = readable_by_staff(user, consultation)
    sampled = apps.get_model("themes", "SampledText").objects
    return shown.exclude(pk__in=sampled.blind_to(user, consultation).values("contribution_id"))


def readable_by_staff(user, consultation):
    """The same with what a coder is blind to: for pages that say nothing of the software's sorting."""
    staffed = _consultations().staffed_by(user, Role.ANALYST, Role.RESPONDER, Role.OWNER)
    contributions = apps.get_model("proposals", "Contribution").objects
    return contributions.shown().filter(consultation__in=staffed.filter(pk=consultation.pk).values("pk"))


class SampledTextQuerySet(models.QuerySet):
    """Texts of samples."""

    def of(self, sample):
        return self.filter(item__sample=sample)

    def readable(self):
        """Those that stand as they were analysed; what was removed or rewritten since is coded no more."""
        return self.filter(
            contribution__state=ContributionState.VISIBLE, contribution__shown_revision=F("revision")
        )

    def to_code(self, user):
        """What this person codes, as first or second."""
        return self.filter(Q(item__coder=user) | Q(item__second=user))

    def blind_to(self, user, consultation):
        """Texts of random samples in which this person codes: the whole sample, until it is all judged."""
        if not user.is_authenticated:
            return self.none()
        samples = apps.get_model("themes", "CodingSample").objects.filter(
            Q(first=user) | Q(second=user),
            purpose=SamplePurpose.ESTIMATE,
            withdrawn_at=None,
            codebook__consultation=consultation,
        )
        missing = self.model.objects.filter(item__sample=OuterRef("pk")).missing()
        return self.filter(item__sample__in=samples.filter(Exists(missing)).values("pk"))

    def missing(self):
        """Texts in which a judgement is wanted: not made yet, or made by an older definition of a theme."""
        codings = apps.get_model("themes", "Coding").objects.filter(text=OuterRef("pk")).up_to_date()
        first, second = (Exists(codings.filter(role=role)) for role in (CodingRole.FIRST, CodingRole.SECOND))
        return self.readable().filter(~first | Q(item__second__isnull=False) & ~second)

    def wanted_from(self, user):
        """Texts that this person has still to judge, or to judge again."""
        codings = apps.get_model("themes", "Coding").objects
        own = codings.filter(text=OuterRef("pk"), coder=user).independent().up_to_date()
        return self.readable().to_code(user).exclude(Exists(own))


class CodingQuerySet(models.QuerySet):
    """Judgements."""

    def of(self, sample):
        return self.filter(text__item__sample=sample)

    def independent(self):
        return self.filter(role__in=CodingRole.independent())

    def up_to_date(self):
        """Those made by the present definition of every confirmed theme, and giving no other theme."""
        themes = apps.get_model("themes", "Theme").objects
        judged = apps.get_model("themes", "ThemeJudgement").objects
        by_this = judged.filter(
            coding=OuterRef(OuterRef("pk")),
            theme=OuterRef("pk"),
            definition_version__gte=OuterRef("definition_version"),
        )
        unjudged = themes.confirmed().filter(
            ~Exists(by_this), codebook=OuterRef("text__item__sample__codebook")
        )
        gone = judged.filter(coding=OuterRef("pk"), given=True).exclude(theme__state=ThemeState.CONFIRMED)
        return self.exclude(Exists(unjudged)).exclude(Exists(gone))


def texts_for_redacting(user, consultation):
    """The same for whoever looks through personal details: analysts, and moderators too."""
    staffed = _consultations().staffed_by(user, Role.ANALYST, Role.MODERATOR)
    contributions = apps.get_model("proposals", "Contribution").objects
    return contributions.shown().filter(consultation__in=staffed.filter(pk=consultation.pk).values("pk"))


class SnapshotQuerySet(models.QuerySet):
    """Manifests of what was received, newest first."""

    def frozen(self):
        return self.filter(frozen_at__isnull=False)

    def frozen_of(self, consultation):
        """The one frozen last, or None."""
        return self.frozen().filter(consultation=consultation).order_by("-frozen_at", "-pk").first()


class ThemeRunQuerySet(models.QuerySet):
    """Computations, newest first."""

    def unfinished(self):
        return self.filter(state__in=RunState.unfinished())

    def done(self):
        return self.filter(state=RunState.DONE)

    def with_confirmed(self):
        """Finished runs in which people confirmed themes."""
        themes = apps.get_model("themes", "Theme").objects.confirmed()
        return self.done().filter(Exists(themes.filter(codebook__run=OuterRef("pk"))))

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


class ReportPrintQuerySet(models.QuerySet):
    """Editions as PDF."""

    def visible_to(self, user):
        """Of published editions of consultations this person can see."""
        return self.filter(report__state=ReportState.PUBLISHED, report__consultation__in=_visible(user))

    def superseded(self):
        """Of editions that another one took the place of: nobody can ask for them any more."""
        newer = apps.get_model("themes", "ThemeReport").objects.published()
        newer = newer.filter(
            consultation=OuterRef("report__consultation"), edition__gt=OuterRef("report__edition")
        )
        return self.filter(Exists(newer))


class OfficialResponseQuerySet(models.QuerySet):
    """The body's answers."""

    def published(self):
        return self.filter(published_at__isnull=False)

    def visible_to(self, user):
        """Published answers in consultations this person can see, and drafts for those who write and
        check them.
        """
        staffed = _consultations().staffed_by(user, Role.RESPONDER, Role.OWNER).values("pk")
        drafts = Q(published_at=None, consultation__in=staffed)
        return self.filter(Q(published_at__isnull=False) | drafts, consultation__in=_visible(user))

    def of_runs(self, runs):
        """Answers to the themes, the campaigns and the unsure pile of these runs."""
        runs = list(runs)
        return self.filter(
            Q(theme__codebook__run__in=runs) | Q(campaign__run__in=runs) | Q(unsure_of__in=runs)
        )

    def begun(self):
        """Of which something is written."""
        return self.exclude(decision="")

    def named(self):
        """With what says by name what they answer, in one query."""
        return self.select_related("theme__codebook__run", "campaign__run", "unsure_of", "consultation")


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


class CorrectionQuerySet(models.QuerySet):
    """What authors meant instead."""

    def waiting(self):
        return self.filter(state=CorrectionState.WAITING)

    def accepted(self):
        return self.filter(state=CorrectionState.ACCEPTED)

    def visible_to(self, user):
        """For the analysts of the consultation; authors read theirs beside their own words."""
        staffed = _consultations().staffed_by(user, Role.ANALYST)
        return self.filter(consultation__in=staffed.values("pk"))


class FollowQuerySet(models.QuerySet):
    """What people follow."""

    def visible_to(self, user):
        """One's own, of what one may still see."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, consultation__in=_visible(user))
