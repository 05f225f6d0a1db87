from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_slug
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.blocks import CONSULTATION_BLOCKS
from cms.forms import ConsultationPageForm
from cms.ordering import with_order
from cms.panels import consultation_edit_handler
from consult.enums import Access, ModerationMode, ResultsVisibility
from consult.models import Consultation

from .rows import synchronised, translated

WORDS = [
    "title",
    "summary",
    "place",
    "decided_by",
    "promise_still_open",
    "promise_already_fixed",
    "promise_who_decides",
    "promise_how_used",
    "promise_when_back",
    "body",
]
FACTS = [
    "answer_due_on",
    "invited_only",
    "access_propose",
    "access_comment",
    "access_answer",
    "access_vote",
    "moderation_mode",
    "staffed_hours",
    "reading_hours",
    "hides_authors",
    "results_visibility",
    "disclosure_threshold",
    "languages",
]


class ConsultationPage(Page):
    """A consultation in one language: the page owns the words, publishing copies them to the consultation."""

    consultation = models.ForeignKey(
        "consult.Consultation",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="pages",
    )
    published_locale = models.ForeignKey(
        Locale, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    summary = models.TextField(_("one sentence"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True)
    promise_still_open = models.TextField(_("still open"), blank=True)
    promise_already_fixed = models.TextField(_("already fixed"), blank=True)
    promise_who_decides = models.TextField(_("who decides"), blank=True)
    promise_how_used = models.TextField(_("how we use what you say"), blank=True)
    promise_when_back = models.TextField(_("when you hear back"), blank=True)
    access_propose = models.CharField(
        _("who may make proposals"), max_length=12, choices=Access, default=Access.CONFIRMED
    )
    access_comment = models.CharField(
        _("who may comment"), max_length=12, choices=Access, default=Access.GUEST
    )
    access_answer = models.CharField(
        _("who may answer the questions"), max_length=12, choices=Access, default=Access.GUEST
    )
    access_vote = models.CharField(_("who may vote"), max_length=12, choices=Access, default=Access.GUEST)
    invited_only = models.BooleanField(
        _("private"), default=False, help_text=_("Only staff and invited people can read it.")
    )
    moderation_mode = models.CharField(
        _("a moderator reads contributions"),
        max_length=12,
        choices=ModerationMode,
        default=ModerationMode.AFTER,
    )
    staffed_hours = models.JSONField(_("staffed hours"), default=dict, blank=True)
    reading_hours = models.PositiveSmallIntegerField(
        _("hours in which a moderator decides"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("Published. Where staffed hours are given, only these count."),
    )
    hides_authors = models.BooleanField(_("moderators see no author's name before they decide"), default=True)
    results_visibility = models.CharField(
        _("vote counts are shown"),
        max_length=12,
        choices=ResultsVisibility,
        default=ResultsVisibility.AFTER_VOTE,
    )
    disclosure_threshold = models.PositiveSmallIntegerField(
        _("smallest group with a number"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
        help_text=_("Smaller groups are printed as “under” this number."),
    )
    languages = models.JSONField(_("languages people may write in"), default=list, blank=True)
    body = StreamField(CONSULTATION_BLOCKS, verbose_name=_("about"), blank=True)

    base_form_class = ConsultationPageForm
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("place")]
    edit_handler = consultation_edit_handler()
    template = "cms/consultation_page.html"
    parent_page_types = ["cms.ConsultationIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["consultation", "published_locale"]
    translatable_fields = [
        *translated(*WORDS, "seo_title", "search_description", "phases", "questions", "house_rules"),
        *synchronised("slug", "show_in_menus", *FACTS),
    ]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "published_locale"], name="consultation_page_once_per_locale"
            ),
        ]

    def clean(self):
        super().clean()
        try:
            validate_slug(self.slug)
        except ValidationError:
            raise ValidationError({"slug": _("Use plain letters, figures and hyphens in the address.")})
        if len(self.slug) > 80:
            raise ValidationError({"slug": _("Use at most 80 letters in the address.")})

    def save(self, *args, **kwargs):
        self._keep_link()
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A revision never changes which consultation a page belongs to."""
        page = super().with_content_json(content)
        page._keep_link()
        return page

    def publish(self, revision, *args, **kwargs):
        """A refusal by the action leaves the page as it was."""
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)

    def copy(self, *args, **kwargs):
        with transaction.atomic():
            return super().copy(*args, **kwargs)

    def _keep_link(self):
        """The link is written by publishing only; revisions and stale objects read it from the row."""
        rows = ConsultationPage.objects.filter(pk=self.pk).values_list("consultation", "published_locale")
        self.consultation_id, self.published_locale_id = rows.first() or (None, None)

    @property
    def source_page(self):
        """The page this one is a translation of: the oldest of its translations, itself for an original."""
        return self.get_translations(inclusive=True).filter(alias_of=None).order_by("pk").first() or self

    @property
    def is_source(self):
        return self.pk is None or self.source_page.pk == self.pk

    def route(self, request, path_components):
        """A rehearsed draft is served to those who hold the secret link, a private page to its members."""
        if not path_components and self.consultation_id:
            visible = Consultation.objects.visible_to(request.user).filter(pk=self.consultation_id)
            consultation = visible.with_page_facts().first()
            if consultation is None:
                raise Http404
            self.consultation = consultation
            if consultation.in_rehearsal:
                return RouteResult(self, kwargs={"rehearsed": consultation})
        return super().route(request, path_components)

    def get_view_restrictions(self):
        """Wagtail's answer in one query: of this page and those above it, or of the pages they mirror."""
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:end] for end in steps]
        here = Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        mirrored = Q(page__aliases__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(here | mirrored, page__alias_of=None).distinct()

    def serve(self, request, *args, rehearsed=None, **kwargs):
        if rehearsed is None:
            return with_order(super().serve(request, *args, **kwargs))
        draft = self.get_latest_revision_as_object()
        response = with_order(super(ConsultationPage, draft).serve(request, rehearsed=rehearsed))
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context(self, request, *args, rehearsed=None, **kwargs):
        from cms.showing import page_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **page_context(self, request, rehearsed)}
