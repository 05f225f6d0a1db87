from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consult.clock import now
from consult.enums import Access, Act, ConsultationState, ModerationMode, ResultsVisibility
from consult.querysets import PROMISE_CHANGED, ConsultationQuerySet
from consult.staffing import is_staffed

from .log import LogEntry
from .words import worded


class Consultation(models.Model):
    """One exercise: the facts that rules test, and the published words copied from its pages."""

    body = models.ForeignKey("consult.Body", on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=ConsultationState, default=ConsultationState.REHEARSAL)
    invited_only = models.BooleanField(
        _("private"), default=False, help_text=_("Only staff and invited people can read it.")
    )
    access_propose = models.CharField(max_length=12, choices=Access, default=Access.CONFIRMED)
    access_comment = models.CharField(max_length=12, choices=Access, default=Access.GUEST)
    access_answer = models.CharField(max_length=12, choices=Access, default=Access.GUEST)
    access_vote = models.CharField(max_length=12, choices=Access, default=Access.GUEST)
    moderation_mode = models.CharField(max_length=12, choices=ModerationMode, default=ModerationMode.AFTER)
    staffed_hours = models.JSONField(default=dict, blank=True)
    reading_hours = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    hides_authors = models.BooleanField(default=True)
    results_visibility = models.CharField(
        max_length=12, choices=ResultsVisibility, default=ResultsVisibility.AFTER_VOTE
    )
    disclosure_threshold = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(2), MaxValueValidator(100)]
    )
    source_language = models.CharField(max_length=12, default="en")
    languages = models.JSONField(default=list)
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    promises = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    decided_by = models.JSONField(default=dict)
    answer_due_on = models.DateField(null=True, blank=True)
    rehearsal_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("wagtail_serve", args=[f"consultations/{self.slug}/"])

    @property
    def title(self):
        return worded(self.titles, self.source_language) or self.slug

    @property
    def summary(self):
        return worded(self.summaries, self.source_language)

    @property
    def place(self):
        return worded(self.places, self.source_language)

    @property
    def decider(self):
        return worded(self.decided_by, self.source_language)

    @property
    def promise(self):
        """{still_open, already_fixed, who_decides, how_used, when_back} in the reader's language."""
        return worded(self.promises, self.source_language) or {}

    @property
    def in_rehearsal(self):
        return self.state == ConsultationState.REHEARSAL

    @property
    def shows_results_at_close(self):
        """Are the counts kept from everybody until voting is over?"""
        return self.results_visibility == ResultsVisibility.AFTER_CLOSE

    def access_to(self, act):
        return getattr(self, f"access_{act}")

    @cached_property
    def has_questions(self):
        """Whether anything is asked of people; `with_page_facts` knows it before."""
        return self.questions.in_use().exists()

    @cached_property
    def promise_changes(self):
        """How often the promise changed after opening; `with_page_facts` knows it before."""
        return LogEntry.objects.filter(chain=self.pk, **PROMISE_CHANGED).count()

    @cached_property
    def phases_in_order(self):
        return list(self.phases.in_use())

    def phase_allowing(self, act, at=None):
        """The phase open now that allows this act, or None."""
        at = at or now()
        return next((p for p in self.phases_in_order if p.is_open(at) and act in p.allows), None)

    def moderation_mode_for(self, act, at=None):
        """BEFORE, AFTER or ON_REPORT: as the phase open now says, else the consultation, by its timetable."""
        at = at or now()
        phase = self.phase_allowing(act, at)
        mode = (phase.moderation_mode if phase else "") or self.moderation_mode
        if mode != ModerationMode.TIMETABLE:
            return mode
        return ModerationMode.AFTER if is_staffed(self.staffed_hours, at) else ModerationMode.BEFORE

    @property
    def waits_before(self):
        """{act: does a text wait for a moderator before it is shown, now}."""
        return {act.value: self.moderation_mode_for(act) == ModerationMode.BEFORE for act in Act}

    def acts_ever_allowed(self):
        return {act for phase in self.phases_in_order for act in phase.allows}

    @property
    def closes_at(self):
        """When the last phase that lets residents act ends, or None."""
        ends = [phase.closes_at for phase in self.phases_in_order if phase.allows]
        return max(ends) if ends and all(ends) else None
